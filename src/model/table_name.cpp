#include "model/table_name.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/file_name.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

/// DuckDB's and PostgreSQL's views of themselves, which are found before a table that is called like them.
constexpr std::array<std::string_view, 4> kCatalogues{"pg_", "duckdb_", "sqlite_", "pragma_"};

}  // namespace

std::optional<std::string> table_name_problem(std::string_view name) {
  if (auto problem = file_name_problem(name)) return problem;
  const std::string lower = to_lower(name);
  for (const std::string_view begin : kCatalogues) {
    if (lower.starts_with(begin)) return fmt::format("starts with {}, as the engines' own tables do", begin);
  }
  return std::nullopt;
}

std::optional<std::string> column_name_problem(std::string_view name) {
  if (name.empty()) return "is empty";
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (std::any_of(name.begin(), name.end(), is_control)) return "has a control character in it";
  return std::nullopt;
}

}  // namespace rox
