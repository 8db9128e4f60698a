// The files of the web app's build, as CMake puts them into the program.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

namespace rox {

/// Names ("app.js") and texts, of the web app and openapi.json. The texts live as long as the program.
const std::vector<std::pair<std::string_view, std::string_view>>& web_assets();

/// Throws std::logic_error if there is no such file.
std::string_view web_asset(std::string_view name);

}  // namespace rox
