// What all values of one column say about its type.
//
// A profile is fed every value of its column, or of a part of it; profiles of parts are merged. What comes out is the
// same however the column was cut and in whatever order the parts are merged, witnesses included, as long as each
// profile gets its values in file order. (A witness is the earliest value that shows a fact.)
//
// Every kind of type (number, date or time, UUID, truth value) is a candidate until too many values refute it. A few
// refuting values don't end the search, so that rox can say "a DATE but for these three".
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "discovery/number.hpp"
#include "model/model.hpp"

namespace rox {

/// Where a value stands: files in the order of their list, lines from 1.
struct Location {
  std::uint32_t file = 0;
  std::uint64_t line = 0;

  auto operator<=>(const Location&) const = default;
};

struct Witness {
  Location at;
  std::string value;  // at most kWitnessBytes of it
  bool set = false;

  /// Takes the value if there is none yet or it stands earlier.
  void note(std::string_view text, Location where);
  void merge(const Witness& other);
};
inline constexpr std::size_t kWitnessBytes = 60;

/// "'137721,3102' at Sales.SalesOrderHeader.csv:12345"
std::string witness_text(const Witness& witness, const std::vector<std::string>& files);

/// The greatest of something, and the first value that has it.
struct Extreme {
  std::int64_t amount = 0;
  Witness witness;

  void note(std::int64_t candidate, std::string_view text, Location where);
  void merge(const Extreme& other);
};

/// Values that a candidate can't be.
struct Misfits {
  std::uint64_t count = 0;
  Witness first;

  void note(std::string_view text, Location where);
  void merge(const Misfits& other);
};
/// A candidate with more misfits than this is given up (and its evidence no longer kept).
inline constexpr std::uint64_t kMostMisfits = 20;

struct NumberEvidence {
  Misfits misfits;
  std::uint64_t count = 0;
  std::uint16_t styles = kAllStyles;  // ways of writing that no value refutes
  std::uint8_t separators = 0;
  std::array<Witness, kNumberStyles.size()> refuted;  // the first value against each style
  std::uint32_t currencies = 0;                       // bits of kCurrencies
  Witness currency, accounting, negative_zero;
  Witness percent, no_percent;  // with that sign, and without
  Witness digits_lost;
  Witness bare_sign;            // the first like "5."
  Witness no_address;           // the first value that is no 10.100.200.101
  std::uint64_t with_plus = 0;  // of the misfits: numbers with decimals but for a plus in front
  Witness few_signs;            // the first with fewer than two signs between its digits: 1.101.001 has them
  struct Digits {
    Extreme whole_digits, scale;
    Extreme least, most;  // of values that are 64-bit integers; `least` is kept negated
    Witness no_integer;   // the first value that isn't
    Witness no_whole;     // the same, zeros for decimals aside
  };
  std::array<Digits, 2> digits;  // decimal sign '.', ','
};

/// A way to write dates.
struct DateWriting {
  DateOrder order;
  DateForm form;
  bool short_year;

  Format format() const;
};
inline constexpr std::array<DateWriting, 11> kDateWritings{{{DateOrder::ymd, DateForm::separated, false},
                                                            {DateOrder::dmy, DateForm::separated, false},
                                                            {DateOrder::mdy, DateForm::separated, false},
                                                            {DateOrder::dmy, DateForm::separated, true},
                                                            {DateOrder::mdy, DateForm::separated, true},
                                                            {DateOrder::ymd, DateForm::separated, true},
                                                            {DateOrder::dmy, DateForm::month_name, false},
                                                            {DateOrder::dmy, DateForm::month_name, true},
                                                            {DateOrder::mdy, DateForm::month_name, false},
                                                            {DateOrder::ymd, DateForm::month_name, false},
                                                            {DateOrder::ymd, DateForm::compact, false}}};
inline constexpr std::uint16_t kAllWritings = (1U << kDateWritings.size()) - 1U;

struct DateEvidence {
  Misfits misfits;
  std::uint64_t count = 0;
  std::uint16_t writings = kAllWritings;              // bits of kDateWritings that no value refutes
  std::array<Witness, kDateWritings.size()> refuted;  // the first value against each
  Witness first;
  Witness time;             // the first with a time of day other than midnight
  Witness offset, local;    // with an offset from UTC, and without one
  Witness half_day;         // with AM or PM
  Witness no_half_day;      // with a time of day, and neither of them
  Witness either_half;      // of those: one that may be in both halves of the day
  Witness dashed;           // a year of two digits and dashes: it may be in front
  Misfits too_fine;         // of the misfits: times of more than six decimals of a second
  Misfits out_of_years;     // of the misfits: an offset, or 24:00, leads out of the years 1 to 9999
  std::uint64_t zeros = 0;  // dates of zeros, which are no misfits
  Witness first_zero;
};

struct BooleanEvidence {
  Misfits misfits;
  /// By pair of words (kBooleanWords): the first true and the first false.
  std::array<std::array<Witness, 2>, 7> seen;
};
struct BooleanPair {
  std::string_view yes, no;
};
inline constexpr std::array<BooleanPair, 7> kBooleanWords{
    {{"true", "false"}, {"verdadeiro", "falso"}, {"yes", "no"}, {"sim", "não"}, {"t", "f"}, {"y", "n"}, {"s", "n"}}};

struct UuidEvidence {
  Misfits misfits;
  std::uint64_t count = 0;
};

/// 10:30, 10:30:00.5, 8:30 AM, 8h30: times of day, and what may be durations.
struct TimeEvidence {
  Misfits misfits;
  std::uint64_t count = 0;  // times of day
  Witness first;
  std::array<Witness, 3> forms;       // by TimeForm: clock, half_days, letters
  Extreme latest;                     // in microseconds
  Witness padded, short_hour;         // 08:30, 8:30
  Witness seconds;                    // 08:30:15
  Witness off_grid;                   // minutes that five doesn't divide
  Misfits past_midnight, below_zero;  // 24:00 and 25:10, -1:30: durations, which aren't among the misfits
  Misfits too_fine;                   // of the misfits: more than six decimals of a second
};

struct TextEvidence {
  std::uint64_t count = 0;
  Witness first;
  Extreme characters;
  Extreme bytes;
  Witness formula;  // ="00123"; only what is inside is measured
};

/// How often one of the words that may mean "missing" stands in a column.
struct WordEvidence {
  std::uint64_t count = 0;
  Witness first;
  std::uint64_t quoted = 0;
  Witness first_quoted;
};

class ColumnProfile {
 public:
  /// `null_words`: how many words may mean "missing".
  explicit ColumnProfile(std::size_t null_words) : words(null_words) {}

  /// A value that is none of the words.
  void add(std::string_view text, Location where);
  /// The word with that index. Whether it is a missing value or a text is decided afterwards (see add_words).
  void add_word(std::size_t word, std::string_view text, bool quoted, Location where);
  void merge(const ColumnProfile& other);

  /// Counts `count` times `text` as values.
  void add_many(std::string_view text, std::uint64_t count, const Witness& first);

  NumberEvidence number;
  DateEvidence date;
  BooleanEvidence boolean;
  UuidEvidence uuid;
  TimeEvidence time;
  TextEvidence text;
  std::vector<WordEvidence> words;

 private:
  void add_number(std::string_view text, Location where);
  void add_date(std::string_view text, Location where);
  /// What the value, a date in that format, says of the half of its day.
  void note_half_day(std::string_view value, const Format& format, Location where);
  void add_boolean(std::string_view text, Location where);
  void add_uuid(std::string_view text, Location where);
  void add_time(std::string_view text, Location where);
};

}  // namespace rox
