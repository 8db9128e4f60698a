#include "engine/duckdb/csv_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/text.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr const char* kSorted = "rox_sorted_rows";

/// \N, or a longer text of the kind if that is a value.
std::string unused_marker(DuckDbConnection& connection, const std::vector<std::string>& columns) {
  for (std::string marker = "\\N";; marker += 'N') {
    std::vector<std::string> conditions;
    for (const std::string& column : columns) {
      conditions.push_back(fmt::format("CAST({} AS VARCHAR) = {}", quote_identifier(column), quote_literal(marker)));
    }
    if (query_integer(connection, fmt::format("SELECT count(*) FROM {} WHERE {}", kSorted, join(conditions, " OR "))) ==
        0) {
      return marker;
    }
  }
}

}  // namespace

CsvParts write_csv_parts(DuckDbConnection& connection, const std::string& select,
                         const std::vector<std::string>& columns, const std::filesystem::path& folder, unsigned parts) {
  make_directories(folder);
  // Sorted once; a part is then a range of row numbers.
  connection.execute(fmt::format("CREATE OR REPLACE TEMP TABLE {} AS {}", kSorted, select));
  const auto rows =
      static_cast<std::uint64_t>(query_integer(connection, fmt::format("SELECT count(*) FROM {}", kSorted)));
  const std::uint64_t each = std::max<std::uint64_t>(1, (rows + parts - 1) / parts);
  CsvParts written;
  written.null_marker = unused_marker(connection, columns);
  for (std::uint64_t from = 0; from < std::max<std::uint64_t>(rows, 1); from += each) {
    WrittenPart& part = written.parts.emplace_back();
    part.path = folder / fmt::format("part{}.csv.gz", written.parts.size());
    part.rows = std::min(each, rows - from);
    connection.execute(
        fmt::format("COPY (SELECT * FROM {0} WHERE rowid >= {1} AND rowid < {2} ORDER BY rowid) TO {3} (FORMAT csv, "
                    "HEADER false, DELIMITER ',', NULLSTR {4}, COMPRESSION gzip)",
                    kSorted, from, from + each, quote_literal(part.path.string()), quote_literal(written.null_marker)));
  }
  connection.execute(fmt::format("DROP TABLE {}", kSorted));
  return written;
}

}  // namespace rox
