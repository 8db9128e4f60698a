#include "engine/postgres/copy_format.hpp"

#include <array>
#include <bit>
#include <cstring>

namespace rox {
namespace {

constexpr std::int32_t kEpochDays = 10'957;  // from 1970-01-01 to 2000-01-01, where PostgreSQL's time begins
constexpr std::int64_t kEpochMicros = std::int64_t{kEpochDays} * 86'400 * 1'000'000;
constexpr std::uint16_t kNumericNegative = 0x4000;

template <class T>
T big_endian(T value) {
  static_assert(std::endian::native == std::endian::little);
  if constexpr (sizeof(T) == 2) return static_cast<T>(__builtin_bswap16(static_cast<std::uint16_t>(value)));
  if constexpr (sizeof(T) == 4) return static_cast<T>(__builtin_bswap32(static_cast<std::uint32_t>(value)));
  if constexpr (sizeof(T) == 8) return static_cast<T>(__builtin_bswap64(static_cast<std::uint64_t>(value)));
}

template <class T>
void append(T value, std::string& out) {
  const T swapped = big_endian(value);
  out.append(reinterpret_cast<const char*>(&swapped), sizeof swapped);
}

/// A field of a fixed size: its length, then its bytes, in one append.
template <class T>
void append_field(T value, std::string& out) {
  std::array<char, 4 + sizeof(T)> bytes;
  const std::int32_t size = big_endian(std::int32_t{sizeof(T)});
  const T swapped = big_endian(value);
  std::memcpy(bytes.data(), &size, 4);
  std::memcpy(bytes.data() + 4, &swapped, sizeof swapped);
  out.append(bytes.data(), bytes.size());
}

constexpr std::array<std::uint16_t, 4> kPowers{1, 10, 100, 1000};

/// numeric: digits in base 10000, the first with weight 10000^weight, those after the point filled up to four.
template <class Magnitude>
void append_numeric(Magnitude magnitude, bool negative, unsigned scale, std::string& out) {
  std::array<std::int16_t, 12> digits{};  // from the end; 38 decimal digits and a group that is filled up
  std::size_t count = 0;
  std::size_t fraction = (scale + 3) / 4;  // groups after the point
  if (const unsigned odd = scale % 4; odd != 0) {
    digits[count++] = static_cast<std::int16_t>((magnitude % kPowers[odd]) * kPowers[4 - odd]);
    magnitude /= kPowers[odd];
  }
  for (; magnitude > 0; magnitude /= 10'000) digits[count++] = static_cast<std::int16_t>(magnitude % 10'000);
  const auto weight = static_cast<std::int16_t>(static_cast<int>(count) - static_cast<int>(fraction) - 1);
  std::size_t first = 0;  // zeros at the end are not sent, and 0 has no digits at all
  while (first < count && digits[first] == 0) ++first;
  const std::size_t sent = count - first;

  std::array<char, 4 + 8 + 2 * 12> bytes;
  char* at = bytes.data();
  const auto put = [&](auto value) {
    value = big_endian(value);
    std::memcpy(at, &value, sizeof value);
    at += sizeof value;
  };
  put(static_cast<std::int32_t>(8 + 2 * sent));
  put(static_cast<std::int16_t>(sent));
  put(sent == 0 ? std::int16_t{0} : weight);
  put(negative && sent > 0 ? kNumericNegative : std::uint16_t{0});
  put(static_cast<std::int16_t>(scale));
  for (std::size_t i = count; i > first; --i) put(digits[i - 1]);
  out.append(bytes.data(), static_cast<std::size_t>(at - bytes.data()));
}

}  // namespace

void append_copy_header(std::string& out) {
  out.append("PGCOPY\n\377\r\n\0", 11);
  append(std::int32_t{0}, out);  // no flags
  append(std::int32_t{0}, out);  // no extension
}

void append_copy_row(std::uint16_t fields, std::string& out) { append(fields, out); }
void append_copy_end(std::string& out) { append(std::int16_t{-1}, out); }

void append_copy_null(std::string& out) { append(std::int32_t{-1}, out); }

void append_copy_boolean(bool value, std::string& out) {
  append(std::int32_t{1}, out);
  out += value ? '\1' : '\0';
}

void append_copy_smallint(std::int16_t value, std::string& out) { append_field(value, out); }
void append_copy_integer(std::int32_t value, std::string& out) { append_field(value, out); }
void append_copy_bigint(std::int64_t value, std::string& out) { append_field(value, out); }

void append_copy_numeric(std::int64_t unscaled, unsigned scale, std::string& out) {
  const bool negative = unscaled < 0;
  const auto bits = static_cast<std::uint64_t>(unscaled);
  append_numeric(negative ? 0 - bits : bits, negative, scale, out);
}

void append_copy_numeric(Int128 unscaled, unsigned scale, std::string& out) {
  const bool negative = unscaled < 0;
  const auto bits = static_cast<UInt128>(unscaled);
  append_numeric(negative ? 0 - bits : bits, negative, scale, out);
}

void append_copy_date(std::int32_t days, std::string& out) { append_field(days - kEpochDays, out); }
void append_copy_time(std::int64_t micros, std::string& out) { append_field(micros, out); }
void append_copy_timestamp(std::int64_t micros, std::string& out) { append_field(micros - kEpochMicros, out); }

void append_copy_uuid(UInt128 value, std::string& out) {
  append(std::int32_t{16}, out);
  append(static_cast<std::uint64_t>(value >> 64) ^ (std::uint64_t{1} << 63), out);
  append(static_cast<std::uint64_t>(value), out);
}

void append_copy_text(std::string_view text, std::string& out) {
  append(static_cast<std::int32_t>(text.size()), out);
  out += text;
}

}  // namespace rox
