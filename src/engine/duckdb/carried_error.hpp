// Errors of rox that cross DuckDB: a table function can only tell DuckDB a text, which comes back inside
// DuckDB's own message. The text carries the whole Error.
#pragma once

#include <exception>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace rox {

/// The text to give to DuckDB for an exception caught in a callback.
std::string carry(std::exception_ptr exception);

/// The Error inside a message of DuckDB's, if one was carried.
std::optional<Error> carried_error(std::string_view message);

}  // namespace rox
