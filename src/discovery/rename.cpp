#include "discovery/rename.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "discovery/widen.hpp"
#include "source/export.hpp"

namespace rox {

namespace {

using Names = std::map<std::string, std::string>;  // old name -> new name

std::string free_name(const std::string& name, const std::set<std::string>& used) {
  std::string candidate = name;
  for (int i = 2; used.contains(to_lower(candidate)); ++i) candidate = fmt::format("{}_{}", name, i);
  return candidate;
}

std::vector<std::string> renamed(const std::vector<std::string>& names, const Names& to) {
  std::vector<std::string> out;
  for (const std::string& name : names) {
    const auto found = to.find(name);
    out.push_back(found == to.end() ? name : found->second);
  }
  return out;
}

/// The column of `known` that reads the same field.
const Column* known_column(const Table& known, const Table& table, std::size_t index, bool has_header) {
  if (!has_header) return index < known.columns.size() ? &known.columns[index] : nullptr;
  const std::string& header = table.columns[index].header_name();
  const auto found = std::find_if(known.columns.begin(), known.columns.end(),
                                  [&](const Column& column) { return column.header_name() == header; });
  return found == known.columns.end() ? nullptr : &*found;
}

/// Whether a column of `known` is called as rox calls one that nothing names, where now something does: a layout.
bool lacks_name(const Column& known, const Column& proven, std::size_t index) {
  const std::string nameless = fmt::format("column_{}", index + 1);
  return known.name == nameless && proven.name != nameless;
}

void set_name(Column& column, const std::string& name, bool has_header) {
  const std::string header = column.header_name();
  column.name = name;
  column.header = has_header && header != name ? header : "";
}

/// Gives `table`'s columns the names that they have in `known` (null: nowhere) and says which became which.
Names rename_columns(Table& table, const Table* known, bool has_header) {
  Names names;
  if (known == nullptr) return names;
  std::set<std::string> used;
  for (const Column& column : known->columns) used.insert(to_lower(column.name));
  std::vector<std::pair<std::size_t, std::string>> chosen;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const Column* same = known_column(*known, table, i, has_header);
    if (same != nullptr && !has_header && lacks_name(*same, table.columns[i], i)) same = nullptr;
    const std::string name = same != nullptr ? same->name : free_name(table.columns[i].name, used);
    if (same == nullptr) used.insert(to_lower(name));
    names[table.columns[i].name] = name;
    chosen.emplace_back(i, name);
  }
  for (const auto& [i, name] : chosen) set_name(table.columns[i], name, has_header);
  return names;
}

/// Unset where that wasn't measured.
std::optional<std::uint64_t> rows_without(const Column& column) {
  return column.nullable ? column.missing : std::optional<std::uint64_t>(0);
}

void add_missing(std::optional<std::uint64_t>& missing, const std::optional<std::uint64_t>& more) {
  missing = missing && more ? std::optional(*missing + *more) : std::nullopt;
}

/// Empty where they aren't known of both, unless one has no values.
void join_extremes(Column& whole, const Column& part) {
  if (proves_nothing(part)) return;
  const bool only_part = proves_nothing(whole);
  const bool known = only_part || (!whole.least.empty() && !part.least.empty());
  if (!known || only_part || is_less(part.least, whole.least)) whole.least = known ? part.least : "";
  if (!known || only_part || is_less(whole.greatest, part.greatest)) whole.greatest = known ? part.greatest : "";
}

void join_measures(Column& whole, const Column& part) {
  whole.longest = std::max(whole.longest_text(), part.longest_text());
  whole.max_bytes = std::max(whole.max_bytes, part.max_bytes);
  if (whole.longest == whole.max_bytes) whole.longest = 0;
  whole.distinct = 0;
  whole.missing = rows_without(whole);
  add_missing(whole.missing, rows_without(part));
  whole.decimals = whole.decimals && part.decimals ? std::max(whole.decimals, part.decimals) : std::nullopt;
}

/// `part` is more of `whole`: files of one table that don't look alike. What holds of both holds of the table.
void join_tables(Table& whole, const Table& part) {
  for (Column& column : whole.columns) {
    if (part.find_column(column.name)) continue;
    column.missing = rows_without(column);
    add_missing(column.missing, part.rows);
    column.nullable = true;
  }
  for (const Column& column : part.columns) {
    const std::optional<std::size_t> index = whole.find_column(column.name);
    if (!index) {
      whole.columns.push_back(column);
      Column& added = whole.columns.back();
      added.missing = rows_without(column);
      add_missing(added.missing, whole.rows);
      added.nullable = true;
      continue;
    }
    Column& same = whole.columns[*index];
    const bool nothing = proves_nothing(same);
    join_extremes(same, column);
    join_measures(same, column);
    if (nothing) {
      set_reading(same, reading_of(column));
    } else if (!proves_nothing(column)) {
      Column all = column;
      take_measures(all, same);
      same.type = same.format == column.format ? widened(same.type, all) : Type{};
      if (same.type.kind == TypeKind::varchar) same.format = {};
    }
    same.nullable = same.nullable || column.nullable;
    if (!same.nullable) same.missing.reset();
  }
  if (whole.primary_key != part.primary_key) whole.primary_key.clear();
  const auto lacks = [](const auto& list) {
    return [&list](const auto& one) { return std::find(list.begin(), list.end(), one) == list.end(); };
  };
  std::erase_if(whole.unique, lacks(part.unique));
  std::erase_if(whole.relations, lacks(part.relations));
  whole.rows += part.rows;
}

/// `model` with the names of `known`, whose table `owner[i]` its table i is.
Model rename(Model model, const Model& known, const std::vector<std::optional<std::size_t>>& owner, bool has_header) {
  std::set<std::string> used;
  for (const Table& table : known.tables) used.insert(to_lower(table.name));
  Names tables;
  std::map<std::string, Names> columns;  // by the table's old name
  for (std::size_t i = 0; i < model.tables.size(); ++i) {
    Table& table = model.tables[i];
    const Table* same = owner[i] ? &known.tables[*owner[i]] : nullptr;
    columns[table.name] = rename_columns(table, same, has_header);
    tables[table.name] = same != nullptr ? same->name : free_name(table.name, used);
    if (same == nullptr) used.insert(to_lower(tables[table.name]));
  }
  Model out;
  for (Table& table : model.tables) {
    const Names& own = columns[table.name];
    table.primary_key = renamed(table.primary_key, own);
    for (std::vector<std::string>& key : table.unique) key = renamed(key, own);
    for (Relation& relation : table.relations) {
      relation.columns = renamed(relation.columns, own);
      relation.parent_columns = renamed(relation.parent_columns, columns[relation.table]);
      relation.table = tables[relation.table];
    }
    table.name = tables[table.name];
    const auto whole = std::find_if(out.tables.begin(), out.tables.end(),
                                    [&](const Table& other) { return other.name == table.name; });
    if (whole == out.tables.end()) {
      out.tables.push_back(std::move(table));
    } else {
      join_tables(*whole, table);
      whole->file = known.find_table(whole->name)->file;
    }
  }
  return out;
}

}  // namespace

Model in_words_of(const Model& known, const Proven& proven) {
  std::vector<std::optional<std::size_t>> owner;
  for (const std::vector<std::string>& files : proven.files) {
    std::optional<std::size_t>& one = owner.emplace_back();
    for (const std::string& file : files) {
      if (!one) one = owner_of(known, file);
    }
  }
  return rename(proven.model, known, owner, proven.has_header);
}

Model in_words_of(const Model& known, const Model& base, bool has_header) {
  std::vector<std::optional<std::size_t>> owner(base.tables.size());
  std::vector<bool> taken(known.tables.size(), false);
  const auto pair = [&](auto same) {
    for (std::size_t i = 0; i < base.tables.size(); ++i) {
      for (std::size_t k = 0; k < known.tables.size() && !owner[i]; ++k) {
        if (taken[k] || !same(base.tables[i], known.tables[k])) continue;
        owner[i] = k;
        taken[k] = true;
      }
    }
  };
  pair([](const Table& a, const Table& b) { return a.file == b.file; });
  pair([](const Table& a, const Table& b) { return equals_ignore_case(a.name, b.name); });
  return rename(base, known, owner, has_header);
}

}  // namespace rox
