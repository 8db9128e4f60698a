// Columns and tables for tests, in one line each.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/model.hpp"

namespace rox::test {

inline Column make_column(std::string name, const Type& type, bool nullable = true) {
  Column column;
  column.name = std::move(name);
  column.type = type;
  column.nullable = nullable;
  return column;
}

inline Column make_column(std::string name, std::string_view type, bool nullable = true) {
  return make_column(std::move(name), parse_type(type), nullable);
}

inline Table make_table(std::string name, std::string file, std::vector<Column> columns = {},
                        std::vector<std::string> primary_key = {}) {
  Table table;
  table.name = std::move(name);
  table.file = std::move(file);
  table.columns = std::move(columns);
  table.primary_key = std::move(primary_key);
  return table;
}

}  // namespace rox::test
