// Names of files as somebody else's server says them: any bytes at all. One that passes here is a path below a folder,
// and nowhere else.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rox {

/// Why no file of the mirror can be called so, to follow its name: "leads out of its folder". None: it can.
std::optional<std::string> arrival_name_problem(std::string_view name);

/// What it is called in the account: itself, if a file can be called so; else with escapes.
std::string shown_name(std::string_view name);

/// Its last part.
std::string_view base_name(std::string_view name);

}  // namespace rox
