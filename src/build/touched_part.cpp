#include "build/touched_part.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>

#include "base/text.hpp"
#include "build/needed_rows.hpp"
#include "build/touched_keys.hpp"
#include "build/window_order.hpp"
#include "engine/duckdb/query_plan.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

/// Of so many rows it isn't worth asking which are needed.
constexpr std::uint64_t kFew = 5'000;

/// If more of the rows are touched than one in so many, all are made again: it takes no longer.
constexpr std::uint64_t kShare = 5;

constexpr const char* kKeys = "rox: touched keys";

std::string quoted(const std::string& name) { return exact_name(name, SqlDialect::duckdb); }

std::string in_schema(const char* schema, const std::string& table) {
  return fmt::format("{}.{}", schema, quoted(table));
}

/// Some numbers, each a SELECT of its own, asked at once.
std::vector<std::uint64_t> query_counts(DuckDbConnection& connection, const std::vector<std::string>& selects) {
  std::vector<std::uint64_t> counts;
  if (selects.empty()) return counts;
  const auto rows = connection.query(fmt::format("SELECT ({})", join(selects, "), (")));
  while (rows->next()) {
    for (std::size_t i = 0; i < rows->columns().size() && rows->rows() > 0; ++i) {
      std::string text;
      rows->text(i, 0, text);
      counts.push_back(std::stoull(text));
    }
  }
  return counts;
}

/// t.a = s.k0 AND t.b = s.k1; or so that two missing values are equal.
std::string equal_keys(const std::vector<std::string>& columns, bool null_safe, std::string_view row = "t") {
  std::vector<std::string> equal;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    equal.push_back(
        fmt::format("{}.{} {} s.k{}", row, quoted(columns[i]), null_safe ? "IS NOT DISTINCT FROM" : "=", i));
  }
  return join(equal, " AND ");
}

/// Subsets of the key, larger ones first, then the other columns one by one.
std::vector<Positions> key_candidates(const Positions& key, std::size_t width) {
  constexpr std::size_t kMostParts = 4;
  std::vector<Positions> candidates;
  const std::size_t parts = std::min(key.size(), kMostParts);
  for (std::size_t chosen = 1; chosen < (std::size_t{1} << parts); ++chosen) {
    Positions subset;
    for (std::size_t i = 0; i < parts; ++i) {
      if ((chosen >> i & 1U) != 0) subset.push_back(key[i]);
    }
    candidates.push_back(std::move(subset));
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Positions& a, const Positions& b) { return a.size() > b.size(); });
  for (std::size_t i = 0; i < width; ++i) {
    if (std::find(key.begin(), key.end(), i) == key.end()) candidates.push_back({i});
  }
  return candidates;
}

const std::string* find_name(const std::set<std::string>& names, const std::string& name) {
  const auto found = std::find_if(names.begin(), names.end(),
                                  [&](const std::string& other) { return equals_ignore_case(name, other); });
  return found == names.end() ? nullptr : &*found;
}

class PartFinder {
 public:
  PartFinder(DuckDbConnection& connection, const QueryPlan& plan)
      : connection_(connection), root_(plan.root), index_(plan.root), columns_(columns_read(plan.root)) {
    const auto rows = connection.query("SELECT current_database()");
    rows->next();
    rows->text(0, 0, database_);
  }

  TouchedPart find(const Positions& key, const BuildChanges& changes) {
    for (const auto& [table, columns] : columns_) {
      if (find_name(changes.unknown, table) != nullptr) return whole(fmt::format("{} was made anew", table));
    }
    TemporaryObjects objects(connection_);
    read_changes(changes, objects);
    if (changes_.empty()) return untouched();
    const auto order = find_order_conditions(index_, root_);
    if (!order) return whole("the order in a window may leave open which of equal rows is first");
    count_rows();
    std::string why = "no column of it tells which rows of its tables a row comes from";
    TouchedKeys touched(index_, changes_, [this](const std::string& table) { return table_name(table); });
    for (const Positions& candidate : key_candidates(key, root_.columns.size())) {
      const auto select = touched.select(root_, candidate);
      if (!select) continue;
      if (auto found = try_key(candidate, *select, why)) return with_order_proven(std::move(*found), *order);
    }
    return whole(why);
  }

 private:
  TouchedPart whole(const std::string& why) const {
    TouchedPart part(connection_);
    part.why = why;
    return part;
  }

  TouchedPart untouched() const {
    TouchedPart part(connection_);
    part.reach = Reach::none;
    return part;
  }

  std::string table_name(const std::string& table) const {
    return fmt::format("{}.main.{}", quoted(database_), quoted(table));
  }

