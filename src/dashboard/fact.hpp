// What of a warehouse can be asked, as values: facts (tables and marts), and what each has to count, to group by and to
// be dated by. A dimension or time may be a column of a parent, reached over relations that never multiply a row.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/type.hpp"

namespace rox {

/// In English and in Portuguese.
struct Title {
  std::string en;
  std::string pt;

  bool operator==(const Title&) const = default;
};

/// From a row to its parent.
struct Hop {
  std::string parent;
  std::vector<std::string> columns;         // of the child
  std::vector<std::string> parent_columns;  // a key of the parent: there is one parent at most
  /// The key of the parent's row that stands for an unknown one (-1, in rox's stars): it counts as none. Empty: there
  /// is no such row.
  std::string unknown;

  bool operator==(const Hop&) const = default;
};

/// A column of the fact, or of what the hops lead to.
struct ColumnPath {
  std::vector<Hop> hops;
  std::string column;
  Type type;
  bool epoch = false;  // seconds since 1970, which are a TIMESTAMP in UTC here
};

enum class Aggregate { count, sum, average, distinct, least, greatest, sql };

/// "count", "sum", "average", "distinct", "min", "max", "sql".
std::string_view to_string(Aggregate aggregate);
std::optional<Aggregate> parse_aggregate(std::string_view text);

enum class ValueFormat { number, money, percent };

std::string_view to_string(ValueFormat format);
std::optional<ValueFormat> parse_value_format(std::string_view text);

struct Measure {
  std::string name;
  Title title;
  Aggregate aggregate = Aggregate::count;
  std::string column{};  // of the fact; empty for a count, and for sql
  Type type{};           // of the column
  std::string sql{};     // an aggregate over columns of the fact
  ValueFormat format = ValueFormat::number;
  std::string currency{};  // "BRL"; empty: none is said
  unsigned decimals = 0;   // to be shown
  int weight = 0;          // how much it is what the fact is about

  /// Whether the figures of parts add up to the whole's.
  bool additive() const;
};

enum class DimensionKind { label, code, place, boolean, number, date };

std::string_view to_string(DimensionKind kind);

struct Dimension {
  std::string name;  // the path in words: "pedidos.clientes"
  Title title;
  DimensionKind kind = DimensionKind::code;
  ColumnPath path;
  /// Columns of the same table that say to people what a value means: the first that has a value. "a + b" is both.
  /// Empty: the value says it.
  std::vector<std::string> label{};
  /// What single values are called, where the project says it: {"R", "Road"}. Values without a name go by themselves.
  std::vector<std::pair<std::string, std::string>> names{};
  std::string table{};         // of the column
  std::uint64_t distinct = 0;  // 0: not known
  int weight = 0;              // how much people will want it
  bool measured = false;       // a figure: for ranges and distributions, not to be grouped by as it is

  bool labelled() const { return !label.empty() || !names.empty(); }
};

struct TimeColumn {
  std::string name;
  Title title;
  ColumnPath path;
};

struct Fact {
  std::string name;
  Title title;
  bool mart = false;
  std::uint64_t rows = 0;
  std::vector<std::string> columns{};  // all of its own
  std::vector<Type> types{};           // theirs
  std::vector<std::string> key{};
  std::vector<Measure> measures;  // the one that it is about first
  std::vector<Dimension> dimensions;
  std::vector<TimeColumn> times;  // the usual one first
  /// Where its rows come from: a table of exports, and for each column of that table's key the fact's own.
  std::string origin{};
  std::vector<std::pair<std::string, std::string>> origin_key{};
  double score = 0;   // how likely it is what the business is about
  std::string why{};  // in words

  const Measure* find_measure(std::string_view name) const;
  const Dimension* find_dimension(std::string_view name) const;
  const TimeColumn* find_time(std::string_view name) const;
  std::optional<std::size_t> find_column(std::string_view name) const;  // any case

  /// The same. Throw usage_error that names the nearest.
  const Measure& measure(std::string_view name) const;
  const Dimension& dimension(std::string_view name) const;
  const TimeColumn& time(std::string_view name) const;
};

}  // namespace rox
