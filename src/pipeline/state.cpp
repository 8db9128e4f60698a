#include "pipeline/state.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "engine/result/cells.hpp"
#include "engine/sql/schemas.hpp"
#include "sql/dialect.hpp"

namespace rox {
namespace {

using Json = nlohmann::json;

constexpr int kStateVersion = 3;

Json to_json(const FileIdentity& identity) {
  return {identity.device, identity.inode, identity.bytes, identity.modified_ns};
}

FileIdentity identity_from(const Json& json) {
  return {json.at(0).get<std::uint64_t>(), json.at(1).get<std::uint64_t>(), json.at(2).get<std::uint64_t>(),
          json.at(3).get<std::int64_t>()};
}

Json to_json(const LoadedTable& table) {
  return {{"table", table.table},     {"fingerprint", table.fingerprint}, {"run", table.run},
          {"rows_in", table.rows_in}, {"rows_out", table.rows_out},       {"rejects", table.rejects},
          {"bytes", table.bytes}};
}

LoadedTable table_from(const Json& json) {
  return {json.at("table"),    json.at("fingerprint"), json.at("run"),  json.at("rows_in"),
          json.at("rows_out"), json.at("rejects"),     json.at("bytes")};
}

Json to_json(const BuiltMart& mart) {
  return {{"mart", mart.mart},
          {"fingerprint", mart.fingerprint},
          {"run", mart.run},
          {"rows_in", mart.rows_in},
          {"rows_out", mart.rows_out}};
}

BuiltMart mart_from(const Json& json) {
  return {json.at("mart"), json.at("fingerprint"), json.at("run"), json.at("rows_in"), json.at("rows_out")};
}

Json to_json(const RelationReport& report) {
  return {{"table", report.table},
          {"columns", report.columns},
          {"parent", report.parent},
          {"parent_columns", report.parent_columns},
          {"fingerprint", report.fingerprint},
          {"orphans", report.orphans},
          {"keys", report.keys},
          {"examples", report.examples}};
}

RelationReport relation_from(const Json& json) {
  return {json.at("table"),       json.at("columns"), json.at("parent"), json.at("parent_columns"),
          json.at("fingerprint"), json.at("orphans"), json.at("keys"),   json.at("examples")};
}

TargetState state_from(const Json& json) {
  TargetState state;
  if (json.at("version") != kStateVersion) return state;
  if (!json.at("warehouse_file").is_null()) state.warehouse_file = identity_from(json.at("warehouse_file"));
  for (const Json& table : json.at("tables")) {
    LoadedTable loaded = table_from(table);
    state.warehouse.tables.emplace(loaded.table, loaded);
  }
  for (const Json& mart : json.at("marts")) {
    BuiltMart built = mart_from(mart);
    state.warehouse.marts.emplace(built.mart, built);
  }
  for (const Json& report : json.at("relations")) state.warehouse.relations.push_back(relation_from(report));
  state.checked = json.at("checked");
  state.answers = json.at("answers").get<std::map<std::string, std::string>>();
  state.seen_exports = json.value("seen_exports", std::map<std::string, std::string>{});
  std::map<std::string, HashCache::Entry> files;
  for (const auto& [path, entry] : json.at("files").items()) {
    files[path] = {identity_from(entry.at(0)), entry.at(1).get<std::int64_t>(), entry.at(2).get<std::string>()};
  }
  state.files = HashCache(std::move(files));
  return state;
}

/// A table of the accounts in SQL: rox.steps.
std::string account(const Engine& engine, std::string_view table) {
  return fmt::format("{}.{}", sql_name(engine.accounts(), engine.dialect()), table);
}

/// Text of any length; Redshift's VARCHAR without one has 256 bytes.
std::string_view text_type(const Engine& engine) {
  return engine.dialect() == SqlDialect::redshift ? "VARCHAR(65535)" : "VARCHAR";
}

/// "('a', 7, …)": texts quoted, numbers as they are.
class RowText {
 public:
  explicit RowText(const Engine& engine) : dialect_(engine.dialect()) {}
  RowText& operator<<(const std::string& text) { return add(sql_literal(text, dialect_)); }
  RowText& operator<<(std::uint64_t number) { return add(std::to_string(number)); }
  std::string text() const { return "(" + values_ + ")"; }

 private:
  RowText& add(const std::string& value) {
    values_ += (values_.empty() ? "" : ", ") + value;
    return *this;
  }

