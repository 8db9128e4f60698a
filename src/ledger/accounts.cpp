#include "ledger/accounts.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "base/error.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "engine/result/cells.hpp"
#include "engine/sql/schemas.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

/// What the accounts mean. Tables and columns that are added and that an older rox passes over don't change it; what it
/// would misread does (docs/warehouse.md, "Formats").
constexpr std::int64_t kAccountsFormat = 1;

/// A table of the accounts in SQL: rox.steps.
std::string account(const AccountsPlace& place, std::string_view table) {
  return fmt::format("{}.{}", sql_name(place.schema, place.dialect), table);
}
std::string account(const Engine& engine, std::string_view table) { return account(accounts_of(engine), table); }

/// Text of any length; Redshift's VARCHAR without one has 256 bytes.
std::string_view text_type(const Engine& engine) {
  return engine.dialect() == SqlDialect::redshift ? "VARCHAR(65535)" : "VARCHAR";
}

/// The values of a row.
class Row {
 public:
  Row& operator<<(std::string text) { return add({std::move(text), true}); }
  Row& operator<<(std::uint64_t number) { return add({std::to_string(number), false}); }
  Row& operator<<(const Counts& counts) {
    return *this << counts.rows_in << counts.rows_out << counts.rejects << counts.bytes;
  }

  std::size_t size() const { return values_.size(); }
  /// ('a', 7, …)
  std::string sql(SqlDialect dialect) const {
    std::vector<std::string> values;
    for (const Value& value : values_) values.push_back(value.is_text ? sql_literal(value.text, dialect) : value.text);
    return "(" + join(values, ", ") + ")";
  }
  /// ["a", "7", …]
  nlohmann::json json() const {
    nlohmann::json values = nlohmann::json::array();
    for (const Value& value : values_) values.push_back(value.text);
    return values;
  }

 private:
  struct Value {
    std::string text;
    bool is_text;
  };
  Row& add(Value value) {
    values_.push_back(std::move(value));
    return *this;
  }

  std::vector<Value> values_;
};

/// Up to here VALUES is as quick, and what a log shows is easier to read.
constexpr std::size_t kFewRows = 100;

/// DuckDB plans each value of VALUES as an expression of its own: 10,000 files took 1.5 s. As JSON they are one.
std::string insert_as_json(const std::string& name, const std::vector<Row>& rows) {
  nlohmann::json list = nlohmann::json::array();
  for (const Row& row : rows) list.push_back(row.json());
  std::vector<std::string> columns;
  for (std::size_t i = 0; i < rows.front().size(); ++i) columns.push_back(fmt::format("row ->> {}", i));
  return fmt::format(R"(INSERT INTO {} SELECT {} FROM (SELECT unnest(json_transform({}, '["JSON"]')) AS row))", name,
                     join(columns, ", "), sql_literal(json_text(list), SqlDialect::duckdb));
}

/// The statements of a change.
class Statements {
 public:
  explicit Statements(const AccountsPlace& place) : place_(place) {}

  /// Removes the rows whose `column` is one of `keys`, and adds `rows`: two statements, however many rows.
  void replace(std::string_view table, std::string_view column, const std::vector<std::string>& keys,
               const std::vector<Row>& rows) {
    const std::string name = account(place_, table);
    if (!keys.empty()) list_.push_back(fmt::format("DELETE FROM {} WHERE {} IN ({})", name, column, literals(keys)));
    insert(name, rows);
  }
  /// All rows.
  void replace(std::string_view table, const std::vector<Row>& rows) {
    const std::string name = account(place_, table);
    list_.push_back("DELETE FROM " + name);
    insert(name, rows);
  }
  std::vector<std::string> take() { return std::move(list_); }

