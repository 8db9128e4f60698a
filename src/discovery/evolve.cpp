#include "discovery/evolve.hpp"

#include <algorithm>

#include "discovery/widen.hpp"

namespace rox {

namespace {

const Column* column_of(const Table* table, const std::string& name) {
  const auto index = table != nullptr ? table->find_column(name) : std::nullopt;
  return index ? &table->columns[*index] : nullptr;
}

/// How `theirs` is read once its values are those of `proven`; `base` is null where nobody knows.
ColumnReading evolved_reading(const Column* base, const Column& theirs, const Column& proven, ChosenTypes chosen) {
  ColumnReading stated = reading_of(theirs);
  if (chosen == ChosenTypes::stay && is_chosen(theirs, base)) return stated;
  const bool nothing_new = base != nullptr && reading_of(*base) == reading_of(proven);
  if (nothing_new || !same_family(theirs.type, proven.type)) return stated;
  // Another decimal sign or order of day and month is followed where nobody chose the old one.
  const bool edited = base == nullptr || reading_of(*base) != stated;
  if (edited && theirs.format != proven.format) return stated;
  const Type type = surely_too_narrow(theirs.type, proven) ? widened(theirs.type, proven) : theirs.type;
  // More digits than any number has: text is for a person to decide.
  return same_family(type, theirs.type) ? ColumnReading{type, proven.format} : stated;
}

bool is_required_by_key(const Table& table, const Column& column) {
  return table.has_certain_key() &&
         std::find(table.primary_key.begin(), table.primary_key.end(), column.name) != table.primary_key.end();
}

Table evolved_table(const Table* base, const Table& theirs, const Table& proven, ChosenTypes chosen) {
  Table table = theirs;
  for (Column& column : table.columns) {
    const Column* now = column_of(&proven, column.name);
    const Column* then = column_of(base, column.name);
    const bool required = then != nullptr && then->nullable && !column.nullable;  // by a person, not by what was seen
    const bool may_be_missing = now == nullptr || (now->lacks_values() && proven.rows > 0 && !required);
    if (now != nullptr) {
      set_reading(column, evolved_reading(then, column, *now, chosen));
      take_measures(column, *now);
    }
    if (may_be_missing && !is_required_by_key(table, column)) column.nullable = true;
  }
  for (const Column& column : proven.columns) {
    if (column_of(&theirs, column.name) != nullptr || column_of(base, column.name) != nullptr) continue;
    table.columns.push_back(column);
    table.columns.back().nullable = true;
  }
  table.rows = proven.rows;
  // Measures alone are no reason to touch model.toml.
  return without_measures(table) == without_measures(theirs) ? theirs : table;
}

/// What to remember of the table: what a person chose as the exports prove it, all else as it was evolved.
Table remembered_table(const Table* base, const Table& theirs, const Table& proven, const Table& evolved,
                       ChosenTypes chosen) {
  Table table = base != nullptr ? *base : proven;
  // What model.toml has of an evolution that was killed before it could be remembered is nobody's choice.
  const Table ours = base != nullptr ? evolved_table(base, *base, proven, chosen) : Table{};
  const auto same = [](const Column* one, const Column& other) {
    return one != nullptr && reading_of(*one) == reading_of(other) && one->nullable == other.nullable;
  };
  table.columns.clear();
  for (const Column& column : evolved.columns) {
    const Column* old = column_of(base, column.name);
    const Column* stated = column_of(&theirs, column.name);
    const Column* now = column_of(&proven, column.name);
    const bool kept = old != nullptr && stated != nullptr && reading_of(*old) == reading_of(*stated);
    const bool edited = stated != nullptr && !kept && !same(column_of(&ours, column.name), *stated);
    const bool proven_now = now != nullptr && (old == nullptr || !proves_nothing(*now));
    if (!edited) {
      table.columns.push_back(column);
    } else if (proven_now || old != nullptr) {
      table.columns.push_back(proven_now ? *now : *old);
    }
  }
  for (const Column& column : proven.columns) {  // those that somebody took out
    if (column_of(&table, column.name) == nullptr) table.columns.push_back(column);
  }
  for (Column& column : table.columns) column.comment.clear();
  const auto lacks_column = [&](const std::vector<std::string>& key) {
    return std::any_of(key.begin(), key.end(), [&](const auto& name) { return !table.find_column(name); });
  };
  if (lacks_column(table.primary_key)) table.primary_key.clear();
  std::erase_if(table.unique, lacks_column);
  std::erase_if(table.relations, [&](const Relation& relation) { return lacks_column(relation.columns); });
  return table;
}

/// Relations to tables or columns that the model doesn't have can't be said.
void drop_dangling(Model& model) {
  for (Table& table : model.tables) {
    std::erase_if(table.relations, [&](const Relation& relation) {
      const Table* parent = model.find_table(relation.table);
      return parent == nullptr || std::any_of(relation.parent_columns.begin(), relation.parent_columns.end(),
                                              [&](const std::string& name) { return !parent->find_column(name); });
    });
    if (!table.inferred_keys) require_key_values(table);
  }
}

void replace_table(Model& model, Table table) {
  const auto same =
      std::find_if(model.tables.begin(), model.tables.end(), [&](const Table& t) { return t.name == table.name; });
  if (same == model.tables.end()) {
    model.tables.push_back(std::move(table));
  } else {
    *same = std::move(table);
  }
}

}  // namespace

Evolution evolve_model(const std::optional<Model>& base, const Model& theirs, const Proven& proven,
                       ChosenTypes chosen) {
  const Model ours = in_words_of(theirs, proven);
  const Model then = base ? in_words_of(theirs, *base, proven.has_header) : Model{};
  Evolution evolution{theirs, then};
  for (const Table& table : ours.tables) {
    const Table* old = then.find_table(table.name);
    const Table* stated = theirs.find_table(table.name);
    if (stated != nullptr) {
      Table evolved = evolved_table(old, *stated, table, chosen);
      replace_table(evolution.inferred, remembered_table(old, *stated, table, evolved, chosen));
      replace_table(evolution.model, std::move(evolved));
    } else if (old == nullptr) {  // else somebody took it out
      evolution.model.tables.push_back(table);
      evolution.inferred.tables.push_back(table);
    }
  }
  drop_dangling(evolution.model);
  drop_dangling(evolution.inferred);
  return evolution;
}

}  // namespace rox
