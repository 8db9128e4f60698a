#include "build/touched_part.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
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

constexpr const char* kOpenOrder = "a window's order may leave open which of equal rows is first";
constexpr const char* kNoKey = "no column of it tells which rows of its tables a row comes from";

/// What the needs of a SELECT call the set of touched keys.
constexpr const char* kKeys = "rox: touched keys";

std::string exact(const std::string& name) { return exact_name(name, SqlDialect::duckdb); }

/// t.a = s.k0 AND t.b = s.k1; or so that two missing values are equal.
std::string equal_keys(const std::vector<std::string>& columns, bool null_safe, std::string_view row = "t") {
  std::vector<std::string> equal;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    equal.push_back(fmt::format("{}.{} {} s.k{}", row, exact(columns[i]), null_safe ? "IS NOT DISTINCT FROM" : "=", i));
  }
  return join(equal, " AND ");
}

/// Rows that are more often in one of two tables, by the columns of a list.
std::string changed_rows(const std::string& columns, const std::string& one, const std::string& other) {
  return fmt::format(
      "SELECT {0} FROM (SELECT {0}, 1 AS \"rox: n\" FROM {1} UNION ALL SELECT {0}, -1 FROM {2}) "
      "GROUP BY ALL HAVING sum(\"rox: n\") <> 0",
      columns, one, other);
}

/// So many keys are tried that turn out to be those of too many rows.
constexpr std::size_t kMostTries = 3;

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

TouchedPart whole(const std::string& why) {
  TouchedPart part;
  part.why = why;
  return part;
}

TouchedPart untouched() {
  TouchedPart part;
  part.reach = Reach::none;
  return part;
}

class PartFinder {
 public:
  PartFinder(ChangedTables& tables, const QueryPlan& plan, bool at_any_size)
      : connection_(tables.connection()),
        tables_(tables),
        plan_(plan),
        root_(plan.root),
        index_(plan.root),
        columns_(columns_read(plan.root)),
        at_any_size_(at_any_size) {}

  TouchedPart find(const Positions& key) {
    for (const std::string& table : index_.tables(root_)) {
      if (tables_.is_unknown(table)) return whole(fmt::format("{} was made anew", table));
    }
    tables_.learn(index_.tables(root_));
    for (const std::string& table : index_.tables(root_)) read_change(table);
    if (changes_.empty()) return untouched();
    const auto order = find_order_conditions(index_, root_);
    if (!order) return whole(kOpenOrder);
    std::string why = kNoKey;
    std::size_t tries = 0;
    TouchedKeys touched(index_, changes_, [this](const std::string& table) { return tables_.table(table); });
    for (const Positions& candidate : key_candidates(key, root_.columns.size())) {
      const auto select = touched.select(root_, candidate);
      if (!select) continue;
      if (auto found = try_key(candidate, *select, why)) return with_order_proven(std::move(*found), *order);
      if (++tries == kMostTries) break;
    }
    return whole(why);
  }

 private:
  /// What changed of the table in the columns that are read, if anything did.
  void read_change(const std::string& table) {
    const std::set<std::string>& columns = columns_.at(table);
    const auto& [rows, inserted, deleted] = tables_.size(table);
    if (inserted == deleted && (inserted == 0 || columns.empty())) return;
    std::string change = inserted > 0 ? inserted_name(table) : deleted_name(table);
    if (inserted > 0 && deleted > 0 && !columns.empty()) {
      const std::string list = exact_names({columns.begin(), columns.end()}, SqlDialect::duckdb);
      const ChangedTables::Rows& rows = tables_.keep(changed_rows(list, inserted_name(table), deleted_name(table)));
      if (rows.rows == 0) return;
      change = rows.table;
    }
    changes_[table] = std::move(change);
  }

  /// Nothing if so many rows are touched that it isn't worth it, which `why` says.
  std::optional<TouchedPart> try_key(const Positions& key, const std::string& select, std::string& why) {
    const ChangedTables::Rows& keys = tables_.keep(select, key.size());
    if (keys.rows == 0) return untouched();
    TouchedPart part;
    part.reach = Reach::some;
    part.columns = root_.columns.size();
    part.key = key;
    part.keys = keys.rows;
    part.keys_table = keys.table;
    part.null_keys = keys.has_null;
    part.order = plan_.order;
    part.row_counts = plan_.row_counts;
    const Needs needs = find_needs(index_, root_, key, kKeys,
                                   [this](const std::string& table) { return tables_.size(table).rows > kFew; });
    if (!at_any_size_ && is_too_much(needs, part, why)) return std::nullopt;
    sets_[kKeys] = {part.keys_table, part.null_keys};
    for (const DerivedSet& set : needs.derived) derive(set);
    for (const auto& [table, rows] : needs.tables) {
      if (!rows.all) part.narrowed[table] = narrowed(table, rows);
    }
    return part;
  }

