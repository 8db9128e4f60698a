#include "discovery/structure.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rox {

namespace {

std::vector<std::string> names_of(const Table& table, const ColumnSet& columns) {
  std::vector<std::string> names;
  for (const std::size_t c : columns) names.push_back(table.columns[c].name);
  return names;
}

void state_measures(Table& table, const TableFacts& facts) {
  table.rows = facts.rows;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const ColumnFacts& measured = facts.columns[c];
    table.columns[c].distinct = measured.distinct;
    if (measured.smallest.empty()) continue;
    table.columns[c].least = measured.smallest;
    table.columns[c].greatest = measured.largest;
  }
}

/// A composite alternate key is stated only where something refers to it: by itself it may be an accident that the next
/// export ends.
bool is_worth_stating(std::size_t table, const ColumnSet& key, const std::vector<RelationFinding>& relations) {
  return key.size() == 1 || std::any_of(relations.begin(), relations.end(), [&](const RelationFinding& relation) {
           return relation.stated && relation.parent == table && relation.parent_columns == key;
         });
}

void state_keys(Table& table, std::size_t index, const TableKeys& keys, const std::vector<RelationFinding>& relations) {
  const std::vector<ColumnSet> stated = keys.stated();
  table.inferred_keys = true;
  for (std::size_t i = 0; i < stated.size(); ++i) {
    if (i == 0 && keys.has_primary) {
      table.primary_key = names_of(table, stated[i]);
    } else if (is_worth_stating(index, stated[i], relations)) {
      table.unique.push_back(names_of(table, stated[i]));
    }
  }
}

bool is_bigint(const Table& table, const std::string& column) {
  return table.columns[*table.find_column(column)].type.kind == TypeKind::bigint;
}

/// What refers to a BIGINT is one, and what is referred to by one: the numbers of one thing grow together.
void widen_together(Model& model) {
  const auto widen = [](Table& table, const std::string& column) {
    Type& type = table.columns[*table.find_column(column)].type;
    if (type.kind != TypeKind::integer) return false;
    type.kind = TypeKind::bigint;
    return true;
  };
  for (bool again = true; again;) {
    again = false;
    for (Table& child : model.tables) {
      for (const Relation& relation : child.relations) {
        Table& parent = *std::find_if(model.tables.begin(), model.tables.end(),
                                      [&](const Table& table) { return table.name == relation.table; });
        for (std::size_t i = 0; i < relation.columns.size(); ++i) {
          const std::string& from = relation.columns[i];
          const std::string& to = relation.parent_columns[i];
          if (is_bigint(child, from)) again = widen(parent, to) || again;
          if (is_bigint(parent, to)) again = widen(child, from) || again;
        }
      }
    }
  }
}

}  // namespace

Structure find_structure(Model& model, const std::vector<TableExports>& exports, const Dialect& dialect,
                         const KeyDatabaseOptions& options, const std::function<void(std::size_t table)>& progress) {
  Structure found;
  KeyDatabase database(exports, dialect, options, progress);
  for (std::size_t t = 0; t < model.tables.size(); ++t) {
    Table& table = model.tables[t];
    found.keys.push_back(find_keys(table, t, database));
    state_measures(table, database.facts(t));
    for (const std::string& warning : found.keys.back().warnings) {
      found.warnings.push_back(fmt::format("{}: {}", table.name, warning));
    }
  }
  found.relations = find_relations(model, found.keys, database);
  for (std::size_t t = 0; t < model.tables.size(); ++t) {
    state_keys(model.tables[t], t, found.keys[t], found.relations);
  }
  for (const RelationFinding& relation : found.relations) {
    if (!relation.stated) continue;
    Table& child = model.tables[relation.child];
    const Table& parent = model.tables[relation.parent];
    child.relations.push_back(
        {names_of(child, relation.columns), parent.name, names_of(parent, relation.parent_columns), false});
  }
  widen_together(model);
  return found;
}

}  // namespace rox
