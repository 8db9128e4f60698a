// The rows of a table as Parquet files, written by DuckDB (zstd).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/duckdb/arrow_rows.hpp"
#include "engine/duckdb/duckdb.hpp"
#include "engine/duckdb/ordered_parts.hpp"

namespace rox {

/// How rows are shared out among row groups and files.
struct ParquetLayout {
  /// A row group is what readers share out among their threads, and what is in memory while it is written. DuckDB makes
  /// it a little larger where that saves a last one of a few rows.
  std::uint64_t row_group_rows = 0;
  std::uint64_t part_rows = 0;
};

/// The layout of rows that have so many bytes on average, not compressed. Row groups have 122,880 rows, DuckDB's own
/// size: small enough that a million rows keep eight threads busy, big enough that columns compress. Wide rows make
/// smaller ones, of 32 MiB. A part has 128 MiB, which is 10 to 40 MB of Parquet: it is sorted in memory, and Redshift
/// and Spark, which would split a file of 128 MB anyhow, have as many to share out as there are.
ParquetLayout parquet_layout(std::uint64_t row_bytes);

/// A file that was written.
struct WrittenPart {
  std::filesystem::path path;
  std::uint64_t rows = 0;  // as the file itself says
};

/// Writes the rows to as many files as they need, at least one, in `folder`, which is made. Every core sorts and
/// compresses, and still the same rows become the same bytes each time.
std::vector<WrittenPart> write_parquet(DuckDbConnection& connection, const OrderedRows& rows,
                                       const std::filesystem::path& folder, const ParquetLayout& layout);

/// The same of rows that come in the order they are to have, while they come. Throws what their scan throws.
std::vector<WrittenPart> write_parquet(DuckDbConnection& connection, ArrowRows& rows,
                                       const std::filesystem::path& folder);

}  // namespace rox
