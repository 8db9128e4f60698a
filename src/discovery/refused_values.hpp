// What the values that a column refused say about it: its type has become too narrow, the column is written in another
// way now, or somebody mistyped.
//
// Every answer is tried out with the reader that a run uses: what is said to fit, fits.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "discovery/widen.hpp"
#include "model/model.hpp"

namespace rox {

/// Values, and in how many rows each stands.
using RowsOfValues = std::map<std::string, std::uint64_t>;

struct RefusedValues {
  /// A reading that takes some of them, and all that the column's own takes, without changing what these mean: larger
  /// numbers, more decimals, longer texts, a time beside the date, texts where numbers were codes.
  std::optional<ColumnReading> wider;
  /// The one other order of day and month, or decimal sign, in which all of them can be read: then the column's other
  /// values, which can be read in both, may be wrong too.
  std::optional<Format> rewritten;
  /// Some are numbers in a writing that the column hadn't needed: thousands have signs, amounts are in brackets. What a
  /// sign means only the whole column tells (wider_by).
  bool asks_column = false;
};

/// `values`: those that `column` of `table` refused. `dialect`: the project's.
RefusedValues read_refused(const Table& table, const Column& column, const Dialect& dialect,
                           const RowsOfValues& values);

/// The column's reading as `inferred` has it, where that takes some of `values`, and all that the column's own takes
/// without changing what these mean. `decimal`: what decimal sign `inferred` has where it states none.
std::optional<ColumnReading> wider_by(const Table& table, const Column& column, const Dialect& dialect,
                                      const Column& inferred, char decimal, const RowsOfValues& values);

/// The column's reading with the thousands separator that takes the most of `values`, where its decimal sign is proven:
/// then the others can't be one, and a value that is no number at all doesn't matter.
std::optional<ColumnReading> with_thousands(const Table& table, const Column& column, const Dialect& dialect,
                                            const RowsOfValues& values);

/// Whether the column would take `value` if it were read so.
bool takes_value(const Table& table, const Column& column, const Dialect& dialect, const ColumnReading& reading,
                 std::string_view value);

/// "day first", "decimal ,": what `rewritten` says otherwise.
std::string rewriting_text(const Format& rewritten, const Column& column, char decimal);

}  // namespace rox