  /// The tables that changed in columns that are read.
  void read_changes(const BuildChanges& changes, TemporaryObjects& objects) {
    std::vector<std::string> tables;
    std::vector<std::string> names;
    std::vector<std::string> selects;
    for (const auto& [table, columns] : columns_) {
      const std::string* name = find_name(changes.known, table);
      if (name == nullptr) continue;
      tables.push_back(table);
      names.push_back(*name);
      for (const char* schema : {kInserted, kDeleted}) {
        selects.push_back("SELECT count(*) FROM " + in_schema(schema, *name));
      }
    }
    const std::vector<std::uint64_t> counts = query_counts(connection_, selects);
    for (std::size_t i = 0; i < tables.size(); ++i) {
      read_change(tables[i], names[i], counts.at(2 * i), counts.at(2 * i + 1), objects);
    }
  }

  void read_change(const std::string& table, const std::string& name, std::uint64_t inserted, std::uint64_t deleted,
                   TemporaryObjects& objects) {
    const std::set<std::string>& columns = columns_.at(table);
    if (inserted == deleted && (inserted == 0 || columns.empty())) return;
    TableChange change;
    if (deleted > 0) change.deleted = in_schema(kDeleted, name);
    change.rows = in_schema(inserted > 0 ? kInserted : kDeleted, name);
    if (inserted > 0 && deleted > 0 && !columns.empty()) {
      const std::string list = exact_names({columns.begin(), columns.end()}, SqlDialect::duckdb);
      const auto without = [&](const char* some, const char* others) {
        return fmt::format("(SELECT {0} FROM {1} EXCEPT ALL SELECT {0} FROM {2})", list, in_schema(some, name),
                           in_schema(others, name));
      };
      change.rows =
          objects.add_table("rox: change of " + name,
                            fmt::format("{} UNION ALL {}", without(kInserted, kDeleted), without(kDeleted, kInserted)));
      if (query_counts(connection_, {"SELECT count(*) FROM " + change.rows}).front() == 0) return;
    }
    changes_[table] = std::move(change);
  }

  void count_rows() {
    std::vector<std::string> selects;
    for (const auto& [table, columns] : columns_) selects.push_back("SELECT count(*) FROM " + table_name(table));
    const std::vector<std::uint64_t> counts = query_counts(connection_, selects);
    std::size_t i = 0;
    for (const auto& [table, columns] : columns_) rows_[table] = counts.at(i++);
  }

  /// Nothing if so many rows are touched that it isn't worth it, which `why` says.
  std::optional<TouchedPart> try_key(const Positions& key, const std::string& select, std::string& why) {
    TouchedPart part(connection_);
    part.reach = Reach::some;
    part.columns = root_.columns.size();
    part.key = key;
    part.keys_table = part.sets.add_table(kKeys, select);
    const auto counts = count_set(part.keys_table, key.size());
    part.keys = counts.first;
    part.null_keys = counts.second;
    if (part.keys == 0) return untouched();
    const Needs needs =
        find_needs(index_, root_, key, kKeys, [this](const std::string& table) { return rows_.at(table) > kFew; });
    sets_[kKeys] = {part.keys_table, part.null_keys};
    if (is_too_much(needs, why)) return std::nullopt;
    for (const DerivedSet& set : needs.derived) derive(set, part.sets);
    for (const auto& [table, rows] : needs.tables) {
      if (!rows.all) part.views.add_view(table, narrowed(table, rows));
    }
    return part;
  }

  std::pair<std::uint64_t, bool> count_set(const std::string& table, std::size_t columns) {
    std::vector<std::string> missing;
    for (std::size_t i = 0; i < columns; ++i) missing.push_back(fmt::format("k{} IS NULL", i));
    const std::vector<std::uint64_t> counts =
        query_counts(connection_, {"SELECT count(*) FROM " + table,
                                   fmt::format("SELECT count(*) FROM {} WHERE {}", table, join(missing, " OR "))});
    return {counts.at(0), counts.at(1) > 0};
  }

  bool is_too_much(const Needs& needs, std::string& why) {
    std::vector<std::string> selects;
    std::uint64_t all = 0;
    for (const auto& [table, rows] : needs.tables) {
      const auto columns = rows.by_set.find(kKeys);
      if (rows.all || columns == rows.by_set.end() || rows_.at(table) <= kFew) continue;
      all += rows_.at(table);
      selects.push_back("SELECT count(*) FROM " + semi_join(table, columns->second, sets_.at(kKeys)));
    }
    std::uint64_t touched = 0;
    for (const std::uint64_t count : query_counts(connection_, selects)) touched += count;
    if (touched <= all / kShare) return false;
    why = fmt::format("{} of {} rows are touched", touched, all);
    return true;
  }

