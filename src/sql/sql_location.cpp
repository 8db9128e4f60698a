#include "sql/sql_location.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace rox {

SqlLocation locate_in_sql(std::string_view sql, std::size_t offset) {
  offset = std::min(offset, sql.size());
  const std::size_t start = offset == 0 ? 0 : sql.rfind('\n', offset - 1) + 1;  // npos + 1 is 0
  SqlLocation place;
  place.line = 1 + static_cast<std::uint64_t>(std::count(sql.begin(), sql.begin() + static_cast<long>(start), '\n'));
  place.column = offset - start + 1;
  const std::string head = fmt::format("LINE {}: ", place.line);
  const std::string_view line = sql.substr(start, sql.find('\n', start) - start);
  const std::size_t blanks = head.size() + utf8_length(line.substr(0, offset - start));
  place.picture = fmt::format("\n\n{}{}\n{}^", head, line, std::string(blanks, ' '));
  return place;
}

}  // namespace rox
