#include "discovery/merge.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "discovery/widen.hpp"
#include "model/difference.hpp"

namespace rox {

namespace {

template <class T>
bool contains(const std::vector<T>& list, const T& one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

bool has_columns(const Table& table, const std::vector<std::string>& names) {
  return std::all_of(names.begin(), names.end(),
                     [&](const std::string& name) { return table.find_column(name).has_value(); });
}

const Column* column_of(const Table* table, const std::string& name) {
  const auto index = table != nullptr ? table->find_column(name) : std::nullopt;
  return index ? &table->columns[*index] : nullptr;
}

const Relation* same_ends(const std::vector<Relation>& relations, const Relation& relation) {
  const auto found = std::find_if(relations.begin(), relations.end(), [&](const Relation& r) {
    return r.columns == relation.columns && r.table == relation.table && r.parent_columns == relation.parent_columns;
  });
  return found == relations.end() ? nullptr : &*found;
}

/// Whether nothing is new about how the column is read: its values have at most grown.
bool still_fits(const Column& known, const Column& proven) {
  return known.format == proven.format && has_room_for(known.type, proven);
}

/// A column without what isn't compared: measures, and its place in the header.
Column stated(Column column) {
  take_measures(column, Column{});
  column.header.clear();
  return column;
}

/// The table as it is said, for "did anybody edit it?".
Table stated(Table table) {
  table = without_measures(std::move(table));
  for (Column& column : table.columns) column = stated(column);
  table.file.clear();
  return table;
}

/// `first`'s names in its order; those that only `second` has follow the one that they follow there.
std::vector<std::string> merged_order(const std::vector<std::string>& first, const std::vector<std::string>& second) {
  std::vector<std::string> out = first;
  auto place = out.begin();
  for (const std::string& name : second) {
    const auto found = std::find(out.begin(), out.end(), name);
    place = found == out.end() ? out.insert(place, name) : found;
    ++place;
  }
  return out;
}

/// One table, the same in all three models; `base` is null where nobody knows.
class TableMerge {
 public:
  TableMerge(const Table* base, const Table& theirs, const Table& proven, std::vector<std::string>& conflicts)
      : base_(base), theirs_(theirs), proven_(proven), conflicts_(conflicts) {}

  Table run() {
    Table table;
    table.name = theirs_.name;
    table.file = file();
    table.files = theirs_.files ? theirs_.files : proven_.files;
    table.dialect = theirs_.dialect;  // by which it was read
    table.comment = theirs_.comment;
    table.rows = proven_.rows;
    columns(table);
    table.primary_key = follows_data() ? proven_.primary_key : theirs_.primary_key;
    table.inferred_keys = theirs_.inferred_keys;
    table.may_shrink = theirs_.may_shrink;
    table.may_change = theirs_.may_change;
    table.history = theirs_.history;
    table.unique = merged_keys();
    table.relations = merged_relations();
    return table;
  }

 private:
  /// Whether the primary key is as it was inferred, and nobody has confirmed it since.
  bool follows_data() const {
    const bool confirmed = base_ != nullptr && base_->inferred_keys && !theirs_.inferred_keys;
    return base_ != nullptr && base_->primary_key == theirs_.primary_key && !confirmed;
  }

  /// A glob or name that reads more files than the user's needs no change; one that has become too narrow does.
  std::string file() const {
    const bool edited = base_ != nullptr && base_->file != theirs_.file;
    const bool covers = theirs_.file == proven_.file || glob_match(theirs_.file, proven_.file);
    return edited || covers ? theirs_.file : proven_.file;
  }

  void columns(Table& table) {
    std::vector<Column> kept;
    for (const Column& column : theirs_.columns) {
      const Column* proven = column_of(&proven_, column.name);
      const Column* base = column_of(base_, column.name);
      if (proven != nullptr) {
        kept.push_back(merged_column(base, column, *proven));
      } else if (base == nullptr || stated(*base) != stated(column)) {
        conflict(column.name, "the exports no longer have it; kept, because you edited it in model.toml");
        kept.push_back(column);
      }
    }
    for (const Column& column : proven_.columns) {
      if (column_of(&theirs_, column.name) != nullptr) continue;
      if (column_of(base_, column.name) == nullptr) kept.push_back(column);
      // else: somebody took it out
    }
    for (const std::string& name : column_order()) {
      const auto found = std::find_if(kept.begin(), kept.end(), [&](const Column& c) { return c.name == name; });
      if (found != kept.end()) table.columns.push_back(*found);
    }
  }

  /// The exports' order, unless the user has another one than was inferred.
  std::vector<std::string> column_order() const {
    const std::vector<std::string> theirs = theirs_.column_names();
    const std::vector<std::string> proven = proven_.column_names();
    if (base_ == nullptr) return merged_order(theirs, proven);
    std::vector<std::string> now;
    std::vector<std::string> then;
    for (const std::string& name : theirs) {
      if (column_of(base_, name) != nullptr) now.push_back(name);
    }
    for (const Column& column : base_->columns) {
      if (column_of(&theirs_, column.name) != nullptr) then.push_back(column.name);
    }
    return now == then ? merged_order(proven, theirs) : merged_order(theirs, proven);
  }

  Column merged_column(const Column* base, const Column& theirs, const Column& proven) {
    Column column = theirs;
    take_measures(column, proven);
    if (proves_nothing(proven)) {
      // The type stays what it was when there were values.
    } else if (still_fits(theirs, proven)) {
      // And while it has room for them.
    } else if (base != nullptr && reading_of(*base) == reading_of(theirs)) {
      set_reading(column, reading_of(proven));
    } else if (surely_too_narrow(theirs.type, proven) && !is_counted(theirs.format.date_form)) {
      conflict(theirs.name, fmt::format("model.toml says {}, the exports have values for {}: they will be rejects",
                                        to_string(theirs.type), to_string(narrowest(proven, theirs.type))));
    }
    if (base != nullptr && base->nullable == theirs.nullable && proven_.rows > 0) {
      column.nullable = proven.nullable;
    } else if (!theirs.nullable && proven.lacks_values() && proven_.rows > 0) {
      conflict(theirs.name, "model.toml says not null, the exports have rows without a value: they will be rejects");
    }
    return column;
  }

  std::vector<std::vector<std::string>> merged_keys() const {
    if (base_ == nullptr) return theirs_.unique;
    std::vector<std::vector<std::string>> keys;
    for (const std::vector<std::string>& key : theirs_.unique) {
      if (!contains(base_->unique, key) || contains(proven_.unique, key)) keys.push_back(key);
    }
    for (const std::vector<std::string>& key : proven_.unique) {
      if (!contains(base_->unique, key) && !contains(keys, key)) keys.push_back(key);
    }
    return keys;
  }

  std::vector<Relation> merged_relations() const {
    if (base_ == nullptr) return theirs_.relations;
    std::vector<Relation> relations;
    for (const Relation& relation : theirs_.relations) {
      const Relation* base = same_ends(base_->relations, relation);
      const bool edited = base == nullptr || *base != relation;
      if (edited || same_ends(proven_.relations, relation) != nullptr) relations.push_back(relation);
    }
    for (const Relation& relation : proven_.relations) {
      const bool known = same_ends(base_->relations, relation) != nullptr;
      if (!known && same_ends(relations, relation) == nullptr) relations.push_back(relation);
    }
    return relations;
  }

  void conflict(const std::string& column, std::string_view what) {
    conflicts_.push_back(fmt::format("{}.{}: {}", theirs_.name, column, what));
  }

  const Table* base_;
  const Table& theirs_;
  const Table& proven_;
  std::vector<std::string>& conflicts_;
};

/// Whether an edited relation of another table leads to `table`.
bool is_wanted_parent(const Table& table, const Model& base, const Model& theirs) {
  for (const Table& child : theirs.tables) {
    const Table* old = base.find_table(child.name);
    for (const Relation& relation : child.relations) {
      if (&child == &table || relation.table != table.name) continue;
      const Relation* same = old != nullptr ? same_ends(old->relations, relation) : nullptr;
      if (same == nullptr || *same != relation) return true;
    }
  }
  return false;
}

/// Takes out keys and relations whose columns or tables are gone: model.toml can't say them.
void drop_dangling(Merge& merge) {
  Model& model = merge.model;
  const auto drop = [&](const Table& table, std::string_view what, const std::vector<std::string>& columns) {
    merge.conflicts.push_back(
        fmt::format("{}: its {} ({}) goes, with what it was about", table.name, what, join(columns, ", ")));
  };
  for (Table& table : model.tables) {
    if (!has_columns(table, table.primary_key)) {
      drop(table, "primary key", table.primary_key);
      table.primary_key.clear();
    }
    std::erase_if(table.unique, [&](const auto& key) {
      const bool gone = !has_columns(table, key);
      if (gone) drop(table, "alternate key", key);
      return gone;
    });
    std::erase_if(table.relations, [&](const Relation& relation) {
      const Table* parent = model.find_table(relation.table);
      const bool gone =
          parent == nullptr || !has_columns(table, relation.columns) || !has_columns(*parent, relation.parent_columns);
      if (gone) drop(table, "relation to " + relation.table, relation.columns);
      return gone;
    });
    if (!table.inferred_keys) require_key_values(table);
  }
}

Merge merge_renamed(const Model* base, const Model& theirs, const Model& proven) {
  Merge merge;
  for (const Table& table : theirs.tables) {
    const Table* old = base != nullptr ? base->find_table(table.name) : nullptr;
    if (const Table* now = proven.find_table(table.name)) {
      merge.model.tables.push_back(TableMerge(old, table, *now, merge.conflicts).run());
    } else if (old == nullptr || stated(*old) != stated(table) || is_wanted_parent(table, *base, theirs)) {
      merge.model.tables.push_back(table);
      merge.conflicts.push_back(fmt::format(
          "{}: there is no export of it ({}); kept, because you edited it in model.toml", table.name, table.file));
    }
  }
  for (const Table& table : proven.tables) {
    if (theirs.find_table(table.name) != nullptr) continue;
    if (base == nullptr || base->find_table(table.name) == nullptr) {
      merge.model.tables.push_back(table);
    } else {
      merge.conflicts.push_back(
          fmt::format("{}: taken out of model.toml, but {} is there; [source] ignore in rox.toml leaves it out",
                      table.name, table.file));
    }
  }
  drop_dangling(merge);
  return merge;
}

}  // namespace

Merge merge_models(const std::optional<Model>& base, const Model& theirs, const Proven& proven) {
  const Model ours = in_words_of(theirs, proven);
  if (!base) return merge_renamed(nullptr, theirs, ours);
  const Model then = in_words_of(theirs, *base, proven.has_header);
  return merge_renamed(&then, theirs, ours);
}

Model to_remember(const std::optional<Model>& base, const Model& proven) {
  Model model = proven;
  if (!base) return model;
  for (Table& table : model.tables) {
    const Table* old = base->find_table(table.name);
    for (Column& column : table.columns) {
      const Column* known = column_of(old, column.name);
      if (known != nullptr && (proves_nothing(column) || still_fits(*known, column))) {
        set_reading(column, reading_of(*known));
      }
      if (known != nullptr && table.rows == 0) column.nullable = known->nullable;
    }
  }
  return model;
}

Model take_proven(const Model& theirs, const Proven& proven) {
  Model ours = in_words_of(theirs, proven);
  for (Table& table : ours.tables) {
    const Table* old = theirs.find_table(table.name);
    if (old == nullptr) continue;
    if (table.primary_key.empty() && has_columns(table, old->primary_key)) table.primary_key = old->primary_key;
    for (const std::vector<std::string>& key : old->unique) {
      if (has_columns(table, key) && !contains(table.unique, key)) table.unique.push_back(key);
    }
    for (const Relation& relation : old->relations) {
      const Table* parent = ours.find_table(relation.table);
      const bool holds =
          parent != nullptr && has_columns(table, relation.columns) && has_columns(*parent, relation.parent_columns);
      if (holds && same_ends(table.relations, relation) == nullptr) table.relations.push_back(relation);
    }
  }
  // As if nobody had edited anything: then all follows the data.
  return merge_renamed(&theirs, theirs, ours).model;
}

}  // namespace rox
