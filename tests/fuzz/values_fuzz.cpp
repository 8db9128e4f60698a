// Any text as a value: a value that was read and written as canonical text reads back as itself, and the widths of
// a decimal agree. The first three bytes of an input choose the type.
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <string>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "require.hpp"
#include "source/clock.hpp"
#include "source/date_values.hpp"
#include "source/encoding.hpp"
#include "source/number_text.hpp"
#include "source/values.hpp"

namespace rox {
namespace {

std::string date_text(std::int64_t days) {
  std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(days))};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

void integer(std::string_view text) {
  std::int64_t value = 0, again = 0;
  if (parse_integer(text, value) != Parse::ok) return;
  REQUIRE(parse_integer(std::to_string(value), again) == Parse::ok && again == value);
}

void decimal(std::string_view text, char sign, unsigned precision, unsigned scale) {
  Int128 value = 0, again = 0;
  Parse result = parse_decimal(text, sign, precision, scale, value);
  if (precision <= 18) {
    std::int64_t narrow = 0;
    REQUIRE(parse_decimal(text, sign, precision, scale, narrow) == result);
    REQUIRE(result != Parse::ok || narrow == value);
  }
  if (result != Parse::ok) return;
  std::string canonical;
  append_decimal(value, scale, canonical);
  REQUIRE(parse_decimal(canonical, '.', precision, scale, again) == Parse::ok && again == value);
}

void date(std::string_view text, DateOrder order) {
  std::int32_t days = 0, again = 0;
  std::int64_t micros = 0;
  if (parse_date(text, order, days) != Parse::ok) return;
  REQUIRE(parse_date(date_text(days), DateOrder::ymd, again) == Parse::ok && again == days);
  REQUIRE(parse_timestamp(text, order, micros) == Parse::ok && micros == days * std::int64_t{86'400'000'000});
}

void timestamp(std::string_view text, DateOrder order) {
  std::int64_t micros = 0, again = 0;
  if (parse_timestamp(text, order, micros) != Parse::ok) return;
  constexpr std::int64_t kDay = 86'400'000'000;
  std::int64_t days = micros / kDay - (micros % kDay < 0 ? 1 : 0);
  std::int64_t rest = micros - days * kDay;
  std::string canonical = fmt::format("{} {:02}:{:02}:{:02}.{:06}", date_text(days), rest / 3'600'000'000,
                                      rest / 60'000'000 % 60, rest / 1'000'000 % 60, rest % 1'000'000);
  REQUIRE(parse_timestamp(canonical, DateOrder::ymd, again) == Parse::ok && again == micros);
}

void time_of_day(std::string_view text, TimeForm form, bool cut) {
  Format format, plain;
  format.time_form = form;
  format.cut_seconds = cut;
  std::int64_t micros = 0, again = 0;
  bool too_fine = false;
  if (const auto read = read_time_of_day(text, too_fine)) {
    format.time_form = read->form;
    REQUIRE(parse_time(text, format, micros) == Parse::ok && micros == read->micros);
  }
  if (parse_time(text, format, micros) != Parse::ok) return;
  REQUIRE(micros >= 0 && micros < 86'400'000'000);
  const std::string canonical = fmt::format("{:02}:{:02}:{:02}.{:06}", micros / 3'600'000'000, micros / 60'000'000 % 60,
                                            micros / 1'000'000 % 60, micros % 1'000'000);
  REQUIRE(parse_time(canonical, plain, again) == Parse::ok && again == micros);
}

void uuid(std::string_view text) {
  UInt128 value = 0, again = 0;
  if (parse_uuid(text, value) != Parse::ok) return;
  auto high = static_cast<std::uint64_t>(value >> 64) ^ (std::uint64_t{1} << 63);
  auto low = static_cast<std::uint64_t>(value);
  std::string canonical = fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", high >> 32, high >> 16 & 0xFFFF,
                                      high & 0xFFFF, low >> 48, low & 0xFFFF'FFFF'FFFF);
  REQUIRE(parse_uuid(canonical, again) == Parse::ok && again == value);
}

void boolean(std::string_view text) {
  bool value = false, again = false;
  if (parse_boolean(text, value) != Parse::ok) return;
  REQUIRE(parse_boolean(value ? "true" : "false", again) == Parse::ok && again == value);
}

// What is left when the currency and the groups are off goes through the same parser as a plain number.
void money(std::string_view text, char sign) {
  Format format;
  format.group = sign == ',' ? '.' : ',';
  format.currency = "R$";
  std::string plain;
  if (plain_number(text, format, sign, false, plain) != NumberFault::none) return;
  REQUIRE(plain.find(*format.group) == std::string::npos);
  decimal(plain, sign, 18, 4);
}

// Text made safe to show is clean; clean text is left as it is.
void shown(std::string_view text) {
  std::string safe = printable_utf8(text);
  REQUIRE(clean_utf8(safe));
  REQUIRE(clean_utf8(text) == (safe == text));
  REQUIRE(clean_utf8(text) == (valid_utf8(text) && text.find('\0') == std::string_view::npos));
  std::string decoded;
  for (Encoding encoding : {Encoding::latin1, Encoding::windows1252, Encoding::utf16le, Encoding::utf16be}) {
    decoded.clear();
    std::size_t used = append_as_utf8(text, encoding, decoded);
    REQUIRE(encoded_size(decoded, encoding) == used);
  }
}

}  // namespace
}  // namespace rox

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rox;
  if (size < 3 || size > 512) return 0;
  std::string_view text(reinterpret_cast<const char*>(data) + 3, size - 3);
  char sign = (data[0] & 8) != 0 ? ',' : '.';
  auto order = static_cast<DateOrder>((data[0] >> 4) % 3);
  unsigned precision = 1 + data[1] % 38;
  switch (data[0] & 7) {
    case 0: integer(text); break;
    case 1: decimal(text, sign, precision, data[2] % (precision + 1)); break;
    case 2: date(text, order); break;
    case 3: timestamp(text, order); break;
    case 4: uuid(text); break;
    case 5:
      boolean(text);
      time_of_day(text, static_cast<TimeForm>(data[1] % 5), (data[2] & 1) != 0);
      break;
    case 6: money(text, sign); break;
    default: shown(text); break;
  }
  return 0;
}
