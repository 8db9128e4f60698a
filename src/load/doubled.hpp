// Exports that hold the same rows twice, though their table has a key: written once more behind what was there, or sent
// again, corrected, as another part. An inferred key refuses no row, and each would count twice.
#pragma once

#include "load/load_table.hpp"
#include "source/export.hpp"

namespace rox {

/// Throws data_error if most records of a file stand in it several times, byte for byte, or if all keys of a file are
/// those of one other, unless they `may_repeat`: somebody said that they do. Reads the exports again only where
/// keys repeat. `context` has the table as it was loaded.
void refuse_doubled(LoadContext& context, const TableExports& exports, const LoadCounts& load, bool may_repeat);

}  // namespace rox
