// After publishing: which arrivals are in the warehouse, and what becomes of them on the far side.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "engine/engine.hpp"
#include "project/project.hpp"

namespace rox {

/// Notes the run that published each arrival, as the warehouse's own accounts (rox.files) say it, and then does what
/// [source] after_load says with the files that are still there as they were fetched. What can't be done now is done
/// after the next run; why is returned, for people. `reader`: of the published warehouse.
///
/// What holds, also when it is killed: no file is moved or deleted whose rows aren't published, and none that has been
/// replaced since.
std::vector<std::string> settle_arrivals(const Project& project, Engine& reader, const std::stop_token& stop = {});

}  // namespace rox
