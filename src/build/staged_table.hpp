// What staged files are of a table, wherever they are: in the local folder or in a bucket.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/duckdb/parquet.hpp"
#include "load/loader.hpp"
#include "plan/fingerprint.hpp"
#include "store/manifest.hpp"

namespace rox {

/// What is staged of a table: its columns as a Parquet file has them, its rows in the order of its key.
OrderedRows staged_rows(const Table& table);

/// The table with `max_bytes` as its texts are now, where a longer one has come since they were measured.
Table with_longest_texts(DuckDbConnection& connection, Table table);

/// Writes what is staged of a table that the connection's database has, as Parquet files, in `folder`, which is made.
std::vector<WrittenPart> write_staged_parquet(DuckDbConnection& connection, const Table& table,
                                              const std::filesystem::path& folder);

/// The table's entry in the manifest, but for its files, its fingerprint and its run.
StagedTable staged_table(const Table& table, const LoadCounts& load, const TableExports& exports,
                         const HashCache& hashes);

/// Counts the rows of its files; throws data_error if they aren't those that were read and not rejected.
void account_for_rows(StagedTable& table);

}  // namespace rox
