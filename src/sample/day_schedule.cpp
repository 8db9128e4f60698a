#include "sample/day_schedule.hpp"

#include <algorithm>

#include "sample/day_changes.hpp"
#include "sample/day_faults.hpp"

namespace rox {
namespace {

// After a day that stops comes one that loads: in the morning the good exports are there. What recurs does so on the
// same day of a month of four weeks, so that stays true.
constexpr std::uint32_t kMonth = 28;

using enum Outcome;

constexpr EventKind kKinds[] = {
    {"ids_leap", 1, 0, Span::lasting, load, plant_ids_leap},
    {"line_ids_leap", 1, 0, Span::lasting, load, plant_line_ids_leap},
    {"long_name", 2, 0, Span::lasting, load, plant_long_name},
    {"large_order", 3, 0, Span::lasting, load, plant_large_order},
    {"new_column", 4, 0, Span::lasting, widen, plant_postal_code},
    {"order_deleted", 5, kMonth, Span::lasting, load, plant_order_deleted},
    {"price_changed", 5, kMonth, Span::lasting, load, plant_price_changed},
    {"customer_moved", 5, kMonth, Span::lasting, load, plant_customer_moved},
    {"late_orders", 6, kMonth, Span::before, load, plant_late_orders},
    {"first_missing", 6, 0, Span::lasting, load, plant_first_missing},
    {"broken_rows", 7, kMonth, Span::one_day, reject, plant_broken_rows},
    {"first_value", 8, 0, Span::lasting, load, plant_first_value},
    {"unix_file", 8, kMonth, Span::one_day, load, plant_unix_file},
    {"truncated", 9, kMonth, Span::one_day, stop, plant_truncated},
    {"more_digits", 10, 0, Span::lasting, widen, plant_more_digits},
    {"empty", 11, kMonth, Span::one_day, stop, plant_empty},
    {"new_product_line", 12, 0, Span::lasting, load, plant_product_line},
    {"time_of_day", 12, 0, Span::lasting, widen, plant_time_of_day},
    {"missing_column", 13, kMonth, Span::one_day, stop, plant_missing_column},
    {"code_becomes_text", 14, 0, Span::lasting, widen, plant_text_code},
    {"decimal_switch", 15, kMonth, Span::one_day, stop, plant_decimal_switch},
    {"wider_number", 16, 0, Span::lasting, widen, plant_wider_number},
    {"missing_word", 16, kMonth, Span::one_day, load, plant_missing_word},
    {"date_switch", 17, kMonth, Span::one_day, stop, plant_date_switch},
    {"new_date_column", 18, 0, Span::lasting, widen, plant_promised_date},
    {"encoding_switch", 19, kMonth, Span::one_day, stop, plant_encoding_switch},
    {"orphan", 20, kMonth, Span::one_day, load, plant_orphan},
    {"too_many_broken", 21, kMonth, Span::one_day, stop, plant_too_many_broken},
    {"repeated_key", 22, kMonth, Span::one_day, load, plant_repeated_key},
    {"resent", 23, kMonth, Span::one_day, load, plant_resent},
    {"reordered", 23, kMonth, Span::one_day, load, plant_reordered},
    {"date_order_switch", 24, kMonth, Span::one_day, stop, plant_date_order_switch},
    {"footer", 25, kMonth, Span::one_day, reject, plant_footer},
    {"delimiter_switch", 26, kMonth, Span::one_day, stop, plant_delimiter_switch},
    {"header_only", 28, kMonth, Span::one_day, stop, plant_header_only},
    {"missing_export", 30, kMonth, Span::one_day, stop, plant_missing_export},
    {"renamed_column", 32, kMonth, Span::one_day, stop, plant_renamed_column},
    {"archived", 62, 0, Span::lasting, stop, plant_archived},
};

std::vector<Occurrence> all_occurrences() {
  std::vector<Occurrence> all;
  for (const EventKind& kind : kKinds) {
    std::uint32_t times = 0;
    for (std::uint32_t day = kind.first; day <= kMostDays; day += kind.every) {
      all.push_back({&kind, day, times++});
      if (kind.every == 0) break;
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const Occurrence& a, const Occurrence& b) { return a.day < b.day; });
  return all;
}

}  // namespace

const std::vector<Occurrence>& occurrences() {
  static const std::vector<Occurrence> all = all_occurrences();
  return all;
}

std::uint32_t last_good_day(std::uint32_t day) {
  auto stops = [](std::uint32_t d) {
    return std::any_of(occurrences().begin(), occurrences().end(),
                       [d](const Occurrence& o) { return o.day == d && o.kind->rox == Outcome::stop; });
  };
  while (stops(day)) --day;
  return day;
}

}  // namespace rox