 private:
  void insert(const std::string& name, const std::vector<Row>& rows) {
    if (rows.empty()) return;
    if (place_.dialect == SqlDialect::duckdb && rows.size() > kFewRows) {
      list_.push_back(insert_as_json(name, rows));
      return;
    }
    std::vector<std::string> values;
    for (const Row& row : rows) values.push_back(row.sql(place_.dialect));
    list_.push_back(fmt::format("INSERT INTO {} VALUES {}", name, join(values, ", ")));
  }
  std::string literals(const std::vector<std::string>& texts) const {
    std::vector<std::string> quoted;
    for (const std::string& text : texts) quoted.push_back(sql_literal(text, place_.dialect));
    return join(quoted, ", ");
  }

  const AccountsPlace& place_;
  std::vector<std::string> list_;
};

void replace_tables(const std::vector<LoadedTable>& tables, Statements& statements) {
  std::vector<std::string> steps;
  std::vector<Row> rows;
  for (const LoadedTable& table : tables) {
    steps.push_back(StepId{StepKind::load, table.table}.name());
    rows.push_back(Row() << steps.back() << table.table << table.fingerprint << table.run << table.counts);
  }
  statements.replace("steps", "step", steps, rows);
}

void replace_marts(const std::map<std::string, BuiltMart>& marts, Statements& statements) {
  std::vector<std::string> steps;
  std::vector<Row> rows;
  for (const auto& [name, mart] : marts) {
    steps.push_back(StepId{StepKind::transform, name}.name());
    rows.push_back(Row() << steps.back() << name << mart.fingerprint << mart.run << mart.counts);
  }
  statements.replace("steps", "step", steps, rows);
}

void drop_marts(const std::vector<std::string>& marts, Statements& statements) {
  std::vector<std::string> steps;
  for (const std::string& mart : marts) steps.push_back(StepId{StepKind::transform, mart}.name());
  statements.replace("steps", "step", steps, {});
}

void replace_relations(const std::vector<RelationReport>& reports, Statements& statements) {
  std::vector<Row> rows;
  for (const RelationReport& report : reports) {
    rows.push_back(Row() << report.table << report.columns << report.parent << report.parent_columns
                         << report.fingerprint << report.orphans << report.keys << report.examples);
  }
  statements.replace("relations", rows);
}

void replace_arrivals(const std::vector<Arrival>& arrivals, Statements& statements) {
  std::vector<Row> rows;
  for (const Arrival& arrival : arrivals) {
    rows.push_back(Row() << arrival.file << arrival.source << arrival.bytes << arrival.sha256 << arrival.first_seen
                         << arrival.taken << arrival.run << std::string(to_string(arrival.state)) << arrival.why);
  }
  statements.replace("arrivals", rows);
}

void replace_files(const std::map<std::string, std::vector<ReadFile>>& files, Statements& statements) {
  std::vector<std::string> tables;
  std::vector<Row> rows;
  for (const auto& [table, list] : files) {
    tables.push_back(table);
    for (const ReadFile& file : list) {
      const FileCounts& counts = file.counts;
      rows.push_back(Row() << file.run << table << counts.file << counts.bytes << file.hash << counts.records
                           << counts.rows << counts.rejects << counts.mended << counts.blank_lines);
    }
  }
  statements.replace("files", R"("table")", tables, rows);
}

bool has_accounts(Engine& engine) {
  return has_tables(engine, engine.accounts(), {"steps", "files", "rejects", "relations"});
}

/// Accounts without a format are of the first one. A lake's have none.
void refuse_newer_format(Engine& engine) {
  if (!has_tables(engine, engine.accounts(), {"format"})) return;
  const std::int64_t format =
      query_integer(engine, fmt::format("SELECT coalesce(max(format), 1) FROM {}", account(engine, "format")));
  if (format <= kAccountsFormat) return;
  throw outside_error(
      fmt::format("a newer rox wrote this warehouse: its accounts have format {}, and this one reads up to {}", format,
                  kAccountsFormat))
      .hint("use that rox or a newer one");
}

/// Those of four columns that begin with `column`.
Counts counts_at(const Result& rows, std::size_t column, std::size_t row) {
  return {count_at(rows, column, row), count_at(rows, column + 1, row), count_at(rows, column + 2, row),
          count_at(rows, column + 3, row)};
}

