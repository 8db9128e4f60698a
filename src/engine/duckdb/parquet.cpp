#include "engine/duckdb/parquet.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.hpp"
#include "engine/duckdb/setting.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kVectorRows = 2048;  // DuckDB's row groups are whole vectors
constexpr std::uint64_t kGroupVectors = 60;
constexpr std::uint64_t kGroupBytes = std::uint64_t{32} << 20;
constexpr std::uint64_t kPartBytes = std::uint64_t{128} << 20;

/// A path that DuckDB takes for itself and not for a pattern.
std::string literal_glob(const fs::path& path) {
  std::string glob;
  for (const char c : path.string()) {
    const bool special = c == '*' || c == '?' || c == '[';
    glob += special ? fmt::format("[{}]", c) : std::string(1, c);
  }
  return glob;
}

std::uint64_t rows_in(DuckDbConnection& connection, const fs::path& part) {
  return static_cast<std::uint64_t>(
      query_integer(connection, fmt::format("SELECT CAST(sum(num_rows) AS BIGINT) FROM parquet_file_metadata({})",
                                            sql_literal(literal_glob(part), SqlDialect::duckdb))));
}

fs::path part_file(const fs::path& folder, std::size_t number) {
  return folder / fmt::format("part{}.parquet", number);
}

/// Level 1 of zstd is faster than its default of 3, and on a column's pages it makes nothing larger.
void write_part(DuckDbConnection& connection, const std::string& select, const fs::path& file,
                const ParquetLayout& layout) {
  connection.execute(
      fmt::format("COPY ({}) TO {} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE {})", select,
                  sql_literal(file.string(), SqlDialect::duckdb), layout.row_group_rows));
}

}  // namespace

ParquetLayout parquet_layout(std::uint64_t row_bytes) {
  const std::uint64_t bytes = std::max<std::uint64_t>(1, row_bytes);
  const std::uint64_t vectors = std::clamp<std::uint64_t>(kGroupBytes / bytes / kVectorRows, 1, kGroupVectors);
  ParquetLayout layout;
  layout.row_group_rows = vectors * kVectorRows;
  const std::uint64_t part_rows = std::max<std::uint64_t>(1, kPartBytes / bytes);
  layout.part_rows = part_rows < layout.row_group_rows ? part_rows : part_rows - part_rows % layout.row_group_rows;
  return layout;
}

std::vector<WrittenPart> write_parquet(DuckDbConnection& connection, const OrderedRows& rows, const fs::path& folder,
                                       const ParquetLayout& layout) {
  make_directories(folder);
  const OrderedParts ordered(connection, rows, layout.part_rows);
  std::vector<WrittenPart> parts;
  for (const std::string& select : ordered.selects()) {
    const fs::path file = part_file(folder, parts.size() + 1);
    write_part(connection, select, file, layout);
    parts.push_back({file, rows_in(connection, file)});
  }
  return parts;
}

std::vector<WrittenPart> write_parquet(DuckDbConnection& connection, ArrowRows& rows, const fs::path& folder) {
  make_directories(folder);
  const DuckDbSetting ordered(connection, "preserve_insertion_order", "true");
  const ParquetLayout layout = parquet_layout(rows.row_bytes());
  std::vector<WrittenPart> parts;
  do {
    const fs::path file = part_file(folder, parts.size() + 1);
    const ArrowRows::View view(connection, rows, {layout.part_rows, layout.row_group_rows});
    write_part(connection, fmt::format("SELECT * FROM {}", view.name()), file, layout);
    parts.push_back({file, rows_in(connection, file)});
  } while (!rows.at_end());
  return parts;
}

}  // namespace rox