  SqlDialect dialect_;
  std::string values_;
};

std::string literals(const Engine& engine, const std::vector<std::string>& texts) {
  std::vector<std::string> quoted;
  for (const std::string& text : texts) quoted.push_back(sql_literal(text, engine.dialect()));
  return join(quoted, ", ");
}

/// Removes the rows whose `column` is one of `keys`, and adds `rows`: two statements, however many rows.
void replace_rows(Engine& engine, const std::string& table, std::string_view column,
                  const std::vector<std::string>& keys, const std::vector<std::string>& rows) {
  if (!keys.empty()) {
    engine.execute(fmt::format("DELETE FROM {} WHERE {} IN ({})", table, column, literals(engine, keys)));
  }
  if (!rows.empty()) engine.execute(fmt::format("INSERT INTO {} VALUES {}", table, join(rows, ", ")));
}

bool has_state_tables(Engine& engine) {
  return query_integer(engine, fmt::format("SELECT count(*) FROM information_schema.tables WHERE table_schema = {} AND "
                                           "table_name IN ('steps', 'files', 'rejects', 'relations')",
                                           sql_literal(engine.accounts(), engine.dialect()))) == 4;
}

std::map<std::string, BuiltMart> query_marts(Engine& engine) {
  std::map<std::string, BuiltMart> built;
  auto marts = engine.query(
      fmt::format(R"(SELECT "table", fingerprint, run, rows_in, rows_out FROM {} WHERE step LIKE 'transform.%')",
                  account(engine, "steps")));
  while (marts->next()) {
    for (std::size_t row = 0; row < marts->rows(); ++row) {
      const std::string mart = text_at(*marts, 0, row);
      built[mart] = {mart, text_at(*marts, 1, row), text_at(*marts, 2, row), count_at(*marts, 3, row),
                     count_at(*marts, 4, row)};
    }
  }
  return built;
}

std::string mart_step(const std::string& mart) { return "transform." + mart; }

std::filesystem::path state_file(const std::filesystem::path& state_dir, const std::string& target) {
  return state_dir / "state" / (target + ".json");
}

}  // namespace

std::vector<std::string> stale_marts(const std::map<std::string, BuiltMart>& marts) {
  std::vector<std::string> stale;
  for (const auto& [name, mart] : marts) {
    if (mart.stale()) stale.push_back(name);
  }
  return stale;
}

void create_state_tables(Engine& engine) {
  make_schema(engine, engine.accounts());
  const auto create = [&](std::string_view table, const std::string& columns) {
    engine.execute(fmt::format("CREATE TABLE IF NOT EXISTS {} ({})", account(engine, table), columns));
  };
  const std::string_view text = text_type(engine);
  create("steps", fmt::format(R"(step {0} NOT NULL, "table" {0} NOT NULL, fingerprint {0} NOT NULL, run {0} NOT NULL, )"
                              R"(rows_in BIGINT NOT NULL, rows_out BIGINT NOT NULL, rejects BIGINT NOT NULL, )"
                              R"(bytes BIGINT NOT NULL)",
                              text));
  create("files",
         fmt::format(R"(run {0} NOT NULL, "table" {0} NOT NULL, file {0} NOT NULL, bytes BIGINT NOT NULL, )"
                     R"(hash {0} NOT NULL, records BIGINT NOT NULL, "rows" BIGINT NOT NULL, rejects BIGINT NOT NULL, )"
                     R"(mended BIGINT NOT NULL, blank_lines BIGINT NOT NULL)",
                     text));
  create("rejects", fmt::format(R"(run {0} NOT NULL, "table" {0} NOT NULL, file {0} NOT NULL, line BIGINT NOT NULL, )"
                                R"("offset" BIGINT NOT NULL, field INTEGER NOT NULL, "column" {0}, value {0}, )"
                                R"(code {0} NOT NULL, reason {0} NOT NULL, "raw" {0} NOT NULL)",
                                text));
  create("relations",
         fmt::format(R"("table" {0} NOT NULL, columns {0} NOT NULL, parent {0} NOT NULL, parent_columns {0} NOT NULL, )"
                     R"(fingerprint {0} NOT NULL, orphans BIGINT NOT NULL, keys BIGINT NOT NULL, )"
                     R"(examples {0} NOT NULL)",
                     text));
}

WarehouseState read_state_tables(Engine& engine) {
  WarehouseState state;
  if (!has_state_tables(engine)) return state;
  auto tables = engine.query(fmt::format(
      R"(SELECT "table", fingerprint, run, rows_in, rows_out, rejects, bytes FROM {} WHERE step LIKE 'load.%')",
      account(engine, "steps")));
  while (tables->next()) {
    for (std::size_t row = 0; row < tables->rows(); ++row) {
      const std::string table = text_at(*tables, 0, row);
      state.tables[table] = {table,
                             text_at(*tables, 1, row),
                             text_at(*tables, 2, row),
                             count_at(*tables, 3, row),
                             count_at(*tables, 4, row),
                             count_at(*tables, 5, row),
                             count_at(*tables, 6, row)};
    }
  }
  state.marts = query_marts(engine);
  auto relations = engine.query(
      fmt::format(R"(SELECT "table", columns, parent, parent_columns, fingerprint, orphans, keys, examples FROM {})",
                  account(engine, "relations")));
  while (relations->next()) {
    for (std::size_t row = 0; row < relations->rows(); ++row) {
      state.relations.push_back({text_at(*relations, 0, row), text_at(*relations, 1, row), text_at(*relations, 2, row),
                                 text_at(*relations, 3, row), text_at(*relations, 4, row), count_at(*relations, 5, row),
                                 count_at(*relations, 6, row), text_at(*relations, 7, row)});
    }
  }
  return state;
}

void write_loaded_tables(Engine& engine, const std::vector<LoadedTable>& tables) {
  std::vector<std::string> steps;
  std::vector<std::string> rows;
  for (const LoadedTable& table : tables) {
    steps.push_back("load." + table.table);
    rows.push_back((RowText(engine) << steps.back() << table.table << table.fingerprint << table.run << table.rows_in
                                    << table.rows_out << table.rejects << table.bytes)
                       .text());
  }
  replace_rows(engine, account(engine, "steps"), "step", steps, rows);
}

std::map<std::string, BuiltMart> read_built_marts(Engine& engine) {
  if (!has_state_tables(engine)) return {};
  return query_marts(engine);
}

void write_built_marts(Engine& engine, const std::map<std::string, BuiltMart>& marts) {
  std::vector<std::string> steps;
  std::vector<std::string> rows;
  for (const auto& [name, mart] : marts) {
    steps.push_back(mart_step(name));
    rows.push_back((RowText(engine) << steps.back() << name << mart.fingerprint << mart.run << mart.rows_in
                                    << mart.rows_out << 0 << 0)
                       .text());
  }
  replace_rows(engine, account(engine, "steps"), "step", steps, rows);
}

void forget_built_marts(Engine& engine, const std::vector<std::string>& marts) {
  std::vector<std::string> steps;
  for (const std::string& mart : marts) steps.push_back(mart_step(mart));
  replace_rows(engine, account(engine, "steps"), "step", steps, {});
}

void write_relation_reports(Engine& engine, const std::vector<RelationReport>& reports) {
  engine.execute("DELETE FROM " + account(engine, "relations"));
  std::vector<std::string> rows;
  for (const RelationReport& report : reports) {
    rows.push_back((RowText(engine) << report.table << report.columns << report.parent << report.parent_columns
                                    << report.fingerprint << report.orphans << report.keys << report.examples)
                       .text());
  }
  replace_rows(engine, account(engine, "relations"), "", {}, rows);
}

void write_read_files(Engine& engine, const std::map<std::string, std::vector<ReadFile>>& files) {
  std::vector<std::string> tables;
  std::vector<std::string> rows;
  for (const auto& [table, list] : files) {
    tables.push_back(table);
    for (const ReadFile& file : list) {
      const FileCounts& counts = file.counts;
      rows.push_back((RowText(engine) << file.run << table << counts.file << counts.bytes << file.hash << counts.records
                                      << counts.rows << counts.rejects << counts.mended << counts.blank_lines)
                         .text());
    }
  }
  replace_rows(engine, account(engine, "files"), R"("table")", tables, rows);
}

std::vector<FileCounts> read_file_counts(Engine& engine, const std::string& table) {
  std::vector<FileCounts> files;
  const auto rows = engine.query(fmt::format(
      R"(SELECT file, bytes, records, "rows", rejects, mended, blank_lines FROM {} WHERE "table" = {} ORDER BY file)",
      account(engine, "files"), sql_literal(table, engine.dialect())));
  while (rows->next()) {
    for (std::size_t row = 0; row < rows->rows(); ++row) {
      files.push_back({text_at(*rows, 0, row), count_at(*rows, 1, row), count_at(*rows, 2, row),
                       count_at(*rows, 3, row), count_at(*rows, 4, row), count_at(*rows, 5, row),
                       count_at(*rows, 6, row)});
    }
  }
  return files;
}

void forget_tables(Engine& engine, const std::vector<std::string>& tables) {
  for (const char* name : {"steps", "files", "rejects"}) {
    replace_rows(engine, account(engine, name), R"("table")", tables, {});
  }
}

TargetState read_target_state(const std::filesystem::path& state_dir, const std::string& target) {
  const std::filesystem::path file = state_file(state_dir, target);
  if (!file_identity(file)) return {};
  try {
    return state_from(parse_json<Json>(read_file(file)));
  } catch (const Json::exception&) {
    return {};
  }
}

void write_target_state(const std::filesystem::path& state_dir, const std::string& target, const TargetState& state) {
  Json json = {{"version", kStateVersion}, {"warehouse_file", nullptr},  {"tables", Json::array()},
               {"marts", Json::array()},   {"relations", Json::array()}, {"answers", Json::object()},
               {"files", Json::object()}};
  if (state.warehouse_file) json["warehouse_file"] = to_json(*state.warehouse_file);
  for (const auto& [name, table] : state.warehouse.tables) json["tables"].push_back(to_json(table));
  for (const auto& [name, mart] : state.warehouse.marts) json["marts"].push_back(to_json(mart));
  for (const RelationReport& report : state.warehouse.relations) json["relations"].push_back(to_json(report));
  json["answers"] = state.answers;
  json["checked"] = state.checked;
  json["seen_exports"] = state.seen_exports;
  for (const auto& [path, entry] : state.files.entries()) {
    json["files"][path] = {to_json(entry.identity), entry.hashed_ns, entry.hash};
  }
  make_directories(state_dir / "state");
  write_file(state_file(state_dir, target), json_text(json, 1) + "\n");
}

}  // namespace rox
