// Which rows of its tables a SELECT needs for some keys of its result (build/touched_keys.hpp). More rows than these do
// no harm: they only make rows with other keys, which are left out afterwards.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "build/plan_paths.hpp"

namespace rox {

/// Of a table: all rows, or those of which some columns have values that a set has. Columns by the names of sets.
struct NeededRows {
  bool all = false;
  std::map<std::string, std::vector<std::string>> by_set;
};

/// A set of values that is read from a table: those of `values` in rows whose `columns` are in `set`.
struct DerivedSet {
  std::string name;
  std::string table;
  std::vector<std::string> values;
  std::string set;
  std::vector<std::string> columns;
  bool null_safe = false;  // whether a missing value counts
};

struct Needs {
  std::map<std::string, NeededRows> tables;
  std::vector<DerivedSet> derived;  // each after the one that it comes from
};

/// What the plan needs for the keys in `set`. `is_worth_it`: whether a table that is looked up in is so large that it
/// is worth asking which of its rows are.
Needs find_needs(PlanIndex& plan, const PlanNode& root, const Positions& key, const std::string& set,
                 const std::function<bool(const std::string& table)>& is_worth_it);

}  // namespace rox
