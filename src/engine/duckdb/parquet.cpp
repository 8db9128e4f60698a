#include "engine/duckdb/parquet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "sql/quote.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

/// A path that DuckDB takes for itself and not for a pattern.
std::string literal_glob(const fs::path& path) {
  std::string glob;
  for (const char c : path.string()) {
    const bool special = c == '*' || c == '?' || c == '[';
    glob += special ? fmt::format("[{}]", c) : std::string(1, c);
  }
  return glob;
}

/// The files of a folder; DuckDB numbers them without leading zeros.
std::vector<fs::path> numbered_files(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  const auto key = [](const fs::path& file) { return std::make_tuple(file.native().size(), file.native()); };
  std::sort(files.begin(), files.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  return files;
}

std::uint64_t rows_in(DuckDbConnection& connection, const fs::path& part) {
  return static_cast<std::uint64_t>(
      query_integer(connection, fmt::format("SELECT CAST(sum(num_rows) AS BIGINT) FROM parquet_file_metadata({})",
                                            quote_literal(literal_glob(part)))));
}

}  // namespace

std::vector<WrittenPart> write_parquet(DuckDbConnection& connection, const std::string& select, const fs::path& folder,
                                       const ParquetOptions& options) {
  connection.execute(fmt::format(
      "COPY ({}) TO {} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {}, ROW_GROUP_SIZE_BYTES {}, "
      "FILE_SIZE_BYTES {}, FILENAME_PATTERN 'part{{i}}')",
      select, quote_literal(folder.string()), options.row_group_rows, options.row_group_bytes, options.part_bytes));
  std::vector<WrittenPart> parts;
  for (const fs::path& file : numbered_files(folder)) parts.push_back({file, rows_in(connection, file)});
  return parts;
}

}  // namespace rox
