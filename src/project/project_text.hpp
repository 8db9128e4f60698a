// A rox.toml that is no file.
#pragma once

#include <filesystem>
#include <string_view>

#include "project/project.hpp"

namespace rox {

/// read_project() of a text that might be the rox.toml of `dir`.
Project parse_project(std::string_view text, const std::filesystem::path& dir);

}  // namespace rox
