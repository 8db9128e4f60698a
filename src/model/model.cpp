#include "model/model.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/text.hpp"

namespace rox {

std::optional<std::size_t> Table::find_column(std::string_view column) const {
  const auto found =
      std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return equals_ignore_case(c.name, column); });
  if (found == columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns.begin());
}

std::vector<std::string> Table::column_names() const {
  std::vector<std::string> names;
  for (const Column& column : columns) names.push_back(column.name);
  return names;
}

const Table* Model::find_table(std::string_view table) const {
  const auto found =
      std::find_if(tables.begin(), tables.end(), [&](const Table& t) { return equals_ignore_case(t.name, table); });
  return found == tables.end() ? nullptr : &*found;
}

const Table& named_table(const Model& model, std::string_view name) {
  if (const Table* table = model.find_table(name)) return *table;
  std::vector<std::string> known;
  for (const Table& table : model.tables) known.push_back(table.name);
  throw usage_error(fmt::format("there is no table '{}'{}", name, did_you_mean(name, known)))
      .hint("the tables are: " + join(known, ", "));
}

void require_key_values(Table& table) {
  for (const std::string& key : table.primary_key) table.columns[*table.find_column(key)].nullable = false;
}

void take_measures(Column& to, const Column& from) {
  to.max_bytes = from.max_bytes;
  to.longest = from.longest;
  to.distinct = from.distinct;
  to.missing = from.missing;
  to.least = from.least;
  to.greatest = from.greatest;
  to.decimals = from.decimals;
}

Table without_measures(Table table) {
  table.rows = 0;
  for (Column& column : table.columns) take_measures(column, Column{});
  return table;
}

}  // namespace rox
