#include "inbox/catalogue.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace rox {

bool is_asked(const RemoteSource& source, const std::string& schema, const std::string& table, bool is_view) {
  if (source.tables.empty()) return !is_view;
  const std::string name = schema.empty() ? table : schema + "." + table;
  return std::any_of(source.tables.begin(), source.tables.end(),
                     [&](const std::string& glob) { return glob == name || glob_match(glob, name); });
}

}  // namespace rox
