// Names that others chose (tables, targets, analyses, checks) as names of files. Whatever becomes of such a name is in
// the folder it is meant for: no path is made of it otherwise.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace rox {

/// Why no file can be called so, to follow its name: "is empty", "has a '/' in it". None: it can.
std::optional<std::string> file_name_problem(std::string_view name);

/// folder/name.extension (".csv"). Throws usage_error if there can be no file of that name.
std::filesystem::path file_named(const std::filesystem::path& folder, std::string_view name,
                                 std::string_view extension = {});

}  // namespace rox
