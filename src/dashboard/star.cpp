#include "dashboard/star.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/file_name.hpp"
#include "base/text.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

/// A type of the engine's as one of the model's; what the model has no type for is text.
Type model_type(const std::string& text) {
  if (text == "HUGEINT") return parse_type("DECIMAL(38,0)");
  // Numbers whose digits the engine doesn't say, or that are no exact ones, are numbers all the same.
  for (const char* number : {"NUMERIC", "DOUBLE", "DOUBLE PRECISION", "FLOAT", "REAL"}) {
    if (text == number) return parse_type("DECIMAL(38,10)");
  }
  try {
    return parse_type(text);
  } catch (const Error&) {
    return parse_type("VARCHAR");
  }
}

/// A mart as it is in the warehouse.
Table mart_table(Engine& engine, const Mart& mart) {
  Table table;
  table.name = mart.file.name;
  table.comment = mart.file.title;
  table.primary_key = mart.key;
  for (const ResultColumn& found : columns_of(engine, mart.file.name)) {
    Column column;
    column.name = found.name;
    column.type = model_type(found.type);
    const auto& key = mart.key;
    column.nullable = std::find(key.begin(), key.end(), found.name) == key.end();
    table.columns.push_back(std::move(column));
  }
  return table;
}

bool refers_to(const std::string& column, const std::string& key) {
  return column == key || column.ends_with("_" + key);
}

/// The star's relations, read from names as star schemas have them: a column that is named as another mart's key, or
/// ends in it (order_date_key and date_key).
void relate(std::vector<Table>& marts) {
  for (Table& child : marts) {
    for (const Column& column : child.columns) {
      for (const Table& parent : marts) {
        if (&parent == &child || parent.primary_key.size() != 1 || child.primary_key == parent.primary_key) continue;
        if (!refers_to(column.name, parent.primary_key.front())) continue;
        child.relations.push_back({{column.name}, parent.name, parent.primary_key, false});
      }
    }
  }
}

/// What the mart's own file says, where the marts can't be read together.
Mart lone_mart(const std::filesystem::path& folder, const std::string& name) {
  Mart mart;
  mart.file.name = name;
  mart.file.title = name;
  try {
    mart.file = read_sql_file(file_named(folder, name, ".sql"));
    if (const auto key = mart.file.keys.find("key"); key != mart.file.keys.end()) mart.key = split(key->second, ',');
  } catch (const Error&) {
    // It is shown as it is in the warehouse; PublishedMarts::problem says what is wrong.
  }
  return mart;
}

}  // namespace

std::vector<ResultColumn> columns_of(Engine& engine, const std::string& name) {
  return engine.query(fmt::format("SELECT * FROM {} LIMIT 0", sql_name(name, engine.dialect())))->columns();
}

PublishedMarts published_marts(const Snapshot& snapshot, const Model& model) {
  PublishedMarts published;
  try {
    published.marts = read_marts(snapshot.project().marts_dir(), model);
  } catch (const Error& error) {
    published.problem = placed_text(error);
    published.hint = error.hint_text();
  }
  const auto& built = snapshot.state().marts;
  std::erase_if(published.marts, [&](const Mart& mart) { return !built.contains(mart.file.name); });
  for (const auto& [name, mart] : built) {
    const bool known = std::any_of(published.marts.begin(), published.marts.end(),
                                   [&, mart_name = name](const Mart& one) { return one.file.name == mart_name; });
    if (!known) published.marts.push_back(lone_mart(snapshot.project().marts_dir(), name));
  }
  return published;
}

Model star_of(const Snapshot& snapshot, const std::vector<Mart>& marts) {
  LimitedEngine engine = snapshot.connect();
  Model star;
  for (const Mart& mart : marts) {
    star.tables.push_back(engine.ask([&](Engine& open) { return mart_table(open, mart); }));
  }
  relate(star.tables);
  return star;
}

}  // namespace rox
