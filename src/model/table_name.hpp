// What a table of a model, or a mart, may be called, whatever the target.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rox {

/// Why no table can be called so, to follow its name: what a file can't be called either, or what the engines' own
/// catalogues are called. None: it can.
std::optional<std::string> table_name_problem(std::string_view name);

/// Of a column: control characters aside, and no name at all, it may be anything.
std::optional<std::string> column_name_problem(std::string_view name);

}  // namespace rox
