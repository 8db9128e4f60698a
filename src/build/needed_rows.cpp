#include "build/needed_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rox {
namespace {

constexpr std::size_t kMostVisits = 2'000;

std::optional<std::vector<std::string>> names_of(const PlanNode& table, const Positions& columns) {
  std::vector<std::string> names;
  for (const std::size_t column : columns) {
    if (table.table_columns.at(column).empty()) return std::nullopt;
    names.push_back(table.table_columns[column]);
  }
  return names;
}

class NeedsFinder {
 public:
  NeedsFinder(PlanIndex& plan, const std::function<bool(const std::string&)>& is_worth_it)
      : plan_(plan), is_worth_it_(is_worth_it) {}

  /// The rows of the node whose columns have values of the set.
  void narrow(const PlanNode& node, const Positions& columns, const std::string& set) {
    if (++visits_ > kMostVisits) return need_all(node);
    switch (node.op) {
      case PlanOperator::values: return;
      case PlanOperator::table: return narrow_table(node, columns, set);
      case PlanOperator::with: return narrow(node.children.at(1), columns, set);
      case PlanOperator::use: return narrow(plan_.definition(node), columns, set);
      case PlanOperator::join: return narrow_join(node, columns, set);
      case PlanOperator::unite:
        for (const PlanNode& child : node.children) narrow(child, columns, set);
        return;
      case PlanOperator::window:
        if (!is_in_every_partition(node, columns)) return need_all(node);
        break;
      case PlanOperator::rows: break;
    }
    const auto inputs = passed_on(node, columns);
    return inputs ? narrow(node.children.at(0), *inputs, set) : need_all(node);
  }

  Needs take() { return std::move(needs_); }

 private:
  void need_all(const PlanNode& node) {
    for (const std::string& table : plan_.tables(node)) needs_.tables[table].all = true;
  }

  void narrow_table(const PlanNode& node, const Positions& columns, const std::string& set) {
    auto names = names_of(node, columns);
    if (!names) return need_all(node);
    const auto [place, is_new] = needs_.tables[node.table].by_set.try_emplace(set, *names);
    if (!is_new && place->second != *names) need_all(node);
  }

  void narrow_join(const PlanNode& node, const Positions& columns, const std::string& set) {
    const std::vector<JoinSide> sides = deciding_sides(node, columns);
    if (sides.empty()) return need_all(node);
    const JoinSide& side = sides.front();
    narrow(*side.own, side.columns, set);
    narrow_lookup(side, set);
  }

  void narrow_lookup(const JoinSide& side, const std::string& set) {
    Positions own;
    Positions other;
    bool null_safe = false;
    for (const Match& match : side.matches) {
      null_safe = null_safe || match.null_safe;
      own.push_back(match.own);
      other.push_back(match.other);
    }
    if (own.empty()) return need_all(*side.other);
    if (const auto places = places_in(own, side.columns)) {  // joined on what the set is about
      Positions same;
      for (const std::size_t place : *places) same.push_back(other[place]);
      return narrow(*side.other, same, set);
    }
    const std::set<std::string>& tables = plan_.tables(*side.other);
    const auto derived = std::any_of(tables.begin(), tables.end(), is_worth_it_)
                             ? derive(*side.own, {own, side.columns, set, null_safe})
                             : std::nullopt;
    return derived ? narrow(*side.other, other, *derived) : need_all(*side.other);
  }

  struct Wanted {
    Positions values;   // of rows
    Positions columns;  // whose values here
    std::string set;    // are in this set
    bool null_safe = false;
  };

  /// The name of a set of the values that rows of the node have; nothing if they come from several tables.
  std::optional<std::string> derive(const PlanNode& node, const Wanted& wanted) {
    switch (node.op) {
      case PlanOperator::table: return derive_from_table(node, wanted);
      case PlanOperator::with: return derive(node.children.at(1), wanted);
      case PlanOperator::use: return derive(plan_.definition(node), wanted);
      case PlanOperator::rows:
      case PlanOperator::window: {
        const auto from = passed_on(node, wanted.values);
        const auto by = passed_on(node, wanted.columns);
        return from && by ? derive(node.children.at(0), {*from, *by, wanted.set, wanted.null_safe}) : std::nullopt;
      }
      case PlanOperator::join: {
        if (!node.by_left) return std::nullopt;
        const auto from = side_with(node, wanted.values, true);
        const auto by = side_with(node, wanted.columns, true);
        return from && by ? derive(*from->own, {from->columns, by->columns, wanted.set, wanted.null_safe})
                          : std::nullopt;
      }
      case PlanOperator::values:
      case PlanOperator::unite: break;
    }
    return std::nullopt;
  }

  std::optional<std::string> derive_from_table(const PlanNode& node, const Wanted& wanted) {
    auto from = names_of(node, wanted.values);
    auto by = names_of(node, wanted.columns);
    if (!from || !by) return std::nullopt;
    for (DerivedSet& known : needs_.derived) {
      if (known.table != node.table || known.values != *from || known.columns != *by || known.set != wanted.set)
        continue;
      known.null_safe = known.null_safe || wanted.null_safe;
      return known.name;
    }
    std::string name = fmt::format("{} {}", wanted.set, needs_.derived.size() + 1);
    needs_.derived.push_back({name, node.table, std::move(*from), wanted.set, std::move(*by), wanted.null_safe});
    return name;
  }

  PlanIndex& plan_;
  const std::function<bool(const std::string&)>& is_worth_it_;
  Needs needs_;
  std::size_t visits_ = 0;
};

}  // namespace

Needs find_needs(PlanIndex& plan, const PlanNode& root, const Positions& key, const std::string& set,
                 const std::function<bool(const std::string& table)>& is_worth_it) {
  NeedsFinder finder(plan, is_worth_it);
  finder.narrow(root, key, set);
  return finder.take();
}

}  // namespace rox
