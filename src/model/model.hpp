// The conceptual model: tables, columns, keys and relations, as plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/dialect.hpp"
#include "model/file_choice.hpp"
#include "model/type.hpp"

namespace rox {

enum class DateOrder { ymd, dmy, mdy };
/// 31/12/2023, 31-Dec-2023 or 31 de dezembro de 2023, 20231231, seconds or thousandths of them since 1970 in UTC, days
/// as spreadsheets count them (45291.5 is noon of that day).
enum class DateForm { separated, month_name, compact, epoch, epoch_ms, serial };

constexpr bool is_counted(DateForm form) { return form >= DateForm::epoch; }
/// 08:30:15.25, 8:30:15 AM, 8h30 (or 08:30), 08.30, 0830.
enum class TimeForm { clock, half_days, letters, points, digits };
inline constexpr int kUsualPivot = 1970;

/// How the values of one column are written in its export, where that isn't plain.
struct Format {
  /// Decimal sign; unset: the project's. Real exports mix them in one file (UnitPrice 3578,27 beside
  /// LineTotal 3578.270000).
  std::optional<char> decimal;
  /// Thousands separator ('.', ',', ' ', '\''), if the column has one. A blank stands for all kinds of them, and so
  /// does an apostrophe.
  std::optional<char> group;
  /// Currency sign or code written before or after the number ("R$", "USD"); blanks around it are skipped.
  std::string currency;
  DateOrder date_order = DateOrder::ymd;
  DateForm date_form = DateForm::separated;
  TimeForm time_form = TimeForm::clock;  // of a time of day without a date
  /// Years have two digits: those of the hundred years from `pivot` on.
  bool short_year = false;
  int pivot = kUsualPivot;
  bool offset = false;         // all times say what they are off UTC; else none does
  bool cut_seconds = false;    // what is past six decimals of a second is left out
  bool percent = false;        // each number has a per cent sign; the value is what stands before it
  bool lakh = false;           // 12,34,567: groups of two before the last three digits
  bool padded = false;         // zeros and a plus in front mean nothing
  bool zero_decimals = false;  // whole numbers that are written 101.0
  bool formula = false;        // texts that are written ="00123", as spreadsheets keep zeros in front
  bool zero_dates = false;     // a date of zeros (00000000, 0000-00-00) means that there is none

  bool operator==(const Format&) const = default;
};

struct Column {
  /// The name in SQL: the header's, unless that has characters a portable identifier can't have.
  std::string name;
  /// The name in the export's header; empty if it is the same as `name`.
  std::string header;
  Type type;
  bool nullable = true;
  Format format;
  /// Fields that mean "missing" in this column, where they aren't those of the dialect.
  std::optional<std::vector<std::string>> null_words;
  /// Measured by `rox model infer`, as the values were that day; no row is refused by it. The longest value in UTF-8
  /// bytes (Redshift's VARCHAR counts bytes); 0: not measured.
  std::uint32_t max_bytes = 0;
  /// The same in characters; 0: as many as `max_bytes`.
  std::uint32_t longest = 0;
  /// How many different values there are, missing ones aside. 0: not measured.
  std::uint64_t distinct = 0;
  /// In how many rows there is none; unset: not measured.
  std::optional<std::uint64_t> missing;
  /// Of numbers and times, as SQL writes them; empty: not measured.
  std::string least;
  std::string greatest;
  /// Of a DECIMAL: the most digits after the decimal sign, where those are fewer than its type has.
  std::optional<std::uint8_t> decimals;
  /// The values that `rox check` accepts, as texts: a least, a greatest, or all there may be. Empty: any.
  std::string min;
  std::string max;
  std::vector<std::string> accepted;
  /// For people: goes into the DDL.
  std::string comment;

  const std::string& header_name() const { return header.empty() ? name : header; }
  std::uint32_t longest_text() const { return longest > 0 ? longest : max_bytes; }
  /// Whether rows have no value there, as far as anybody knows.
  bool lacks_values() const { return nullable && missing.value_or(1) > 0; }
  bool operator==(const Column&) const = default;
};

/// A foreign key. A row without its parent is an orphan: loaded and reported, or rejected if `enforce`.
struct Relation {
  std::vector<std::string> columns;
  std::string table;  // the parent
  std::vector<std::string> parent_columns;
  bool enforce = false;

  bool operator==(const Relation&) const = default;
};

struct Table {
  std::string name;
  /// The export's file name, or a glob over several of the same shape ("Sales_#.csv").
  std::string file;
  /// Unset: as the project says.
  std::optional<FileChoice> files;
  /// How they are written, where that isn't as the project says.
  DialectChange dialect;
  std::vector<Column> columns;
  std::vector<std::string> primary_key;
  /// Alternate keys: further sets of columns that are unique (a GUID beside an id).
  std::vector<std::vector<std::string>> unique;
  /// The keys were found in the data, and nobody has said yet that they are keys: a row that breaks one is loaded and
  /// told of.
  bool inferred_keys = false;
  std::vector<Relation> relations;
  /// Exports with far fewer rows than before are no reason to stop.
  bool may_shrink = false;
  /// Nor are exports whose values are all written in another way, or that have other keys.
  bool may_change = false;
  /// Every version of a row is kept, in history_name(). Needs a primary key.
  bool history = false;
  /// Measured by `rox model infer`. 0: not measured.
  std::uint64_t rows = 0;
  std::string comment;

  /// Index of the column with that SQL name (case-insensitive, as in SQL).
  std::optional<std::size_t> find_column(std::string_view name) const;
  std::vector<std::string> column_names() const;
  /// Whether rows that break the primary key are refused.
  bool has_certain_key() const { return !primary_key.empty() && !inferred_keys; }
  /// The table with all versions of its rows, if they are kept.
  std::string history_name() const { return name + "_history"; }
  bool operator==(const Table&) const = default;
};

struct Model {
  std::vector<Table> tables;

  const Table* find_table(std::string_view name) const;  // case-insensitive
  bool operator==(const Model&) const = default;
};

/// The table of that name. Throws usage_error (without a place) if there is none, with the nearest and all that are.
const Table& named_table(const Model& model, std::string_view name);

/// No column of the primary key may lack a value.
void require_key_values(Table& table);

/// What was measured of `from` says `to` as well.
void take_measures(Column& to, const Column& from);

/// The table without what was only measured of it (rows, distinct values, extremes, missing values): what is left says
/// how it is loaded, whatever the data are today.
Table without_measures(Table table);

}  // namespace rox
