#include "load/left_out.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "engine/result/cells.hpp"
#include "engine/sql/schemas.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

constexpr SqlDialect kDialect = SqlDialect::duckdb;
/// Of the exports that a table was read from by others, and of the rows that were rejected since.
constexpr const char* kTables =
    R"(CREATE TABLE IF NOT EXISTS rox.parts ("table" VARCHAR, file VARCHAR);)"
    R"(CREATE TABLE IF NOT EXISTS rox.left_out ("table" VARCHAR, file VARCHAR, "offset" BIGINT))";

std::string text(const std::string& value) { return sql_literal(value, kDialect); }

/// In the files, UUIDs and times of day are texts.
std::string read(const Column& column) {
  const std::string name = exact_name(column.name, kDialect);
  return is_text_in_parquet(column.type) ? fmt::format("CAST({} AS {}) AS {}", name, to_string(column.type), name)
                                         : name;
}

std::string read_columns(const Table& table) {
  std::vector<std::string> columns;
  for (const Column& column : table.columns) columns.push_back(read(column));
  return join(columns, ", ");
}

void make_view(DuckDbConnection& connection, const Table& table, const std::vector<fs::path>& parts, bool whole) {
  std::vector<std::string> files;
  for (const fs::path& part : parts) files.push_back(text(part.string()));
  const std::string where =
      whole ? ""
            : fmt::format(
                  " WHERE NOT EXISTS (SELECT 1 FROM rox.left_out AS gone WHERE gone.\"table\" = {} AND "
                  "gone.file = row.rox_file AND gone.\"offset\" = row.rox_offset)",
                  text(table.name));
  connection.execute(fmt::format("CREATE OR REPLACE VIEW {} AS SELECT {} FROM read_parquet([{}]) AS row{}",
                                 exact_name(table.name, kDialect), read_columns(table), join(files, ", "), where));
}

}  // namespace

void view_parts(DuckDbConnection& connection, const Table& table, const std::vector<fs::path>& parts) {
  connection.execute(kTables);
  for (const char* known : {"parts", "left_out"}) {
    connection.execute(fmt::format(R"(DELETE FROM rox.{} WHERE "table" = {})", known, text(table.name)));
  }
  for (const fs::path& part : parts) {
    connection.execute(fmt::format("INSERT INTO rox.parts VALUES ({}, {})", text(table.name), text(part.string())));
  }
  make_view(connection, table, parts, true);
}

std::vector<fs::path> parts_of(DuckDbConnection& connection, const std::string& table) {
  if (!has_tables(connection, "rox", {"parts"})) return {};
  const std::vector<std::string> files = query_texts(
      connection, fmt::format(R"(SELECT file FROM rox.parts WHERE "table" = {} ORDER BY file)", text(table)));
  return {files.begin(), files.end()};
}

bool leave_out(DuckDbConnection& connection, const Table& table, const std::string& condition) {
  const std::vector<fs::path> parts = parts_of(connection, table.name);
  if (parts.empty()) return false;
  connection.execute(fmt::format("INSERT INTO rox.left_out SELECT {}, rox_file, rox_offset FROM rox_again WHERE {}",
                                 text(table.name), condition));
  make_view(connection, table, parts, false);
  return true;
}

std::string left_out_rows(DuckDbConnection& connection, const std::string& table) {
  const std::string rows = fmt::format(R"(FROM rox.left_out WHERE "table" = {})", text(table));
  if (query_integer(connection, "SELECT count(*) " + rows) == 0) return {};
  return R"(SELECT file, "offset" )" + rows;
}

}  // namespace rox
