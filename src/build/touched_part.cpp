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
      : tables_(tables),
        sql_(tables.sql()),
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
    TouchedKeys touched(index_, changes_, sql_,
                        [this](const std::string& list, const std::string& table, const InSet& in) {
                          return tables_.rows_in(list, table, in);
                        });
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
    std::string change = inserted > 0 ? tables_.inserted(table) : tables_.deleted(table);
    if (inserted > 0 && deleted > 0 && !columns.empty()) {
      const ChangedTables::Rows& rows = tables_.keep(changed_rows(table, {columns.begin(), columns.end()}));
      if (rows.rows == 0) return;
      change = rows.table;
    }
    changes_[table] = std::move(change);
  }

  /// Rows that are more often among those that came or among those that went, in these columns.
  std::string changed_rows(const std::string& table, const std::vector<std::string>& columns) const {
    const std::string list = sql_.names(columns);
    return fmt::format(
        "SELECT {0} FROM (SELECT {0}, 1 AS \"rox: n\" FROM {2} AS came UNION ALL SELECT {0}, -1 FROM {3} AS went) AS "
        "both_sides GROUP BY {0}{1} HAVING sum(\"rox: n\") <> 0",
        list, sql_.exactly(columns), tables_.inserted(table), tables_.deleted(table));
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
    part.sql = sql_;
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
      if (!rows.all) part.narrowed[table] = tables_.narrowing(narrowed(table, rows));
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
      selects.push_back(fmt::format(
          "SELECT count(*) FROM (SELECT 1 FROM ({}) AS touched LIMIT {}) AS few",
          tables_.rows_in("1 AS one", table, in_set(columns->second, {part.keys_table, false})), size / kShare + 1));
    }
    const std::vector<std::uint64_t> counts = tables_.counts(selects);
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

  static InSet in_set(const std::vector<std::string>& columns, const Set& set) {
    return {columns, set.table, std::vector<bool>(columns.size(), set.has_null)};
  }

  void derive(const DerivedSet& set) {
    const ChangedTables::Rows& rows = tables_.keep(
        fmt::format("SELECT DISTINCT * FROM ({}) AS found",
                    tables_.rows_in(sql_.as_key(set.values, "t"), set.table, in_set(set.columns, sets_.at(set.set)))));
    sets_[set.name] = {rows.table, set.null_safe};
  }

  std::string narrowed(const std::string& table, const NeededRows& rows) {
    if (rows.by_set.size() == 1) {
      const auto& [set, columns] = *rows.by_set.begin();
      return tables_.rows_in("t.*", table, in_set(columns, sets_.at(set)));
    }
    std::vector<std::string> some;
    for (const auto& [name, columns] : rows.by_set) some.push_back(sql_.is_in(in_set(columns, sets_.at(name)), "t"));
    return tables_.rows_where("t.*", table, join(some, " OR "));
  }

  TouchedPart with_order_proven(TouchedPart part, const std::vector<UniqueRows>& order) {
    if (part.reach != Reach::some) return part;
    std::vector<std::string> selects;
    for (const UniqueRows& rows : order) {
      const auto narrowed = part.narrowed.find(rows.table);
      selects.push_back(fmt::format(
          "SELECT count(*) FROM (SELECT 1 FROM {} AS t GROUP BY {} HAVING count(*) > 1 LIMIT 1) AS repeated",
          narrowed == part.narrowed.end() ? tables_.table(rows.table) : fmt::format("({})", narrowed->second),
          sql_.names(rows.columns)));
    }
    const std::vector<std::uint64_t> equal = tables_.counts(selects);
    for (std::size_t i = 0; i < equal.size(); ++i) {
      if (equal[i] > 0) {
        return whole(fmt::format("rows of {} are equal in what a window orders by ({})", order[i].table,
                                 join(order[i].columns, ", ")));
      }
    }
    return part;
  }

  ChangedTables& tables_;
  const KeySql sql_;
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
  for (const auto& [table, rows] : narrowed) definitions.push_back(fmt::format("{} AS ({})", sql.name(table), rows));
  return definitions.empty() ? std::string() : fmt::format("WITH {} ", join(definitions, ", "));
}

InSet TouchedPart::in_keys(const std::vector<std::string>& columns) const {
  InSet in{{}, keys_table, std::vector<bool>(key.size(), null_keys)};
  for (const std::size_t column : key) in.columns.push_back(columns.at(column));
  return in;
}

std::string TouchedPart::rows_of(const std::string& from, const std::vector<std::string>& columns) const {
  return "SELECT r.* FROM " + sql.rows_in(from, in_keys(columns), "r");
}

TouchedPart find_touched_part(ChangedTables& tables, const QueryPlan& plan, const Positions& key) {
  return plan.refusal.empty() ? PartFinder(tables, plan, false).find(key) : whole(plan.refusal);
}

std::vector<TouchedPart> find_touched_parts(ChangedTables& tables, const std::vector<std::string>& selects) {
  const std::vector<QueryPlan> plans = tables.plans(selects);
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

Recipe find_recipe(const QueryPlan& plan, const Positions& key) {
  if (!plan.refusal.empty()) return {{}, plan.refusal};
  PlanIndex index(plan.root);
  if (!find_order_conditions(index, plan.root)) {
    return {{}, kOpenOrder};
  }
  std::map<std::string, std::string> changes;
  const KeySql sql(SqlDialect::duckdb);
  for (const auto& [table, columns] : columns_read(plan.root)) changes[table] = sql.name(table);
  TouchedKeys touched(index, changes, sql, [&](const std::string& list, const std::string& table, const InSet& in) {
    return fmt::format("SELECT {} FROM {}", list, sql.rows_in(sql.name(table), in, "t"));
  });
  for (const Positions& candidate : key_candidates(key, plan.root.columns.size())) {
    if (touched.select(plan.root, candidate)) return {candidate, {}};
  }
  return {{}, kNoKey};
}

}  // namespace rox
