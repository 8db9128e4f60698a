#include "discovery/widen.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string_view>
#include <system_error>

namespace rox {

namespace {

enum class Family { boolean, number, date, time_of_day, uuid, text };

Family family_of(const Type& type) {
  switch (type.kind) {
    case TypeKind::boolean: return Family::boolean;
    case TypeKind::smallint:
    case TypeKind::integer:
    case TypeKind::bigint:
    case TypeKind::decimal: return Family::number;
    case TypeKind::date:
    case TypeKind::timestamp: return Family::date;
    case TypeKind::time: return Family::time_of_day;
    case TypeKind::uuid: return Family::uuid;
    case TypeKind::varchar: return Family::text;
  }
  return Family::text;
}

/// Of numbers: digits before the decimal sign that the type has room for, all their values counted.
int whole_digits(const Type& type) {
  switch (type.kind) {
    case TypeKind::smallint: return 5;
    case TypeKind::integer: return 10;
    case TypeKind::bigint: return 19;
    default: return type.precision - type.scale;
  }
}

/// The digits before the decimal sign that the values must have, or `infer` would have chosen a narrower type.
int proven_digits(const Type& type) {
  switch (type.kind) {
    case TypeKind::smallint: return 1;
    case TypeKind::integer: return 5;  // past 32,767
    case TypeKind::bigint: return 10;  // past 2,147,483,647
    default: return type.precision - type.scale;
  }
}

bool is_decimal(const Type& type) { return type.kind == TypeKind::decimal; }

bool number_too_narrow(const Type& stated, const Type& proven) {
  if (!is_decimal(stated) && !is_decimal(proven)) return whole_digits(stated) < whole_digits(proven);
  return stated.scale < proven.scale || whole_digits(stated) < proven_digits(proven);
}

/// A DECIMAL has at least so many digits more before the decimal sign than were seen, where it can have them.
constexpr std::uint32_t kSpareDigits = 3;

/// A DECIMAL as they are inferred.
bool has_inferred_precision(const Type& type) {
  return is_decimal(type) && (type.precision == kUsualPrecision || type.precision == kMostPrecision);
}

/// "-1234.50": 4
int whole_digits(std::string_view number) {
  number = number.substr(0, number.find('.'));
  const auto digits = std::count_if(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
  return number == "0" || number == "-0" ? 0 : static_cast<int>(digits);
}

Type narrowest_integer(std::string_view least, std::string_view greatest) {
  const auto fits = [&]<class Int>(Int) {
    const auto one = [](std::string_view text) {
      Int value = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
      return error == std::errc() && end == text.data() + text.size();
    };
    return one(least) && one(greatest);
  };
  const TypeKind kind = fits(std::int16_t{})   ? TypeKind::smallint
                        : fits(std::int32_t{}) ? TypeKind::integer
                                               : TypeKind::bigint;
  return {kind, 0, 0, 0};
}

Type text_of(std::uint32_t length) { return {TypeKind::varchar, 0, 0, length}; }

Type widened_number(const Type& a, const Type& b) {
  if (!is_decimal(a) && !is_decimal(b)) return whole_digits(a) >= whole_digits(b) ? a : b;
  const int scale = std::max(a.scale, b.scale);
  const int precision = std::max(whole_digits(a), whole_digits(b)) + scale;
  if (precision > static_cast<int>(kMostPrecision)) return text_of(0);
  return {TypeKind::decimal, static_cast<std::uint8_t>(precision), static_cast<std::uint8_t>(scale), 0};
}

}  // namespace

ColumnReading reading_of(const Column& column) { return {column.type, column.format}; }

void set_reading(Column& column, const ColumnReading& reading) {
  column.type = reading.type;
  column.format = reading.format;
}

bool is_chosen(const Column& stated, const Column* inferred) {
  if (inferred != nullptr) return reading_of(*inferred) != reading_of(stated);
  switch (stated.type.kind) {
    case TypeKind::smallint: return true;
    case TypeKind::varchar: return stated.type.length > 0;
    case TypeKind::decimal: return stated.type.precision != kUsualPrecision && stated.type.precision != kMostPrecision;
    default: return false;
  }
}

bool proves_nothing(const Column& inferred) {
  return inferred.type.kind == TypeKind::varchar && inferred.type.length == 0 && inferred.max_bytes == 0;
}

Type narrowest(const Column& inferred, const Type& like) {
  const Type& type = inferred.type;
  if (type.kind == TypeKind::varchar) return text_of(type.length > 0 ? type.length : inferred.longest_text());
  if (family_of(type) != Family::number || inferred.least.empty() || inferred.greatest.empty()) return type;
  if (!is_decimal(type) && !is_decimal(like)) return narrowest_integer(inferred.least, inferred.greatest);
  const std::uint8_t scale = inferred.decimals.value_or(type.scale);
  const int digits = std::max(whole_digits(inferred.least), whole_digits(inferred.greatest));
  return {TypeKind::decimal, static_cast<std::uint8_t>(std::max(digits + scale, 1)), scale, 0};
}

bool surely_too_narrow(const Type& stated, const Column& inferred) {
  // Whole numbers are inferred as a DECIMAL where they are past 64 bits.
  const bool whole = family_of(stated) == Family::number && !is_decimal(stated);
  if (whole && is_decimal(inferred.type)) return true;
  return surely_too_narrow(stated, narrowest(inferred, stated));
}

bool has_room_for(const Type& stated, const Column& inferred) {
  const bool roomy =
      stated.kind == TypeKind::integer || stated.kind == TypeKind::bigint || has_inferred_precision(stated);
  return roomy && family_of(inferred.type) == Family::number && !surely_too_narrow(stated, inferred);
}

bool surely_too_narrow(const Type& stated, const Type& proven) {
  const Family family = family_of(stated);
  if (family == Family::text) {
    return proven.kind == TypeKind::varchar && stated.length > 0 && proven.length > stated.length;
  }
  if (family != family_of(proven)) {
    // What is text to `infer` may be anything to the user, and numbers may be a flag's.
    return family_of(proven) != Family::text && family != Family::boolean;
  }
  if (family == Family::number) return number_too_narrow(stated, proven);
  return stated.kind == TypeKind::date && proven.kind == TypeKind::timestamp;
}

Type decimal_with_room(std::uint32_t digits, std::uint32_t scale) {
  const bool usual = digits + kSpareDigits <= kUsualPrecision;
  return {TypeKind::decimal, usual ? kUsualPrecision : kMostPrecision, static_cast<std::uint8_t>(scale), 0};
}

Type widened(const Type& stated, const Column& inferred) {
  const bool measured = !inferred.least.empty() && !inferred.greatest.empty();
  if (!measured || !has_inferred_precision(stated) || !has_inferred_precision(inferred.type)) {
    return widened(stated, inferred.type);
  }
  const std::uint32_t scale = std::max(stated.scale, inferred.type.scale);
  const auto digits =
      static_cast<std::uint32_t>(std::max(whole_digits(inferred.least), whole_digits(inferred.greatest)));
  return digits + scale > kMostPrecision ? text_of(0) : decimal_with_room(digits + scale, scale);
}

bool is_less(std::string_view a, std::string_view b) {
  const bool below_zero = a.starts_with('-');
  if (below_zero != b.starts_with('-')) return below_zero;
  if (below_zero) return is_less(b.substr(1), a.substr(1));
  // Of numbers the longer one is the greater one, up to the decimal sign; times are all of one length there.
  const auto whole = [](std::string_view text) { return std::min(text.find_first_of(".-"), text.size()); };
  return whole(a) != whole(b) ? whole(a) < whole(b) : a < b;
}

bool same_family(const Type& a, const Type& b) { return family_of(a) == family_of(b); }

Type widened(const Type& a, const Type& b) {
  if (a == b) return a;
  if (!same_family(a, b)) return text_of(0);
  switch (family_of(a)) {
    case Family::number: return widened_number(a, b);
    case Family::date: return {TypeKind::timestamp, 0, 0, 0};
    case Family::text: return text_of(a.length == 0 || b.length == 0 ? 0 : std::max(a.length, b.length));
    default: return a;
  }
}

}  // namespace rox
