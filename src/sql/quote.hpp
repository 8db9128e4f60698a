// Names and texts in SQL, the way every dialect takes them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rox {

/// "name", quotes in it doubled.
std::string quote_identifier(std::string_view name);

/// 'text', quotes in it doubled.
std::string quote_literal(std::string_view text);

/// "a", "b", "c"; each with `prefix` (say "t.") before it.
std::string quote_identifiers(const std::vector<std::string>& names, std::string_view prefix = {});

}  // namespace rox
