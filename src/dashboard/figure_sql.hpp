// The SQL of every figure: one SELECT in the SQL that the engines share, made from definitions alone. Names are quoted
// as the dialect wants them, and values of a request are literals of their column's type.
//
// Parents are joined by LEFT JOIN over keys, so no row of the fact is lost or counted twice; a row without a parent has
// no value there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dashboard/fact.hpp"
#include "dashboard/period.hpp"
#include "dashboard/selection.hpp"
#include "sql/dialect.hpp"

namespace rox {

/// What rows are grouped by: a dimension, in bins if it has a width, or a time.
struct By {
  const Dimension* dimension = nullptr;
  const TimeColumn* time = nullptr;
  Grain grain = Grain::month;
  std::string width{};  // of a bin, in digits
};

enum class FigureOrder { measure, measure_up, by, change };

/// Points into its fact.
struct Question {
  const Fact* fact = nullptr;
  std::vector<const Measure*> measures{};
  std::vector<By> by{};
  Selection selection{};
  std::optional<Period> before{};  // then each measure has one of that period beside it
  bool change = false;             // and of a single measure, what changed
  bool only_known = false;         // rows without a value of the first `by` are left out
  FigureOrder order = FigureOrder::measure;
  std::size_t order_measure = 0;       // by which of them
  std::optional<std::uint64_t> top{};  // rows; of two `by`, members of the one that is no time
};

enum class Role { value, label, measure, before, change };

std::string_view to_string(Role role);

/// What a column of the SELECT is. `of`: the dimension's, time's or measure's name.
struct FigureColumn {
  std::string name;
  Role role = Role::value;
  std::string of;
};

std::vector<FigureColumn> figure_columns(const Question& question);

std::string figure_sql(const Question& question, SqlDialect dialect);

/// Of a ranking: a row for what has a value (known = 1) and one for what has none, each with the number of rows, that
/// of different values, and the measures.
std::string summary_sql(const Question& question, SqlDialect dialect);

/// The first and the last day of the fact, and how many rows have none.
std::string extent_sql(const Fact& fact, const TimeColumn& time, SqlDialect dialect);

/// How many rows are selected.
std::string count_sql(const Fact& fact, const Selection& selection, SqlDialect dialect);

/// Values of a dimension with their labels and rows, most frequent first; `search` is a part of either.
std::string values_sql(const Fact& fact, const Dimension& dimension, const Selection& selection,
                       const std::string& search, std::uint64_t limit, SqlDialect dialect);

struct RowsOrder {
  std::string column{};  // RowsColumn::name; empty: by the key
  bool down = true;
};

struct RowsColumn {
  std::string name;  // in the SELECT
  std::string path;  // the fact's column, or a dimension's or time's name
  bool own = true;
};

/// All own columns, then the time if it is reached, and the labels of parents.
std::vector<RowsColumn> rows_columns(const Fact& fact, const Selection& selection);

/// Without an order rows come as they do: nothing has to be sorted before the first is there.
std::string rows_sql(const Fact& fact, const Selection& selection, const std::optional<RowsOrder>& order,
                     std::optional<std::uint64_t> limit, std::uint64_t offset, SqlDialect dialect);

/// The tables and marts that the question reads; sorted, each once.
std::vector<std::string> tables_read(const Question& question);

}  // namespace rox
