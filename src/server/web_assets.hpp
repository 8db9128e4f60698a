// The files of the web app's build, as CMake puts them into the program.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

namespace rox {

/// Names and texts. The texts live as long as the program.
const std::vector<std::pair<std::string_view, std::string_view>>& web_assets();

}  // namespace rox