/// Subject, fingerprint, run and counts of the steps of that kind.
std::unique_ptr<Result> query_steps(Engine& engine, StepKind kind) {
  return engine.query(
      fmt::format(R"(SELECT "table", fingerprint, run, rows_in, rows_out, rejects, bytes FROM {} WHERE step LIKE {})",
                  account(engine, "steps"), sql_literal(StepId{kind, "%"}.name(), engine.dialect())));
}

std::map<std::string, BuiltMart> query_marts(Engine& engine) {
  std::map<std::string, BuiltMart> built;
  const auto marts = query_steps(engine, StepKind::transform);
  while (marts->next()) {
    for (std::size_t row = 0; row < marts->rows(); ++row) {
      const std::string mart = text_at(*marts, 0, row);
      built[mart] = {mart, text_at(*marts, 1, row), text_at(*marts, 2, row), counts_at(*marts, 3, row)};
    }
  }
  return built;
}

}  // namespace

std::map<std::string, std::string> fingerprints_of(const WarehouseState& state) {
  std::map<std::string, std::string> fingerprints;
  for (const auto& [name, table] : state.tables) fingerprints[name] = table.fingerprint;
  for (const auto& [name, mart] : state.marts) fingerprints[name] = mart.fingerprint;
  return fingerprints;
}

std::vector<std::string> stale_marts(const std::map<std::string, BuiltMart>& marts) {
  std::vector<std::string> stale;
  for (const auto& [name, mart] : marts) {
    if (mart.stale()) stale.push_back(name);
  }
  return stale;
}

void create_accounts(Engine& engine) {
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
  create("format", "format BIGINT NOT NULL");
  engine.execute(fmt::format("INSERT INTO {0} SELECT {1} WHERE NOT EXISTS (SELECT 1 FROM {0})",
                             account(engine, "format"), kAccountsFormat));
  create("arrivals", fmt::format(R"(file {0} NOT NULL, source {0} NOT NULL, bytes BIGINT NOT NULL, hash {0} NOT NULL, )"
                                 R"(first_seen {0} NOT NULL, taken {0} NOT NULL, run {0} NOT NULL, )"
                                 R"(state {0} NOT NULL, why {0} NOT NULL)",
                                 text));
}

WarehouseState read_accounts(Engine& engine) {
  WarehouseState state;
  if (!has_accounts(engine)) return state;
  refuse_newer_format(engine);
  const auto tables = query_steps(engine, StepKind::load);
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

std::map<std::string, BuiltMart> read_built_marts(Engine& engine) {
  if (!has_accounts(engine)) return {};
  return query_marts(engine);
}

std::vector<ReadFile> read_files(Engine& engine) {
  std::vector<ReadFile> files;
  if (!has_accounts(engine)) return files;
  const auto rows = engine.query(fmt::format("SELECT run, hash, file FROM {}", account(engine, "files")));
  while (rows->next()) {
    for (std::size_t row = 0; row < rows->rows(); ++row) {
      ReadFile& file = files.emplace_back(ReadFile{text_at(*rows, 0, row), text_at(*rows, 1, row), {}});
      file.counts.file = text_at(*rows, 2, row);
    }
  }
  return files;
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

AccountsPlace accounts_of(const Engine& engine) { return {engine.dialect(), engine.accounts()}; }

std::vector<std::string> account_statements(const AccountChanges& changes, const AccountsPlace& place) {
  Statements statements(place);
  for (const char* table : {"steps", "files", "rejects"}) {
    statements.replace(table, R"("table")", changes.dropped_tables, {});
  }
  drop_marts(changes.dropped_marts, statements);
  replace_marts(changes.marts, statements);
  replace_tables(changes.tables, statements);
  replace_files(changes.files, statements);
  if (changes.relations) replace_relations(*changes.relations, statements);
  if (changes.arrivals) replace_arrivals(*changes.arrivals, statements);
  return statements.take();
}

void execute_all(Engine& engine, const std::vector<std::string>& statements) {
  for (const std::string& statement : statements) engine.execute(statement);
}

}  // namespace rox
