#include "discovery/structure.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "discovery/name_match.hpp"
#include "discovery/words.hpp"

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

using Relations = std::vector<RelationFinding>;

bool is_referred_to(std::size_t table, const ColumnSet& key, const Relations& relations) {
  return std::any_of(relations.begin(), relations.end(), [&](const RelationFinding& relation) {
    return relation.stated && relation.parent == table && relation.parent_columns == key;
  });
}

/// An alternate key that refers to another table is unique by accident: a second customer may move to that address.
bool is_worth_stating(std::size_t table, const ColumnSet& key, const Relations& relations) {
  return is_referred_to(table, key, relations) ||
         std::none_of(relations.begin(), relations.end(), [&](const RelationFinding& relation) {
           return relation.stated && relation.child == table && relation.columns == key;
         });
}

bool includes(ColumnSet whole, ColumnSet part) {
  std::sort(whole.begin(), whole.end());
  std::sort(part.begin(), part.end());
  return std::includes(whole.begin(), whole.end(), part.begin(), part.end());
}

/// What relations say about keys: which columns are one although they don't look like it, and which have more to them
/// than today's rows need.
class KeyRevision {
 public:
  KeyRevision(const Model& model, std::vector<TableKeys>& keys, const Relations& relations, const NameMatcher& names,
              const KeyDatabase& database)
      : model_(model), keys_(keys), relations_(relations), names_(names), database_(database) {}

  void run() {
    for (std::size_t table = 0; table < keys_.size(); ++table) {
      take_referred(table);
      if (!keys_[table].has_primary || is_referred_to(table, primary(table), relations_)) continue;
      widen_junction(table);
      widen_by_reference(table);
    }
  }

 private:
  const ColumnSet& primary(std::size_t table) const { return keys_[table].found.front().columns; }

  /// A table without a key, and a column of it that others refer to.
  void take_referred(std::size_t table) {
    TableKeys& keys = keys_[table];
    if (keys.has_primary) return;
    const auto key = std::find_if(keys.found.begin(), keys.found.end(), [&](const KeyFinding& found) {
      return is_referred_to(table, found.columns, relations_);
    });
    if (key == keys.found.end()) return;
    if (static_cast<std::size_t>(key - keys.found.begin()) < keys.alternates) --keys.alternates;
    key->confidence = std::max(key->confidence, kStatedKey);
    key->reasons.emplace_back("other tables refer to it");
    std::rotate(keys.found.begin(), key, key + 1);
    keys.has_primary = true;
  }

  /// A table that is called after the tables that it joins and has nothing else is keyed by all its references, even if
  /// each film is in one category today.
  void widen_junction(std::size_t table) {
    ColumnSet references;
    std::vector<std::string> words;
    for (const RelationFinding& relation : relations_) {
      if (!relation.stated || relation.child != table || relation.columns.size() > 1) continue;
      references.push_back(relation.columns.front());
      const std::vector<std::string>& entity = names_.entity(relation.parent);
      words.insert(words.end(), entity.begin(), entity.end());
    }
    const std::vector<std::string>& own = names_.entity(table);
    const bool is_called_so = std::all_of(own.begin(), own.end(), [&](const std::string& word) {
      return std::any_of(words.begin(), words.end(), [&](const std::string& other) { return same_word(word, other); });
    });
    const std::vector<Column>& columns = model_.tables[table].columns;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (!includes(references, {c}) && !is_audit_name(columns[c].name)) return;
    }
    if (is_called_so && references.size() > 1 && own.size() > 1)
      widen(table, references, "a row joins these, and any may");
  }

  /// A part of a composite reference is a key only together with the rest of it: a city's number with its region's.
  void widen_by_reference(std::size_t table) {
    for (const RelationFinding& relation : relations_) {
      if (!relation.stated || relation.child != table || relation.columns.size() < 2) continue;
      const ColumnSet& key = primary(table);
      const auto shared =
          std::count_if(key.begin(), key.end(), [&](std::size_t c) { return includes(relation.columns, {c}); });
      if (shared > 0 && key.size() > 1) widen(table, relation.columns, "all columns of a reference are a part of it");
    }
  }

  void widen(std::size_t table, const ColumnSet& more, std::string_view why) {
    KeyFinding& key = keys_[table].found.front();
    ColumnSet columns = key.columns;
    columns.insert(columns.end(), more.begin(), more.end());
    std::sort(columns.begin(), columns.end());
    columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
    const TableFacts& facts = database_.facts(table);
    if (columns == key.columns || !includes(columns, key.columns) ||
        !std::all_of(columns.begin(), columns.end(), [&](std::size_t c) { return facts.complete(c); })) {
      return;
    }
    key.columns = columns;
    key.reasons.emplace_back(why);
  }

  const Model& model_;
  std::vector<TableKeys>& keys_;
  const Relations& relations_;
  const NameMatcher& names_;
  const KeyDatabase& database_;
};

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

Table& table_of(Model& model, const std::string& name) {
  return *std::find_if(model.tables.begin(), model.tables.end(),
                       [&](const Table& table) { return table.name == name; });
}

/// Codes that refer to texts are texts, even if those of today are numbers.
void read_references_alike(Model& model) {
  for (Table& child : model.tables) {
    for (const Relation& relation : child.relations) {
      const Table& parent = table_of(model, relation.table);
      for (std::size_t i = 0; i < relation.columns.size(); ++i) {
        Column& from = child.columns[*child.find_column(relation.columns[i])];
        const Column& to = parent.columns[*parent.find_column(relation.parent_columns[i])];
        if (from.type.kind == TypeKind::varchar || to.type.kind != TypeKind::varchar) continue;
        from.type = {TypeKind::varchar, 0, 0, 0};
        from.max_bytes = static_cast<std::uint32_t>(std::max(from.least.size(), from.greatest.size()));
        from.least.clear();
        from.greatest.clear();
      }
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
        Table& parent = table_of(model, relation.table);
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
  const NameMatcher names(model);
  for (std::size_t t = 0; t < model.tables.size(); ++t) {
    Table& table = model.tables[t];
    found.keys.push_back(find_keys(table, names.entity(t), t, database));
    state_measures(table, database.facts(t));
    for (const std::string& warning : found.keys.back().warnings) {
      found.warnings.push_back(fmt::format("{}: {}", table.name, warning));
    }
  }
  found.relations = find_relations(model, found.keys, names, database);
  KeyRevision(model, found.keys, found.relations, names, database).run();
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
  read_references_alike(model);
  widen_together(model);
  return found;
}

}  // namespace rox
