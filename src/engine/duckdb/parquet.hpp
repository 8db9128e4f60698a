// The rows of a SELECT as Parquet files, written by DuckDB (zstd).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/duckdb/duckdb.hpp"

namespace rox {

struct ParquetOptions {
  /// A row group is what readers share out among their threads. DuckDB's own size: small enough that a million rows
  /// keep eight threads busy, big enough that columns compress.
  std::uint64_t row_group_rows = 122'880;
  /// It ends earlier if its rows, uncompressed, fill more than that: a row group is in memory while it is written.
  std::uint64_t row_group_bytes = std::uint64_t{64} << 20;
  /// A part ends with the row group that takes it past this. From 128 MB Redshift splits a file by itself, and that is
  /// what Spark reads in one task: smaller parts would only be more files, bigger ones wait longer for their upload.
  std::uint64_t part_bytes = std::uint64_t{128} << 20;
};

/// A file that was written.
struct WrittenPart {
  std::filesystem::path path;
  std::uint64_t rows = 0;  // as the file itself says
};

/// Writes the rows, in the order that `select` asks for, to as many files as they need, at least one, in `folder`,
/// which must not exist. The connection's database must have preserve_insertion_order off (an ORDER BY in `select` is
/// kept all the same).
std::vector<WrittenPart> write_parquet(DuckDbConnection& connection, const std::string& select,
                                       const std::filesystem::path& folder, const ParquetOptions& options = {});

}  // namespace rox