  struct Set {
    std::string table;
    bool has_null = false;
  };

  std::string semi_join(const std::string& table, const std::vector<std::string>& columns, const Set& set) const {
    return fmt::format("{} AS t SEMI JOIN {} AS s ON {}", table_name(table), set.table,
                       equal_keys(columns, set.has_null));
  }

  void derive(const DerivedSet& set, TemporaryObjects& objects) {
    std::vector<std::string> values;
    for (std::size_t i = 0; i < set.values.size(); ++i)
      values.push_back(fmt::format("t.{} AS k{}", quoted(set.values[i]), i));
    const std::string table =
        objects.add_table(set.name, fmt::format("SELECT DISTINCT {} FROM {}", join(values, ", "),
                                                semi_join(set.table, set.columns, sets_.at(set.set))));
    sets_[set.name] = {table, count_set(table, set.values.size()).second};
  }

  std::string narrowed(const std::string& table, const NeededRows& rows) const {
    if (rows.by_set.size() == 1) {
      const auto& [set, columns] = *rows.by_set.begin();
      return "SELECT t.* FROM " + semi_join(table, columns, sets_.at(set));
    }
    std::vector<std::string> some;
    for (const auto& [name, columns] : rows.by_set) {
      const Set& set = sets_.at(name);
      some.push_back(
          fmt::format("EXISTS (SELECT 1 FROM {} AS s WHERE {})", set.table, equal_keys(columns, set.has_null)));
    }
    return fmt::format("SELECT t.* FROM {} AS t WHERE {}", table_name(table), join(some, " OR "));
  }

  TouchedPart with_order_proven(TouchedPart part, const std::vector<UniqueRows>& order) {
    if (part.reach != Reach::some) return part;
    std::vector<std::string> selects;
    for (const UniqueRows& rows : order) {
      const std::string columns = exact_names(rows.columns, SqlDialect::duckdb);
      selects.push_back(fmt::format("SELECT count(*) FROM (SELECT 1 FROM {} GROUP BY {} HAVING count(*) > 1 LIMIT 1)",
                                    quoted(rows.table), columns));
    }
    const std::vector<std::uint64_t> equal = query_counts(connection_, selects);
    for (std::size_t i = 0; i < equal.size(); ++i) {
      if (equal[i] > 0) {
        return whole(fmt::format("rows of {} are equal in what a window orders by ({})", order[i].table,
                                 join(order[i].columns, ", ")));
      }
    }
    return part;
  }

  DuckDbConnection& connection_;
  const PlanNode& root_;
  PlanIndex index_;
  const std::map<std::string, std::set<std::string>> columns_;
  std::string database_;
  std::map<std::string, TableChange> changes_;
  std::map<std::string, std::uint64_t> rows_;
  std::map<std::string, Set> sets_;
};

}  // namespace

std::string TouchedPart::rows_of(const std::string& from, const std::vector<std::string>& columns) const {
  std::vector<std::string> names;
  for (const std::size_t column : key) names.push_back(columns.at(column));
  return fmt::format("SELECT r.* FROM {} AS r SEMI JOIN {} AS s ON {}", from, keys_table,
                     equal_keys(names, null_keys, "r"));
}

TouchedPart find_touched_part(DuckDbConnection& connection, const std::string& select, const Positions& key,
                              const BuildChanges& changes) {
  const QueryPlan plan = read_query_plan(connection, select);
  if (plan.refusal.empty()) return PartFinder(connection, plan).find(key, changes);
  TouchedPart whole(connection);
  whole.why = plan.refusal;
  return whole;
}

Recipe find_recipe(DuckDbConnection& connection, const std::string& select, const Positions& key) {
  const QueryPlan plan = read_query_plan(connection, select);
  if (!plan.refusal.empty()) return {{}, plan.refusal};
  PlanIndex index(plan.root);
  if (!find_order_conditions(index, plan.root)) {
    return {{}, "the order in a window may leave open which of equal rows is first"};
  }
  std::map<std::string, TableChange> changes;
  for (const auto& [table, columns] : columns_read(plan.root)) changes[table] = {quoted(table), quoted(table)};
  TouchedKeys touched(index, changes, quoted);
  for (const Positions& candidate : key_candidates(key, plan.root.columns.size())) {
    if (touched.select(plan.root, candidate)) return {candidate, {}};
  }
  return {{}, "no column of it tells which rows of its tables a row comes from"};
}

}  // namespace rox
