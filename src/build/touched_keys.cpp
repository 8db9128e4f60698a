#include "build/touched_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.hpp"

namespace rox {
namespace {

/// A plan that uses a definition in many ways, and that one another, has more paths than it is worth following.
constexpr std::size_t kMostVisits = 2'000;

template <typename Sets>
void append(Sets& all, Sets some) {
  for (auto& set : some) all.push_back(std::move(set));
}

/// "a AS k0, b AS k1"
std::string as_key(const std::vector<std::string>& values) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < values.size(); ++i) parts.push_back(fmt::format("{} AS k{}", values[i], i));
  return join(parts, ", ");
}

std::optional<std::vector<std::string>> table_columns(const PlanNode& table, const Positions& columns) {
  std::vector<std::string> names;
  for (const std::size_t column : columns) {
    const std::string& name = table.table_columns.at(column);
    if (name.empty()) return std::nullopt;
    names.push_back(name);
  }
  return names;
}

/// Constants that are the same in all rows.
std::optional<std::vector<std::string>> literals(const PlanNode& node, const Positions& columns) {
  std::vector<std::string> all;
  for (const std::size_t column : columns) {
    const PlanColumn& from = node.columns.at(column);
    if (from.source != PlanColumn::Source::constant || from.literal.empty()) return std::nullopt;
    all.push_back(from.literal);
  }
  return all;
}

}  // namespace

std::optional<std::string> TouchedKeys::select(const PlanNode& root, const Positions& key) {
  named_.clear();
  visits_ = 0;
  auto sets = touched(root, key);
  if (!sets) return std::nullopt;
  if (sets->empty()) {
    std::vector<std::string> nothing(key.size(), "NULL");
    return fmt::format("SELECT {} WHERE false", as_key(nothing));
  }
  return fmt::format("{}SELECT DISTINCT * FROM ({}) AS keys",
                     named_.empty() ? std::string() : "WITH " + join(named_, ", ") + " ", join(*sets, " UNION ALL "));
}

bool TouchedKeys::has_changed(const PlanNode& node) {
  const std::set<std::string>& tables = plan_.tables(node);
  return std::any_of(tables.begin(), tables.end(), [&](const std::string& table) { return changes_.contains(table); });
}

std::string TouchedKeys::add_set(const Sets& sets) {
  const std::string name = fmt::format("s{}", named_.size());
  named_.push_back(
      fmt::format("{} AS MATERIALIZED (SELECT DISTINCT * FROM ({}) AS keys)", name, join(sets, " UNION ALL ")));
  return name;
}

std::optional<TouchedKeys::Sets> TouchedKeys::touched(const PlanNode& node, const Positions& key) {
  if (!has_changed(node)) return Sets{};
  if (++visits_ > kMostVisits) return std::nullopt;
  switch (node.op) {
    case PlanOperator::values: return Sets{};
    case PlanOperator::table: {
      const auto columns = table_columns(node, key);
      if (!columns) return std::nullopt;
      return Sets{fmt::format("SELECT {} FROM {} AS t", sql_.as_key(*columns, "t"), changes_.at(node.table))};
    }
    case PlanOperator::rows: return touched_rows(node, key);
    case PlanOperator::window: {
      if (!is_in_every_partition(node, key)) return std::nullopt;
      return touched(node.children.at(0), *passed_on(node, key));
    }
    case PlanOperator::with: return touched(node.children.at(1), key);
    case PlanOperator::use: return touched(plan_.definition(node), key);
    case PlanOperator::join: return touched_join(node, key);
    case PlanOperator::unite: break;
  }
  Sets all;
  for (const PlanNode& child : node.children) {
    auto some = touched(child, key);
    if (!some) return std::nullopt;
    append(all, std::move(*some));
  }
  return all;
}

std::optional<TouchedKeys::Sets> TouchedKeys::touched_rows(const PlanNode& node, const Positions& key) {
  if (const auto inputs = passed_on(node, key)) return touched(node.children.at(0), *inputs);
  if (const auto values = literals(node, key)) return Sets{"SELECT " + as_key(*values)};
  return std::nullopt;
}

std::optional<TouchedKeys::Sets> TouchedKeys::touched_join(const PlanNode& node, const Positions& key) {
  for (const JoinSide& side : deciding_sides(node, key)) {
    const std::size_t named = named_.size();
    auto sets = touched(*side.own, side.columns);
    if (sets && !has_changed(*side.other)) return sets;
    auto others = sets ? touched_lookup(side) : std::nullopt;
    if (others) {
      append(*sets, std::move(*others));
      return sets;
    }
    named_.resize(named);
  }
  return std::nullopt;
}

