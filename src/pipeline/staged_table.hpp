// What staged files are of a table, wherever they are: in the local folder or in a bucket.
#pragma once

#include <string>

#include "pipeline/fingerprint.hpp"
#include "pipeline/table_loads.hpp"
#include "store/manifest.hpp"

namespace rox {

/// SELECT of what is staged of a table: its columns as a Parquet file has them, the rows in an order that depends on
/// nothing but themselves.
std::string staged_select(const Table& table);

/// The table's entry in the manifest, but for its files, its fingerprint and its run.
StagedTable staged_table(const Table& table, const TableLoad& load, const TableExports& exports,
                         const HashCache& hashes);

/// Counts the rows of its files; throws data_error if they aren't those that were read and not rejected.
void account_for_rows(StagedTable& table);

}  // namespace rox
