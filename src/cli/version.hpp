// What this program is made of.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace rox {

/// "rox 0.1.0 (commit 0123456789ab)", and a line with the libraries as they are here.
std::string version_text();

/// {"rox", "commit", "libraries": {"DuckDB": …}}
nlohmann::ordered_json version_json();

}  // namespace rox
