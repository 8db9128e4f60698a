// What a guard found, as the ledger keeps it: numbers, of which texts are made in any language (guard/words.hpp).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rox {

enum class GuardMeasure {
  rows,      // of a table or mart
  new_rows,  // more than on the day before
  missing,   // share of the rows without a value in a column
  sum,       // of a column
  new_sum,   // more than on the day before
  newest,    // hours since the newest value of a column
  age,       // hours since the newest export came
  arrival,   // hours since the newest export came, at the hour by which one has to
};

enum class GuardVerdict {
  pass,
  learning,  // the ledger doesn't know enough yet to say
  warn,      // not as it should be; published all the same
  hold,      // not as it should be: nothing is published
  released,  // it would be held, but somebody looked
};

std::string_view to_string(GuardMeasure measure);
std::optional<GuardMeasure> parse_guard_measure(std::string_view text);
std::string_view to_string(GuardVerdict verdict);
std::optional<GuardVerdict> parse_guard_verdict(std::string_view text);

/// What is usual, by the ledger.
struct UsualRange {
  double median = 0;
  double spread = 0;
  unsigned samples = 0;
  unsigned weekday = 0;                   // of which the samples are: 0 is Sunday
  std::optional<double> most_at_turns{};  // of months, where the day is at one

  bool operator==(const UsualRange&) const = default;
};

struct GuardResult {
  std::string guard;    // its name: "Sale.new_rows", "Sale.Amount.missing"
  std::string subject;  // the table or mart
  std::string column{};
  GuardMeasure measure = GuardMeasure::rows;
  GuardVerdict verdict = GuardVerdict::pass;
  std::optional<double> value{};  // nothing: there is none, of an empty table or an export that never came
  std::optional<double> level{};  // what a growth is the growth of
  std::optional<double> least{};
  std::optional<double> most{};
  std::optional<UsualRange> usual{};
  std::string due{};      // of an arrival: by when, as utc_now() writes it
  std::string meaning{};  // what it means when the guard is right, for whom: as its file says
  std::string owner{};

  bool is_alarm() const { return verdict == GuardVerdict::warn || verdict == GuardVerdict::hold; }
  bool operator==(const GuardResult&) const = default;
};

/// Whether one of them keeps the run from publishing.
bool is_held(const std::vector<GuardResult>& results);

}  // namespace rox
