#include "load/load_table.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/error.hpp"
#include "base/text.hpp"
#include "engine/result/cells.hpp"
#include "load/left_out.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::duckdb;

/// DuckDB tries all of its compressions on a part of each column, which for long texts takes longer than reading and
/// writing them; the one that fits them best is known.
std::string create_table(const Table& table) {
  std::vector<std::string> columns;
  for (const Column& column : table.columns) {
    columns.push_back(fmt::format("{} {}{}{}", exact_name(column.name, kDialect), to_string(column.type),
                                  is_long_text(column) ? " USING COMPRESSION zstd" : "",
                                  column.nullable ? "" : " NOT NULL"));
  }
  const std::string name = exact_name(table.name, kDialect);
  return fmt::format("DROP TABLE IF EXISTS {}; CREATE TABLE {} ({})", name, name, join(columns, ", "));
}

std::uint64_t count_rows(Engine& engine, const Table& table) {
  return static_cast<std::uint64_t>(
      query_integer(engine, fmt::format("SELECT count(*) FROM {}", exact_name(table.name, kDialect))));
}

std::uint64_t count_repeated(Engine& engine, const Table& table, std::uint64_t rows) {
  if (engine.surely_unique(table.name, {table.primary_key}).front()) return 0;
  const auto different =
      query_integer(engine, fmt::format("SELECT count(*) FROM (SELECT DISTINCT {} FROM {})",
                                        exact_names(table.primary_key, kDialect), exact_name(table.name, kDialect)));
  return rows - static_cast<std::uint64_t>(different);
}

Error unaccounted(const std::string& where, std::uint64_t expected, std::uint64_t found) {
  return data_error(fmt::format("{}: {} records were read, but {} are accounted for", where, expected, found))
      .hint("nothing was published; please report this as a bug of rox, with the file if you can");
}

void check_accounts(const LoadCounts& load, const Table& table, std::uint64_t rows_in_table) {
  std::uint64_t rows = 0;
  for (const FileCounts& file : load.files) {
    if (file.records != file.rows + file.rejects) throw unaccounted(file.file, file.records, file.rows + file.rejects);
    rows += file.rows;
  }
  if (rows != rows_in_table) throw unaccounted("table " + table.name, rows, rows_in_table);
}

std::uint64_t count_records(const LoadCounts& load) {
  std::uint64_t records = 0;
  for (const FileCounts& file : load.files) records += file.records;
  return records;
}

void add_up(LoadCounts& load, std::uint64_t rows) {
  for (const FileCounts& file : load.files) {
    load.counts.rows_in += file.records;
    load.counts.rejects += file.rejects;
    load.counts.bytes += file.bytes;
  }
  load.counts.rows_out = rows;
}

/// Leaves the first row of each key and rejects the others.
void reject_repeated(LoadContext& context, const Table& table, std::uint64_t records, std::uint64_t expected) {
  const std::string key = exact_names(table.primary_key, kDialect);
  const std::string name = exact_name(table.name, kDialect);
  context.rejects.expect(expected, fmt::format("{} rows of {} repeat a primary key ({}) of an earlier row", expected,
                                               table.name, join(table.primary_key, ", ")));
  context.rejects.expect_share(table.name, records, expected);
  read_again(context.connection, table,
             fmt::format("({}) IN (SELECT ({}) FROM {} GROUP BY {} HAVING count(*) > 1)", key, key, name, key));
  context.connection.execute(
      fmt::format("CREATE OR REPLACE TEMP TABLE rox_again AS SELECT *, row_number() OVER earlier AS rox_number, "
                  "first_value(rox_file || ':' || rox_line) OVER earlier AS rox_first FROM rox_again "
                  "WINDOW earlier AS (PARTITION BY {} ORDER BY rox_file, rox_line, rox_offset)",
                  key));
  const std::uint64_t rejected =
      reject_rows(context, table, table.primary_key, RejectCode::duplicate_key,
                  "'the primary key is that of an earlier row, ' || rox_first", "rox_number > 1");
  if (rejected != expected) throw unaccounted("repeated keys of " + table.name, expected, rejected);
  if (!leave_out(context.connection, table, "rox_number > 1")) {
    context.connection.execute(
        fmt::format("DELETE FROM {} WHERE ({}) IN (SELECT ({}) FROM rox_again)", name, key, key));
    context.connection.execute(fmt::format("INSERT INTO {} SELECT {} FROM rox_again WHERE rox_number = 1", name,
                                           exact_names(table.column_names(), kDialect)));
  }
  context.connection.execute("DROP TABLE rox_again");
}

