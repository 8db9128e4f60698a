// Exports that lost so many of their rows since they were loaded last that they are more likely broken than right.
#pragma once

#include <vector>

#include "ledger/step.hpp"
#include "load/gone_files.hpp"
#include "load/load_table.hpp"
#include "project/project.hpp"
#include "source/export.hpp"
#include "source/reject.hpp"

namespace rox {

/// Throws data_error if `now` has too few rows beside `before`, what the warehouse has of the table: [source]
/// max_shrink, unless the table may shrink. Or if there are fewer and a file ends in the middle of a record: no table
/// may shrink so.
/// `rejects`: of the table; `gone`: files that it had then.
void refuse_shrunken(const SourceConfig& source, const TableExports& exports, const Counts& before,
                     const LoadCounts& now, const std::vector<Reject>& rejects, const std::vector<LoadedFile>& gone);

}  // namespace rox
