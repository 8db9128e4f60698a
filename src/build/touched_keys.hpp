// Which keys of a SELECT's result changes of its tables may touch. A key is some of its columns.
//
// A SELECT can be taken apart by a key if the rows of its result with a certain value of the key come from certain rows
// of its tables alone. Going down the plan, it is so
//   - of a table: for all of its columns;
//   - where rows or groups of rows are worked on: for columns that are passed on, which grouped ones are;
//   - of a window: for columns that every PARTITION BY has;
//   - of a UNION, EXCEPT, INTERSECT: if it is so on all sides, or a side's value is a constant;
//   - of a join: if the key comes from a side of which each row makes its own rows of the join. In the other side rows
//     are looked up; if it changes, it must be possible to take it apart by the columns on which it is joined.
// What reads only tables that didn't change may be anything: it is the same for each key.
//
// A touched key is one of a row that was inserted or deleted, or one of a row for which something else is looked up
// now. The latter are found by looking back: from the touched values of the side that is looked up in, to the rows that
// are joined with them. Rows that were joined with them and are gone need no looking for: of those on the way from a
// change to a key, the last one that is gone is a change itself, and from there on all rows are there. More keys than
// need be may come out, never fewer.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "build/key_sql.hpp"
#include "build/plan_paths.hpp"

namespace rox {

class TouchedKeys {
 public:
  /// A SELECT of a list from the rows `t` of a table that are in a set.
  using RowsIn = std::function<std::string(const std::string& list, const std::string& table, const InSet& in)>;

  /// `changes`: for the tables whose change is one in the columns that the plan reads, what has their inserted and
  /// deleted rows, as SQL. All must outlive this.
  TouchedKeys(PlanIndex& plan, const std::map<std::string, std::string>& changes, KeySql sql, RowsIn rows_in)
      : plan_(plan), changes_(changes), sql_(sql), rows_in_(std::move(rows_in)) {}

  /// A SELECT of the touched values, k0, k1, …, of these columns of the node; nothing if it can't be taken apart by
  /// them.
  std::optional<std::string> select(const PlanNode& root, const Positions& key);

 private:
  using Sets = std::vector<std::string>;  // SELECTs of k0, k1, …, to be united

  std::optional<Sets> touched(const PlanNode& node, const Positions& key);
  std::optional<Sets> touched_rows(const PlanNode& node, const Positions& key);
  std::optional<Sets> touched_join(const PlanNode& node, const Positions& key);
  std::optional<Sets> touched_lookup(const JoinSide& side);
  std::optional<Sets> touched_by(const JoinSide& side, const std::vector<Match>& matches);

  struct Search {
    Positions target;             // whose values are wanted
    Positions source;             // of rows in which these are
    std::string set;              // in this set
    std::vector<bool> null_safe;  // whether a missing value counts, by column of the source
  };
  std::optional<Sets> find(const PlanNode& node, const Search& search);
  std::optional<Sets> find_in_table(const PlanNode& node, const Search& search);
  std::optional<Sets> find_in_children(const PlanNode& node, const Search& search);
  std::optional<Sets> find_in_join(const PlanNode& node, const Search& search);
  std::optional<Sets> find_across(const PlanNode& node, const Search& search, bool source_left);

  bool has_changed(const PlanNode& node);
  std::string add_set(const Sets& sets);

  PlanIndex& plan_;
  const std::map<std::string, std::string>& changes_;
  const KeySql sql_;
  const RowsIn rows_in_;
  std::vector<std::string> named_;  // "s0 AS MATERIALIZED (…)"
  std::size_t visits_ = 0;
};

}  // namespace rox
