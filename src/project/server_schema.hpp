// The name of a schema on a PostgreSQL or Redshift server, as rox.toml has it.
#pragma once

#include <string>
#include <string_view>

#include "base/toml.hpp"

namespace rox {

/// In lower case, as every name on these servers (sql/quote.hpp). Throws usage_error with the place for a name that a
/// server can't have, also where it has no room for the schemas beside it (<schema>_rox, <schema>_rox_next).
std::string server_schema(const TomlReader& toml, std::string_view key);

}  // namespace rox
