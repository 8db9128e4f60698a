// rejects/<table>.csv as the published warehouse has them. A build writes them before it publishes; if it was killed in
// between, failed, or somebody damaged one, they are written again from the accounts.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/engine.hpp"
#include "ledger/target_state.hpp"
#include "project/project.hpp"

namespace rox {

/// Makes the reject files those of `warehouse`, whose tables that `run` loaded have just been written. Rows that
/// were moved into mends may be missing. `reader` gives an engine to read the accounts with; it is only asked if a file
/// has to be compared. Returns warnings: which files were written again, or couldn't be.
std::vector<std::string> restore_reject_files(const Project& project, const WarehouseState& warehouse,
                                              TargetState& state, const std::string& run,
                                              const std::function<std::shared_ptr<Engine>()>& reader);

}  // namespace rox
