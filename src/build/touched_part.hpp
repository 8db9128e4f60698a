// The part of a SELECT's result that changes of its tables may touch: some keys (build/touched_keys.hpp), and its
// tables narrowed to the rows that these need.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "build/changed_tables.hpp"
#include "build/plan_paths.hpp"

namespace rox {

enum class Reach {
  none,  // no change reaches the result
  some,  // it is as it was but for some keys
  all,   // nobody knows, or it is too much to take it apart
};

struct TouchedPart {
  Reach reach = Reach::all;
  std::string why{};        // of Reach::all
  std::size_t columns = 0;  // of the result
  Positions key{};          // some of them
  std::uint64_t keys = 0;   // touched ones

  std::vector<PlanOrder> order{};         // of the result (QueryPlan::order)
  std::vector<std::size_t> row_counts{};  // columns of the result that are wrong in the part (RowCounts::set_apart)

  /// What takes the place of tables, by name, for the SELECT, run as it is, to find them narrowed. Rows with keys that
  /// aren't touched may be in its result then, and are wrong.
  std::map<std::string, std::string> narrowed{};
  /// These definitions, to stand before a SELECT: "WITH … ", or nothing.
  std::string narrowing() const;

  /// Of rows of `from`, which has these columns: those with touched keys, as SQL.
  std::string rows_of(const std::string& from, const std::vector<std::string>& columns) const;

  KeySql sql{SqlDialect::duckdb};  // how all of this is written
  std::string keys_table{};        // as SQL: k0, k1, …
  bool null_keys = false;          // some lack a part
  /// Those columns of a row, for which the touched ones are asked.
  InSet in_keys(const std::vector<std::string>& columns) const;
};

/// What changes may touch of a SELECT's result. It is taken apart by the key, which are columns of the result, or by
/// some of it, or by another column; not if the part is most of it. The tables that the part names are `tables`'.
TouchedPart find_touched_part(ChangedTables& tables, const QueryPlan& plan, const Positions& key);

/// The same of several SELECTs, by any columns of theirs, of a part of any size.
std::vector<TouchedPart> find_touched_parts(ChangedTables& tables, const std::vector<std::string>& selects);

/// By what a SELECT's result can be taken apart, or why it can't, whatever changes.
struct Recipe {
  Positions key;    // columns of the result; empty if there is none
  std::string why;  // why there is none
};
Recipe find_recipe(const QueryPlan& plan, const Positions& key);

}  // namespace rox
