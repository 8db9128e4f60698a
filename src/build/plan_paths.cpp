#include "build/plan_paths.hpp"

#include <algorithm>
#include <iterator>

namespace rox {
namespace {

void add_columns(const PlanNode& node, ColumnsRead& tables) {
  if (node.op == PlanOperator::table) {
    std::set<std::string>& columns = tables[node.table];
    for (const std::string& column : node.table_columns) {
      if (!column.empty()) columns.insert(column);
    }
  }
  for (const PlanNode& child : node.children) add_columns(child, tables);
}

std::vector<Match> matches_of(const PlanNode& join, bool left) {
  std::vector<Match> matches;
  for (const PlanEquality& equality : join.equalities) {
    // Whether a mark is false or missing depends on all values, unless rows of the same group alone are compared.
    if (join.is_mark && !equality.null_safe) continue;
    matches.push_back(
        {left ? equality.left : equality.right, left ? equality.right : equality.left, equality.null_safe});
  }
  return matches;
}

}  // namespace

void PlanIndex::add(const PlanNode& node) {
  if (node.op == PlanOperator::with) definitions_[node.definition] = &node.children.at(0);
  for (const PlanNode& child : node.children) add(child);
}

const std::set<std::string>& PlanIndex::tables(const PlanNode& node) {
  if (const auto found = tables_.find(&node); found != tables_.end()) return found->second;
  std::set<std::string> all;
  if (node.op == PlanOperator::table) all.insert(node.table);
  if (node.op == PlanOperator::use) all = tables(definition(node));
  const bool only_use = node.op == PlanOperator::with;  // what is defined counts where it is read
  for (std::size_t i = only_use ? 1 : 0; i < node.children.size(); ++i) {
    const std::set<std::string>& some = tables(node.children[i]);
    all.insert(some.begin(), some.end());
  }
  return tables_[&node] = std::move(all);
}

ColumnsRead columns_read(const PlanNode& root) {
  ColumnsRead tables;
  add_columns(root, tables);
  return tables;
}

std::optional<Positions> passed_on(const PlanNode& node, const Positions& columns) {
  Positions inputs;
  for (const std::size_t column : columns) {
    const PlanColumn& from = node.columns.at(column);
    if (from.source != PlanColumn::Source::input) return std::nullopt;
    inputs.push_back(from.input);
  }
  return inputs;
}

bool is_in_every_partition(const PlanNode& window, const Positions& columns) {
  const auto inputs = passed_on(window, columns);
  return inputs && std::all_of(window.partitions.begin(), window.partitions.end(),
                               [&](const Positions& partition) { return places_in(partition, *inputs).has_value(); });
}

std::optional<JoinSide> side_with(const PlanNode& join, const Positions& columns, bool left) {
  const std::size_t width = join.children.at(0).columns.size();
  const auto inputs = passed_on(join, columns);
  if (!inputs) return std::nullopt;
  JoinSide side{&join.children[left ? 0 : 1], &join.children.at(left ? 1 : 0), left, {}, matches_of(join, left)};
  for (const std::size_t input : *inputs) {
    const bool is_own = (input < width) == left;
    const std::size_t column = input < width ? input : input - width;
    if (is_own) {
      side.columns.push_back(column);
      continue;
    }
    if (!join.by_left || !join.by_right) return std::nullopt;  // a row may have no partner
    const auto equal = std::find_if(side.matches.begin(), side.matches.end(),
                                    [&](const Match& match) { return match.other == column; });
    if (equal == side.matches.end()) return std::nullopt;
    side.columns.push_back(equal->own);
  }
  return side;
}

std::vector<JoinSide> deciding_sides(const PlanNode& join, const Positions& columns) {
  std::vector<JoinSide> sides;
  for (const bool left : {true, false}) {
    if (!(left ? join.by_left : join.by_right)) continue;
    if (auto side = side_with(join, columns, left)) sides.push_back(std::move(*side));
  }
  return sides;
}

std::optional<Positions> places_in(const Positions& all, const Positions& some) {
  Positions places;
  for (const std::size_t column : some) {
    const auto found = std::find(all.begin(), all.end(), column);
    if (found == all.end()) return std::nullopt;
    places.push_back(static_cast<std::size_t>(std::distance(all.begin(), found)));
  }
  return places;
}

}  // namespace rox
