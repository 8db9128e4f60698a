#include "model/relationships.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool contains_all(const std::vector<std::string>& names, const std::vector<std::string>& wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& name) { return contains(names, name); });
}

bool may_be_missing(const Table& table, const std::vector<std::string>& columns) {
  return std::any_of(columns.begin(), columns.end(), [&](const std::string& name) {
    const auto index = table.find_column(name);
    return index && table.columns[*index].nullable && !contains(table.primary_key, name);
  });
}

/// Whether the relation is there twice (an earlier one says the same), or says nothing (a column is itself).
bool is_redundant(const Table& table, const Relation& relation) {
  if (relation.table == table.name && relation.columns == relation.parent_columns) return true;
  for (const Relation& other : table.relations) {
    if (&other == &relation) return false;
    if (other.table == relation.table && other.columns == relation.columns &&
        other.parent_columns == relation.parent_columns) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool are_unique(const Table& table, const std::vector<std::string>& columns) {
  const auto is_within = [&](const std::vector<std::string>& key) {
    return !key.empty() && contains_all(columns, key);
  };
  return is_within(table.primary_key) || std::any_of(table.unique.begin(), table.unique.end(), is_within);
}

std::vector<Relationship> relationships(const Model& model) {
  std::vector<Relationship> result;
  for (const Table& child : model.tables) {
    for (const Relation& relation : child.relations) {
      const Table* parent = model.find_table(relation.table);
      if (parent == nullptr || is_redundant(child, relation)) continue;
      result.push_back({.child = &child,
                        .parent = parent,
                        .relation = &relation,
                        .one_child = are_unique(child, relation.columns),
                        .optional_parent = may_be_missing(child, relation.columns)});
    }
  }
  return result;
}

std::string cardinality_text(const Relationship& relationship) {
  return fmt::format("{} to {}", relationship.one_child ? "one" : "many",
                     relationship.optional_parent ? "one or none" : "one");
}

std::vector<std::string> key_marks(const Table& table, const std::string& column) {
  std::vector<std::string> marks;
  if (contains(table.primary_key, column)) marks.emplace_back("PK");
  for (std::size_t i = 0; i < table.unique.size(); ++i) {
    if (!contains(table.unique[i], column)) continue;
    marks.push_back(table.unique.size() == 1 ? "AK" : fmt::format("AK{}", i + 1));
  }
  const bool refers = std::any_of(table.relations.begin(), table.relations.end(),
                                  [&](const Relation& relation) { return contains(relation.columns, column); });
  if (refers) marks.emplace_back("FK");
  return marks;
}

Model with_neighbours(const Model& model, const std::vector<std::string>& tables) {
  std::vector<std::string> chosen;
  for (const std::string& name : tables) chosen.push_back(named_table(model, name).name);
  const auto touches = [&](const Table& child, const Relation& relation) {
    return contains(chosen, child.name) || contains(chosen, relation.table);
  };
  std::vector<std::string> shown = chosen;
  for (const Table& child : model.tables) {
    for (const Relation& relation : child.relations) {
      if (touches(child, relation)) shown.insert(shown.end(), {child.name, relation.table});
    }
  }
  Model part;
  for (Table table : model.tables) {
    if (!contains(shown, table.name)) continue;
    std::erase_if(table.relations, [&](const Relation& relation) { return !touches(table, relation); });
    part.tables.push_back(std::move(table));
  }
  return part;
}

}  // namespace rox
