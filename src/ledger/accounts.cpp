#include "ledger/accounts.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "engine/result/cells.hpp"
#include "engine/sql/schemas.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

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
  RowText& operator<<(const Counts& counts) {
    return *this << counts.rows_in << counts.rows_out << counts.rejects << counts.bytes;
  }
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

/// Those of four columns that begin with `column`.
Counts counts_at(const Result& rows, std::size_t column, std::size_t row) {
  return {count_at(rows, column, row), count_at(rows, column + 1, row), count_at(rows, column + 2, row),
          count_at(rows, column + 3, row)};
}

std::map<std::string, BuiltMart> query_marts(Engine& engine) {
  std::map<std::string, BuiltMart> built;
  auto marts = engine.query(fmt::format(
      R"(SELECT "table", fingerprint, run, rows_in, rows_out, rejects, bytes FROM {} WHERE step LIKE 'transform.%')",
      account(engine, "steps")));
  while (marts->next()) {
    for (std::size_t row = 0; row < marts->rows(); ++row) {
      const std::string mart = text_at(*marts, 0, row);
      built[mart] = {mart, text_at(*marts, 1, row), text_at(*marts, 2, row), counts_at(*marts, 3, row)};
    }
  }
  return built;
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
      state.tables[table] = {table, text_at(*tables, 1, row), text_at(*tables, 2, row), counts_at(*tables, 3, row)};
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
    steps.push_back(StepId{StepKind::load, table.table}.name());
    rows.push_back(
        (RowText(engine) << steps.back() << table.table << table.fingerprint << table.run << table.counts).text());
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
    steps.push_back(StepId{StepKind::transform, name}.name());
    rows.push_back((RowText(engine) << steps.back() << name << mart.fingerprint << mart.run << mart.counts).text());
  }
  replace_rows(engine, account(engine, "steps"), "step", steps, rows);
}

void forget_built_marts(Engine& engine, const std::vector<std::string>& marts) {
  std::vector<std::string> steps;
  for (const std::string& mart : marts) steps.push_back(StepId{StepKind::transform, mart}.name());
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

}  // namespace rox
