// Runs as people name them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rox {

/// The one of `runs` (newest first) of that name: its id or the beginning of it, "last", or "last~1" for the one
/// before. Throws usage_error that names some that there are. `which`: what they have in common, for the message.
std::string find_run(const std::vector<std::string>& runs, const std::string& name, std::string_view which = {});

}  // namespace rox
