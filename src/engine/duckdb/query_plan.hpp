// A SELECT as DuckDB has bound it, cut down to what says how its rows depend on the rows of tables: which columns are
// only passed on, by what rows are grouped, windowed and joined. It is read from json_serialize_plan(), which DuckDB
// doesn't promise to keep as it is. So whatever isn't known here, and whatever doesn't give the same rows each time, is
// a refusal, never a guess. Both shapes that were seen are read: DuckDB 1.5's and 2.0's.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/duckdb/duckdb.hpp"

namespace rox {

/// An output column of a node.
struct PlanColumn {
  enum class Source {
    input,     // passed on as it is, or as a wider integer
    constant,  // the same in each row
    computed,
  };
  Source source = Source::computed;
  std::size_t input = 0;  // which column of the node's children, counted through them
  std::string literal{};  // a constant as SQL; empty if rox doesn't write such ones
  /// Of a computed one: the columns of the children that it is computed from, each once. What a column of a table or of
  /// `values` is made of, nobody knows here.
  std::vector<std::size_t> reads{};
};

enum class PlanOperator {
  table,   // reads a table of the database
  values,  // rows that are in the SQL itself
  rows,    // works row by row, or by groups of rows: WHERE, SELECT, GROUP BY, DISTINCT, ORDER BY
  window,  // adds columns that are computed from the rows of a partition
  join,    // of two
  unite,   // UNION, EXCEPT, INTERSECT of any number, column by column
  with,    // defines its first child, for use in the second
  use,     // reads what a `with` defines
};

/// Rows join if these columns, of the left and the right child, are equal.
struct PlanEquality {
  std::size_t left = 0;
  std::size_t right = 0;
  bool null_safe = false;  // IS NOT DISTINCT FROM: two missing values are equal
};

struct PlanNode {
  PlanOperator op = PlanOperator::values;
  std::vector<PlanNode> children{};
  std::vector<PlanColumn> columns{};  // of a table: all computed

  // of a table
  std::string table{};
  std::vector<std::string> table_columns{};  // of each column; empty for one that only stands for the row

  // of rows: columns of which no two rows have the same, if has_unique
  bool has_unique = false;
  std::vector<std::size_t> unique{};

  // of a window: the child's columns that it is partitioned by, window by window; and, of those that depend on which of
  // equal rows is first, all columns that tell rows apart
  std::vector<std::vector<std::size_t>> partitions{};
  std::vector<std::vector<std::size_t>> orders{};
  std::vector<std::size_t> row_counts{};  // its columns that are counts set apart

  // of a join: whether each row of the left (right) child makes its own rows, whatever the child's other rows are
  bool by_left = false;
  bool by_right = false;
  bool pads_right = false;    // rows without a partner have missing values for the right child
  bool one_per_left = false;  // no more than one row for each of the left child's
  bool is_mark = false;       // the last column says whether there is a partner, and is missing where nobody knows
  std::vector<PlanEquality> equalities{};

  std::size_t definition = 0;  // of a with, and of what uses it
};

/// A column of a SELECT's result that its rows are ordered by.
struct PlanOrder {
  std::size_t column = 0;
  bool descending = false;
  bool nulls_first = false;
};

struct QueryPlan {
  /// With a refusal, it still says from which columns of tables each column of the result comes, if it has columns.
  PlanNode root;
  std::string refusal{};                  // why nothing can be said of the rows of the SELECT; mostly empty
  std::vector<PlanOrder> order{};         // of its rows; empty too if anything but columns decides about it
  std::vector<std::size_t> row_counts{};  // columns of its result that were asked for as such
};

/// What is done with columns of a result that are COUNT(*) OVER (): the number of its rows, in each of them.
enum class RowCounts {
  computed,   // columns that depend on all rows, as they do
  set_apart,  // somebody else counts the rows: they depend on nothing, and the plan says which they are
};

/// The plan of a SELECT over tables of this database, schema main.
QueryPlan read_query_plan(DuckDbConnection& connection, const std::string& select, const std::string& database,
                          RowCounts row_counts = RowCounts::computed);

/// The same of several, which are asked for at once.
std::vector<QueryPlan> read_query_plans(DuckDbConnection& connection, const std::vector<std::string>& selects,
                                        const std::string& database, RowCounts row_counts = RowCounts::computed);

}  // namespace rox