  /// Whether so many rows have touched keys that all may as well be made again. They are counted only as far as it
  /// matters.
  bool is_too_much(const Needs& needs, const TouchedPart& part, std::string& why) {
    std::vector<std::string> selects;
    std::vector<std::string> large;
    for (const auto& [table, rows] : needs.tables) {
      const auto columns = rows.by_set.find(kKeys);
      const std::uint64_t size = tables_.size(table).rows;
      if (rows.all || columns == rows.by_set.end() || size <= kFew) continue;
      large.push_back(table);
      selects.push_back(fmt::format("SELECT count(*) FROM (SELECT 1 FROM {} LIMIT {})",
                                    semi_join(table, columns->second, {part.keys_table, false}), size / kShare + 1));
    }
    const std::vector<std::uint64_t> counts = query_counts(connection_, selects);
    for (std::size_t i = 0; i < large.size(); ++i) {
      if (counts.at(i) <= tables_.size(large[i]).rows / kShare) continue;
      why = fmt::format("more than one in {} rows of {} is touched", kShare, large[i]);
      return true;
    }
    return false;
  }

  struct Set {
    std::string table;
    bool has_null = false;
  };

  std::string semi_join(const std::string& table, const std::vector<std::string>& columns, const Set& set) {
    return fmt::format("{} AS t SEMI JOIN {} AS s ON {}", tables_.table(table), set.table,
                       equal_keys(columns, set.has_null));
  }

  void derive(const DerivedSet& set) {
    std::vector<std::string> values;
    for (std::size_t i = 0; i < set.values.size(); ++i)
      values.push_back(fmt::format("t.{} AS k{}", exact(set.values[i]), i));
    const ChangedTables::Rows& rows = tables_.keep(fmt::format("SELECT DISTINCT {} FROM {}", join(values, ", "),
                                                               semi_join(set.table, set.columns, sets_.at(set.set))));
    sets_[set.name] = {rows.table, set.null_safe};
  }

  std::string narrowed(const std::string& table, const NeededRows& rows) {
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
    return fmt::format("SELECT t.* FROM {} AS t WHERE {}", tables_.table(table), join(some, " OR "));
  }

  TouchedPart with_order_proven(TouchedPart part, const std::vector<UniqueRows>& order) {
    if (part.reach != Reach::some) return part;
    std::vector<std::string> selects;
    for (const UniqueRows& rows : order) {
      const auto narrowed = part.narrowed.find(rows.table);
      selects.push_back(fmt::format(
          "SELECT count(*) FROM (SELECT 1 FROM {} GROUP BY {} HAVING count(*) > 1 LIMIT 1)",
          narrowed == part.narrowed.end() ? tables_.table(rows.table) : fmt::format("({})", narrowed->second),
          exact_names(rows.columns, SqlDialect::duckdb)));
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
  ChangedTables& tables_;
  const QueryPlan& plan_;
  const PlanNode& root_;
  PlanIndex index_;
  const std::map<std::string, std::set<std::string>> columns_;
  const bool at_any_size_;
  std::map<std::string, std::string> changes_;
  std::map<std::string, Set> sets_;
};

}  // namespace

std::string TouchedPart::narrowing() const {
  std::vector<std::string> definitions;
  for (const auto& [table, rows] : narrowed) definitions.push_back(fmt::format("{} AS ({})", exact(table), rows));
  return definitions.empty() ? std::string() : fmt::format("WITH {} ", join(definitions, ", "));
}

std::string TouchedPart::rows_of(const std::string& from, const std::vector<std::string>& columns) const {
  std::vector<std::string> names;
  for (const std::size_t column : key) names.push_back(columns.at(column));
  return fmt::format("SELECT r.* FROM {} AS r SEMI JOIN {} AS s ON {}", from, keys_table,
                     equal_keys(names, null_keys, "r"));
}

TouchedPart find_touched_part(ChangedTables& tables, const std::string& select, const Positions& key,
                              RowCounts row_counts) {
  const QueryPlan plan = read_query_plan(tables.connection(), select, tables.database(), row_counts);
  return plan.refusal.empty() ? PartFinder(tables, plan, false).find(key) : whole(plan.refusal);
}

std::vector<TouchedPart> find_touched_parts(ChangedTables& tables, const std::vector<std::string>& selects) {
  const std::vector<QueryPlan> plans = read_query_plans(tables.connection(), selects, tables.database());
  std::set<std::string> read;
  for (const QueryPlan& plan : plans) {
    if (!plan.refusal.empty()) continue;
    for (const auto& [table, columns] : columns_read(plan.root)) read.insert(table);
  }
  tables.learn(read);
  std::vector<TouchedPart> parts;
  for (const QueryPlan& plan : plans) {
    parts.push_back(plan.refusal.empty() ? PartFinder(tables, plan, true).find({}) : whole(plan.refusal));
  }
  return parts;
}

Recipe find_recipe(const ChangedTables& tables, const std::string& select, const Positions& key) {
  const QueryPlan plan = read_query_plan(tables.connection(), select, tables.database());
  if (!plan.refusal.empty()) return {{}, plan.refusal};
  PlanIndex index(plan.root);
  if (!find_order_conditions(index, plan.root)) {
    return {{}, kOpenOrder};
  }
  std::map<std::string, std::string> changes;
  for (const auto& [table, columns] : columns_read(plan.root)) changes[table] = exact(table);
  TouchedKeys touched(index, changes, exact);
  for (const Positions& candidate : key_candidates(key, plan.root.columns.size())) {
    if (touched.select(plan.root, candidate)) return {candidate, {}};
  }
  return {{}, kNoKey};
}

}  // namespace rox
