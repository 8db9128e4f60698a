#include "build/window_order.hpp"

#include <utility>

namespace rox {
namespace {

using Conditions = std::optional<std::vector<UniqueRows>>;

/// A plan that uses a definition in many ways, and that one another, has more paths than it is worth following.
constexpr std::size_t kMostConditions = 100;

Conditions both(Conditions one, Conditions other) {
  if (!one || !other || one->size() + other->size() > kMostConditions) return std::nullopt;
  one->insert(one->end(), other->begin(), other->end());
  return one;
}

/// When no two rows of the node have the same in these columns.
Conditions when_unique(const PlanIndex& plan, const PlanNode& node, const Positions& columns);

/// Those of the columns that the child has, from its first one on.
Positions passed_from(const PlanNode& node, const Positions& columns, std::size_t first, std::size_t count) {
  Positions inputs;
  for (const std::size_t column : columns) {
    const PlanColumn& from = node.columns.at(column);
    const bool is_there = from.source == PlanColumn::Source::input && from.input >= first;
    if (is_there && from.input < first + count) inputs.push_back(from.input - first);
  }
  return inputs;
}

Conditions when_join_unique(const PlanIndex& plan, const PlanNode& join, const Positions& columns) {
  const PlanNode& left = join.children.at(0);
  const PlanNode& right = join.children.at(1);
  Conditions of_left = when_unique(plan, left, passed_from(join, columns, 0, left.columns.size()));
  if (!of_left || join.one_per_left) return of_left;
  if (!join.by_left) return std::nullopt;
  Positions partner = passed_from(join, columns, left.columns.size(), right.columns.size());
  for (const PlanEquality& equality : join.equalities) partner.push_back(equality.right);
  return both(std::move(of_left), when_unique(plan, right, partner));
}

Conditions when_unique(const PlanIndex& plan, const PlanNode& node, const Positions& columns) {
  switch (node.op) {
    case PlanOperator::table: {
      UniqueRows rows{node.table, {}};
      for (const std::size_t column : columns) {
        if (!node.table_columns.at(column).empty()) rows.columns.push_back(node.table_columns[column]);
      }
      return rows.columns.empty() ? std::nullopt : Conditions({std::move(rows)});
    }
    case PlanOperator::rows:
      if (node.has_unique) return places_in(columns, node.unique) ? Conditions(std::in_place) : std::nullopt;
      [[fallthrough]];
    case PlanOperator::window: {
      const PlanNode& child = node.children.at(0);
      return when_unique(plan, child, passed_from(node, columns, 0, child.columns.size()));
    }
    case PlanOperator::with: return when_unique(plan, node.children.at(1), columns);
    case PlanOperator::use: return when_unique(plan, plan.definition(node), columns);
    case PlanOperator::join: return when_join_unique(plan, node, columns);
    case PlanOperator::values:
    case PlanOperator::unite: break;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::vector<UniqueRows>> find_order_conditions(PlanIndex& plan, const PlanNode& root) {
  Conditions all(std::in_place);
  for (const Positions& order : root.orders) all = both(std::move(all), when_unique(plan, root.children.at(0), order));
  for (const PlanNode& child : root.children) all = both(std::move(all), find_order_conditions(plan, child));
  return all;
}

}  // namespace rox
