#include "build/check_changes.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "base/text.hpp"
#include "build/touched_part.hpp"
#include "sql/lexer.hpp"

namespace rox {
namespace {

/// The check's SELECT in a FROM, with columns c0, c1, …, however it names them.
std::string with_columns(const Check& check, const std::vector<std::string>& columns) {
  return fmt::format("(SELECT * FROM (\n{}\n) AS failing({}))", statement_text(check.sql), join(columns, ", "));
}

}  // namespace

bool still_passes(DuckDbConnection& connection, const Check& check, const BuildChanges& changes) {
  try {
    const TouchedPart part = find_touched_part(connection, check.sql, {}, changes);
    if (part.reach != Reach::some) return part.reach == Reach::none;
    std::vector<std::string> columns;
    for (std::size_t i = 0; i < part.columns; ++i) columns.push_back(fmt::format("c{}", i));
    const std::string failing = part.rows_of(with_columns(check, columns), columns);
    return query_integer(connection, fmt::format("SELECT count(*) FROM ({})", failing)) == 0;
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::outside) throw;
    return false;  // whoever evaluates it will say what is wrong
  }
}

}  // namespace rox
