// The marks of the records that a target's tables were loaded from (load/keep_records.hpp), as builds keep them.
#pragma once

#include "build/workspace.hpp"

namespace rox {

/// Tables of this build are brought up to date by what changed in their exports.
RecordKeeping record_keeping(const BuildInputs& inputs);

/// The same of samples of their rows (load/rewritten_columns.hpp).
SampleKeeping sample_keeping(const BuildInputs& inputs);

/// Marks and samples of tables as they are published now stay, and no others.
void remove_old_records(const Workspace& workspace);

}  // namespace rox
