#include "pipeline/state.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/text.hpp"
#include "engine/schemas.hpp"
#include "sql/dialect.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

using Json = nlohmann::json;

constexpr int kStateVersion = 3;

std::string text_at(const Result& result, std::size_t column, std::size_t row) {
  std::string text;
  if (!result.is_null(column, row)) result.text(column, row, text);
  return text;
}

std::uint64_t count_at(const Result& result, std::size_t column, std::size_t row) {
  return std::stoull(text_at(result, column, row));
}

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

bool has_state_tables(Engine& engine) {
  return query_integer(engine, fmt::format("SELECT count(*) FROM information_schema.tables WHERE table_schema = {} AND "
                                           "table_name IN ('steps', 'files', 'rejects', 'relations')",
                                           quote_literal(engine.accounts()))) == 4;
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

std::string mart_step(const std::string& mart) { return quote_literal("transform." + mart); }

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
  engine.execute(fmt::format(
      R"sql(
    CREATE TABLE IF NOT EXISTS {} (
      step VARCHAR NOT NULL, "table" VARCHAR NOT NULL, fingerprint VARCHAR NOT NULL, run VARCHAR NOT NULL,
      rows_in BIGINT NOT NULL, rows_out BIGINT NOT NULL, rejects BIGINT NOT NULL, bytes BIGINT NOT NULL);
    CREATE TABLE IF NOT EXISTS {} (
      run VARCHAR NOT NULL, "table" VARCHAR NOT NULL, file VARCHAR NOT NULL, bytes BIGINT NOT NULL,
      hash VARCHAR NOT NULL, records BIGINT NOT NULL, "rows" BIGINT NOT NULL, rejects BIGINT NOT NULL,
      mended BIGINT NOT NULL, blank_lines BIGINT NOT NULL);
    CREATE TABLE IF NOT EXISTS {} (
      run VARCHAR NOT NULL, "table" VARCHAR NOT NULL, file VARCHAR NOT NULL, line BIGINT NOT NULL,
      "offset" BIGINT NOT NULL, field INTEGER NOT NULL, "column" VARCHAR, value VARCHAR, code VARCHAR NOT NULL,
      reason VARCHAR NOT NULL, raw VARCHAR NOT NULL);
    CREATE TABLE IF NOT EXISTS {} (
      "table" VARCHAR NOT NULL, columns VARCHAR NOT NULL, parent VARCHAR NOT NULL, parent_columns VARCHAR NOT NULL,
      fingerprint VARCHAR NOT NULL, orphans BIGINT NOT NULL, keys BIGINT NOT NULL, examples VARCHAR NOT NULL);
  )sql",
      account(engine, "steps"), account(engine, "files"), account(engine, "rejects"), account(engine, "relations")));
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

void write_loaded_table(Engine& engine, const LoadedTable& table) {
  const std::string step = quote_literal("load." + table.table);
  engine.execute(fmt::format("DELETE FROM {} WHERE step = {}", account(engine, "steps"), step));
  engine.execute(fmt::format("INSERT INTO {} VALUES ({}, {}, {}, {}, {}, {}, {}, {})", account(engine, "steps"), step,
                             quote_literal(table.table), quote_literal(table.fingerprint), quote_literal(table.run),
                             table.rows_in, table.rows_out, table.rejects, table.bytes));
}

std::map<std::string, BuiltMart> read_built_marts(Engine& engine) {
  if (!has_state_tables(engine)) return {};
  return query_marts(engine);
}

void write_built_mart(Engine& engine, const BuiltMart& mart) {
  forget_built_mart(engine, mart.mart);
  engine.execute(fmt::format("INSERT INTO {} VALUES ({}, {}, {}, {}, {}, {}, 0, 0)", account(engine, "steps"),
                             mart_step(mart.mart), quote_literal(mart.mart), quote_literal(mart.fingerprint),
                             quote_literal(mart.run), mart.rows_in, mart.rows_out));
}

void forget_built_mart(Engine& engine, const std::string& mart) {
  engine.execute(fmt::format("DELETE FROM {} WHERE step = {}", account(engine, "steps"), mart_step(mart)));
}

void write_relation_reports(Engine& engine, const std::vector<RelationReport>& reports) {
  const std::string relations = account(engine, "relations");
  engine.execute("DELETE FROM " + relations);
  for (const RelationReport& report : reports) {
    engine.execute(fmt::format("INSERT INTO {} VALUES ({}, {}, {}, {}, {}, {}, {}, {})", relations,
                               quote_literal(report.table), quote_literal(report.columns), quote_literal(report.parent),
                               quote_literal(report.parent_columns), quote_literal(report.fingerprint), report.orphans,
                               report.keys, quote_literal(report.examples)));
  }
}

void write_read_files(Engine& engine, const std::string& table, const std::vector<ReadFile>& files) {
  const std::string account_name = account(engine, "files");
  engine.execute(fmt::format(R"(DELETE FROM {} WHERE "table" = {})", account_name, quote_literal(table)));
  std::vector<std::string> rows;
  for (const ReadFile& file : files) {
    rows.push_back(fmt::format("({}, {}, {}, {}, {}, {}, {}, {}, {}, {})", quote_literal(file.run),
                               quote_literal(table), quote_literal(file.counts.file), file.counts.bytes,
                               quote_literal(file.hash), file.counts.records, file.counts.rows, file.counts.rejects,
                               file.counts.mended, file.counts.blank_lines));
  }
  if (!rows.empty()) engine.execute(fmt::format("INSERT INTO {} VALUES {}", account_name, join(rows, ", ")));
}

void forget_table(Engine& engine, const std::string& table) {
  for (const char* name : {"steps", "files", "rejects"}) {
    engine.execute(fmt::format(R"(DELETE FROM {} WHERE "table" = {})", account(engine, name), quote_literal(table)));
  }
}

TargetState read_target_state(const std::filesystem::path& state_dir, const std::string& target) {
  const std::filesystem::path file = state_file(state_dir, target);
  if (!file_identity(file)) return {};
  try {
    return state_from(Json::parse(read_file(file)));
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
  write_file(state_file(state_dir, target), json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace rox
