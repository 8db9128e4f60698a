#include "discovery/counted_times.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <string>

#include "base/clock.hpp"
#include "discovery/words.hpp"
#include "source/date_values.hpp"

namespace rox {
namespace {

struct Counting {
  DateForm form;
  std::string_view what;
  std::string_view setting;
};
constexpr std::array kCountings{
    Counting{DateForm::epoch, "seconds since 1970", "type = \"TIMESTAMP\", format = \"epoch\""},
    Counting{DateForm::epoch_ms, "thousandths of seconds since 1970", "type = \"TIMESTAMP\", format = \"epoch_ms\""},
    Counting{DateForm::serial, "days as spreadsheets count them", "type = \"DATE\", format = \"serial\""}};

/// "2023-11-14 22:13:20" if the number is a time from 1990 to 2099.
std::string time_of(std::int64_t number, DateForm form) {
  Format format;
  format.date_form = form;
  std::int64_t micros = 0;
  bool offset = false;
  if (parse_timestamp(std::to_string(number), format, micros, offset) != Parse::ok) return {};
  const std::chrono::sys_time<std::chrono::microseconds> time{std::chrono::microseconds{micros}};
  const std::string text = utc_text(std::chrono::time_point_cast<std::chrono::system_clock::duration>(time),
                                    form == DateForm::serial ? "%Y-%m-%d" : "%Y-%m-%d %H:%M:%S");
  return text >= "1990" && text < "2100" ? text : std::string();
}

}  // namespace

void tell_counted_times(TypeDecision& d, std::int64_t least, std::int64_t most) {
  if (!is_time_name(d.name) && !is_audit_name(d.name)) return;
  for (const Counting& counting : kCountings) {
    const std::string first = time_of(least, counting.form);
    const std::string last = time_of(most, counting.form);
    if (first.empty() || last.empty()) continue;
    d.warn(fmt::format(
        "{} to {} may be {}, {} to {}, and are read as numbers. If they are times, say so in model.toml: {}", least,
        most, counting.what, first, last, counting.setting));
    return;
  }
}

}  // namespace rox
