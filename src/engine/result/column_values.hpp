// The values of one column of a batch, as they lie in memory: what a result gives besides texts, so that nobody has to
// parse them again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>

namespace rox {

/// How the values lie there: in DuckDB's layout, as value_width() (model/type.hpp) has it.
enum class ValueLayout {
  boolean,  // a byte, 0 or 1
  int8,     // whole numbers; of decimals the value times 10^scale
  int16,
  int32,
  int64,
  int128,
  uint8,
  uint16,
  uint32,
  uint64,
  uint128,
  float32,
  float64,
  date,       // std::int32_t: days since 1970-01-01
  time,       // std::int64_t: microseconds since midnight
  timestamp,  // std::int64_t: microseconds since 1970-01-01 00:00:00
  uuid,       // UInt128, its top bit flipped
  text,       // std::string_view: of texts, and of what an engine only has a text for
};

/// The largest number of a date or a timestamp is infinite, and so is its opposite.
template <class Number>
constexpr bool is_infinite(Number value) {
  constexpr Number kMost = std::numeric_limits<Number>::max();
  return value == kMost || value == -kMost;
}

/// A view; valid until the result moves on.
struct ColumnValues {
  ValueLayout layout = ValueLayout::text;
  unsigned scale = 0;  // of decimals
  const void* values = nullptr;
  const std::uint64_t* validity = nullptr;  // a bit a row, 1: present; null: all are

  bool present(std::size_t row) const { return validity == nullptr || (validity[row / 64] >> (row % 64) & 1U) != 0; }

  /// `Value` is what the layout says. Not of a value that isn't present.
  template <class Value>
  Value at(std::size_t row) const {
    Value value;  // copied, since not everything is aligned for 128 bits
    std::memcpy(&value, static_cast<const char*>(values) + row * sizeof(Value), sizeof(Value));
    return value;
  }
};

/// Appends the canonical text (engine/engine.hpp) of a value that is present.
void append_text(const ColumnValues& column, std::size_t row, std::string& out);

}  // namespace rox