/// Moves rows that were rejected after the scan from `rows` to `rejects`.
void count_late_rejects(LoadCounts& load, const std::vector<Reject>& rejects) {
  for (FileCounts& file : load.files) {
    std::uint64_t all = 0;
    for (const Reject& reject : rejects) all += reject.file == file.file ? 1 : 0;
    file.rows -= all - file.rejects;
    file.rejects = all;
  }
}

}  // namespace

bool is_long_text(const Column& column) {
  constexpr std::uint64_t kShort = 255;
  if (column.type.kind != TypeKind::varchar) return false;
  const std::uint64_t most = column.max_bytes > 0 ? column.max_bytes : column.type.length;
  return most == 0 || most > kShort;
}

LoadCounts load_table(LoadContext& context, const Table& model_table) {
  const Table& table = context.source.table(model_table.name);
  DuckDbConnection& connection = context.connection;
  const std::string columns = exact_names(table.column_names(), kDialect);
  connection.execute(create_table(table));
  connection.execute(fmt::format("INSERT INTO {} ({}) SELECT {} FROM load_export({})", exact_name(table.name, kDialect),
                                 columns, columns, sql_literal(table.name, kDialect)));
  const std::shared_ptr<TableScan> scan = context.source.load_scan();
  LoadCounts load;
  load.files = scan->finish();
  load.key_holds = scan->key_was_increasing();
  account_for(context, table, load);
  return load;
}

std::optional<LoadCounts> stream_table(LoadContext& context, const Table& model_table, const TakeRows& take) {
  const Table& table = context.source.table(model_table.name);
  std::vector<ScanColumn> columns;
  for (std::size_t i = 0; i < table.columns.size(); ++i) columns.push_back({i, Origin::file});
  const auto scan = context.source.open_load(table, std::move(columns), context.rejects, true);
  LoadCounts load;
  std::uint64_t rows = 0;
  try {
    rows = take(table, scan);
    load.files = scan->finish();
    load.key_holds = scan->key_was_increasing();
  } catch (const Error&) {
    if (!scan->key_order_is_broken()) throw;
  }
  if (!load.key_holds) {
    context.rejects.forget(table.name);
    return std::nullopt;
  }
  check_accounts(load, table, rows);
  add_up(load, rows);
  return load;
}

void account_for(LoadContext& context, const Table& table, LoadCounts& load) {
  DuckDbConnection& connection = context.connection;
  std::uint64_t rows = count_rows(connection, table);
  check_accounts(load, table, rows);
  if (table.has_certain_key() && !load.key_holds) {
    if (const std::uint64_t repeated = count_repeated(connection, table, rows); repeated > 0) {
      reject_repeated(context, table, count_records(load), repeated);
      count_late_rejects(load, context.rejects.of_table(table.name));
      rows = count_rows(connection, table);
      check_accounts(load, table, rows);
    }
  }
  add_up(load, rows);
}

void read_again(DuckDbConnection& connection, const Table& table, const std::string& condition) {
  // All columns, so that the scanner drops the rows that it rejected the first time.
  connection.execute(
      fmt::format("CREATE OR REPLACE TEMP TABLE rox_again AS SELECT {}, rox_file, rox_line, rox_offset, "
                  "rox_raw FROM read_export({}) AS row WHERE {}",
                  exact_names(table.column_names(), kDialect), sql_literal(table.name, kDialect), condition));
}

std::uint64_t reject_rows(LoadContext& context, const Table& table, const std::vector<std::string>& columns,
                          RejectCode code, const std::string& reason, const std::string& condition) {
  std::vector<std::string> values;
  for (const std::string& column : columns) {
    values.push_back(fmt::format("CAST({} AS VARCHAR)", exact_name(column, kDialect)));
  }
  auto rows = context.connection.query(
      fmt::format("SELECT rox_file, rox_line, rox_offset, rox_raw, concat_ws(', ', {}), {} FROM rox_again WHERE {} "
                  "ORDER BY rox_file, rox_line",
                  join(values, ", "), reason, condition));
  std::uint64_t count = 0;
  const auto text = [&](std::size_t column, std::size_t row) { return text_at(*rows, column, row); };
  while (rows->next()) {
    for (std::size_t row = 0; row < rows->rows(); ++row, ++count) {
      Reject reject;
      reject.table = table.name;
      reject.file = text(0, row);
      reject.line = std::stoull(text(1, row));
      reject.offset = std::stoull(text(2, row));
      if (columns.size() == 1) {
        reject.field = context.source.field_number(table.name, reject.file, table.find_column(columns[0]).value());
      }
      reject.column = join(columns, ", ");
      reject.raw = text(3, row).substr(0, kRejectRaw);
      reject.value = text(4, row).substr(0, kRejectText);
      reject.code = code;
      reject.reason = text(5, row);
      context.rejects.add(std::move(reject));
    }
  }
  return count;
}

}  // namespace rox
