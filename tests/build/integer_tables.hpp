// Tables of a model for tests that bind SELECTs over them.
#pragma once

#include <string>
#include <vector>

#include "model/model.hpp"

namespace rox::test {

/// A table whose columns are all integers.
inline Table integer_table(const std::string& name, const std::vector<std::string>& columns) {
  Table table;
  table.name = name;
  for (const std::string& column : columns) {
    Column of;
    of.name = column;
    of.type.kind = TypeKind::integer;
    table.columns.push_back(of);
  }
  return table;
}

}  // namespace rox::test
