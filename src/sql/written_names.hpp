// PostgreSQL and Redshift fold names to lower case, also those of a result's columns. People shall see them as the
// question writes them, the same on every engine.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rox {

/// The names, each as `sql` writes it (where it is written first, if in several ways); a name that isn't in it stays.
std::vector<std::string> written_names(std::string_view sql, std::vector<std::string> names);

}  // namespace rox
