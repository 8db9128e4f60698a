#include "engine/duckdb/csv_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/text.hpp"
#include "engine/duckdb/setting.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::duckdb;

/// \N, or a longer text of the kind if that is a value.
std::string unused_marker(DuckDbConnection& connection, const OrderedRows& rows,
                          const std::vector<std::string>& columns) {
  for (std::string marker = "\\N";; marker += 'N') {
    std::vector<std::string> conditions;
    for (const std::string& column : columns) {
      conditions.push_back(
          fmt::format("CAST({} AS VARCHAR) = {}", exact_name(column, kDialect), sql_literal(marker, kDialect)));
    }
    if (query_integer(connection,
                      fmt::format("SELECT count(*) FROM {} WHERE {}", rows.table, join(conditions, " OR "))) == 0) {
      return marker;
    }
  }
}

}  // namespace

CsvParts write_csv_parts(DuckDbConnection& connection, const OrderedRows& rows, const std::vector<std::string>& columns,
                         const std::filesystem::path& folder, unsigned parts) {
  make_directories(folder);
  const DuckDbSetting one_thread(connection, "threads", "1");  // several would cut the same rows to other gzip blocks
  const auto count = static_cast<std::uint64_t>(query_integer(connection, "SELECT count(*) FROM " + rows.table));
  const std::uint64_t each = std::max<std::uint64_t>(1, (count + parts - 1) / parts);
  const OrderedParts ordered(connection, rows, each);
  CsvParts written;
  written.null_marker = unused_marker(connection, rows, columns);
  for (const std::string& select : ordered.selects()) {
    WrittenPart& part = written.parts.emplace_back();
    part.path = folder / fmt::format("part{}.csv.gz", written.parts.size());
    part.rows = std::min(each, count - each * (written.parts.size() - 1));
    connection.execute(
        fmt::format("COPY ({}) TO {} (FORMAT csv, HEADER false, DELIMITER ',', NULLSTR {}, COMPRESSION gzip)", select,
                    sql_literal(part.path.string(), kDialect), sql_literal(written.null_marker, kDialect)));
  }
  return written;
}

}  // namespace rox
