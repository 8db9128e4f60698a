// How columns pass through the plan of a SELECT: what the analyses of touched keys (build/touched_keys.hpp) and of
// needed rows (build/needed_rows.hpp) have in common.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/duckdb/query_plan.hpp"

namespace rox {

/// Columns of a node, by position.
using Positions = std::vector<std::size_t>;

/// The nodes of a plan, which must outlive this.
class PlanIndex {
 public:
  explicit PlanIndex(const PlanNode& root) { add(root); }

  /// What a node reads that has op `use`.
  const PlanNode& definition(const PlanNode& use) const { return *definitions_.at(use.definition); }
  /// The tables that a node reads, in definitions too.
  const std::set<std::string>& tables(const PlanNode& node);

 private:
  void add(const PlanNode& node);

  std::map<std::size_t, const PlanNode*> definitions_;
  std::map<const PlanNode*, std::set<std::string>> tables_;
};

/// By table or mart, as these are written.
using ColumnsRead = std::map<std::string, std::set<std::string>>;

/// The columns that each table of the plan is read for, as the database writes them.
ColumnsRead columns_read(const PlanNode& root);

/// The columns of the children that these are; nothing if one isn't passed on.
std::optional<Positions> passed_on(const PlanNode& node, const Positions& columns);

/// Whether the rows that have the same values there make their rows of a window alone.
bool is_in_every_partition(const PlanNode& window, const Positions& columns);

/// Columns of a join's two sides that are equal in rows that join.
struct Match {
  std::size_t own = 0;
  std::size_t other = 0;
  bool null_safe = false;
};

/// A join seen from one of its sides.
struct JoinSide {
  const PlanNode* own = nullptr;
  const PlanNode* other = nullptr;
  bool is_left = true;
  Positions columns;           // of own
  std::vector<Match> matches;  // on which alone it depends whether rows join, and which
};

/// The side from which these columns of the join come, or to whose columns they are equal; nothing if there are others.
std::optional<JoinSide> side_with(const PlanNode& join, const Positions& columns, bool left);

/// Those sides whose rows each make their own rows of the join: by which it can be taken apart.
std::vector<JoinSide> deciding_sides(const PlanNode& join, const Positions& columns);

/// Where each of `some` is in `all`; nothing if one isn't.
std::optional<Positions> places_in(const Positions& all, const Positions& some);

}  // namespace rox
