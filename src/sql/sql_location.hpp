// Where in its SQL an engine's error is, for engines that say so by a number alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace rox {

struct SqlLocation {
  std::uint64_t line = 0;    // from 1; 0: unknown
  std::uint64_t column = 0;  // in bytes, from 1
  std::string picture;       // "\n\nLINE 2: SELECT …\n        ^", as psql and DuckDB draw it
};

SqlLocation locate_in_sql(std::string_view sql, std::size_t offset);

}  // namespace rox