/// By all columns on which the sides are joined, or else by one of them.
std::optional<TouchedKeys::Sets> TouchedKeys::touched_lookup(const JoinSide& side) {
  if (side.matches.empty()) return std::nullopt;
  if (auto sets = touched_by(side, side.matches)) return sets;
  for (std::size_t i = 0; i < side.matches.size() && side.matches.size() > 1; ++i) {
    if (auto sets = touched_by(side, {side.matches[i]})) return sets;
  }
  return std::nullopt;
}

std::optional<TouchedKeys::Sets> TouchedKeys::touched_by(const JoinSide& side, const std::vector<Match>& matches) {
  const std::size_t named = named_.size();
  Positions looked_up;
  Search search{side.columns, {}, {}, {}};
  for (const Match& match : matches) {
    looked_up.push_back(match.other);
    search.source.push_back(match.own);
    search.null_safe.push_back(match.null_safe);
  }
  if (const auto values = touched(*side.other, looked_up)) {
    if (values->empty()) return Sets{};
    search.set = add_set(*values);
    if (auto found = find(*side.own, search)) return found;
  }
  named_.resize(named);
  return std::nullopt;
}

/// The values of the target in rows whose source is in the set.
std::optional<TouchedKeys::Sets> TouchedKeys::find(const PlanNode& node, const Search& search) {
  if (++visits_ > kMostVisits) return std::nullopt;
  if (const auto places = places_in(search.source, search.target)) {
    std::vector<std::string> columns;
    for (const std::size_t place : *places) columns.push_back(fmt::format("k{}", place));
    return Sets{fmt::format("SELECT {} FROM {}", as_key(columns), search.set)};
  }
  switch (node.op) {
    case PlanOperator::values: return std::nullopt;
    case PlanOperator::table: return find_in_table(node, search);
    case PlanOperator::with: return find(node.children.at(1), search);
    case PlanOperator::use: return find(plan_.definition(node), search);
    case PlanOperator::join: return find_in_join(node, search);
    case PlanOperator::unite: return find_in_children(node, search);
    case PlanOperator::rows:
    case PlanOperator::window: break;
  }
  const auto target = passed_on(node, search.target);
  const auto source = passed_on(node, search.source);
  if (!target || !source) return std::nullopt;
  return find(node.children.at(0), {*target, *source, search.set, search.null_safe});
}

std::optional<TouchedKeys::Sets> TouchedKeys::find_in_table(const PlanNode& node, const Search& search) {
  const auto target = table_columns(node, search.target);
  const auto source = table_columns(node, search.source);
  if (!target || !source) return std::nullopt;
  return Sets{rows_in_(sql_.as_key(*target, "t"), node.table, {*source, search.set, search.null_safe})};
}

std::optional<TouchedKeys::Sets> TouchedKeys::find_in_children(const PlanNode& node, const Search& search) {
  Sets all;
  for (const PlanNode& child : node.children) {
    auto some = find(child, search);
    if (!some) return std::nullopt;
    append(all, std::move(*some));
  }
  return all;
}

std::optional<TouchedKeys::Sets> TouchedKeys::find_in_join(const PlanNode& node, const Search& search) {
  if (!node.by_left) return std::nullopt;  // of a FULL JOIN any value may be missing
  const std::size_t named = named_.size();
  for (const bool left : {true, false}) {
    if (!left && node.pads_right) break;  // some values are missing only because a row has no partner
    const auto target = side_with(node, search.target, left);
    const auto source = side_with(node, search.source, left);
    if (!target || !source) continue;
    if (auto sets = find(*target->own, {target->columns, source->columns, search.set, search.null_safe})) return sets;
    named_.resize(named);
  }
  for (const bool source_left : {true, false}) {
    if (auto sets = find_across(node, search, source_left)) return sets;
    named_.resize(named);
  }
  return std::nullopt;
}

/// The source is on one side, the target on the other: by way of the columns on which they are joined.
std::optional<TouchedKeys::Sets> TouchedKeys::find_across(const PlanNode& node, const Search& search,
                                                          bool source_left) {
  const auto source = side_with(node, search.source, source_left);
  const auto target = side_with(node, search.target, !source_left);
  if (!source || !target || source->matches.empty()) return std::nullopt;
  const bool any_null_safe =
      std::find(search.null_safe.begin(), search.null_safe.end(), true) != search.null_safe.end();
  // Rows without a partner have missing values on the right side: these are nobody's source, and may be a target.
  if (node.pads_right && (source_left || any_null_safe)) return std::nullopt;
  Search first{{}, source->columns, search.set, search.null_safe};
  Search second{target->columns, {}, {}, {}};
  for (const Match& match : source->matches) {
    first.target.push_back(match.own);
    second.source.push_back(match.other);
    second.null_safe.push_back(match.null_safe);
  }
  const auto found = find(*source->own, first);
  if (!found) return std::nullopt;
  second.set = add_set(*found);
  return find(*target->own, second);
}

}  // namespace rox
