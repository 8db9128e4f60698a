// The types that a column of an export can have. Every one is exact: there is no float.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rox {

enum class TypeKind { boolean, smallint, integer, bigint, decimal, date, time, timestamp, uuid, varchar };

/// A value type. precision and scale matter for decimal only (1 <= precision <= 38,
/// 0 <= scale <= precision); length for varchar only: the most characters (Unicode code points)
/// allowed, 0 for no limit.
struct Type {
  TypeKind kind = TypeKind::varchar;
  std::uint8_t precision = 0;
  std::uint8_t scale = 0;
  std::uint32_t length = 0;

  bool operator==(const Type&) const = default;
};

/// SMALLINT, INTEGER or BIGINT.
bool is_whole_number(const Type& type);
/// The same or DECIMAL.
bool is_number(const Type& type);

/// Whether staged files have texts of it: UUIDs and times of day, which not all that read Parquet can read.
bool is_text_in_parquet(const Type& type);

/// Bytes of one value in memory: the layout of DuckDB's vectors and of Arrow's arrays, so that the
/// scanner writes either without a copy. boolean 1, smallint 2, integer 4, bigint 8; decimal 2, 4, 8
/// or 16 by precision (<=4, <=9, <=18, <=38), the value times 10^scale; date 4, days since
/// 1970-01-01; time 8, microseconds since midnight; timestamp 8, microseconds since that day (UTC); uuid 16, as an
/// unsigned big number with its top bit flipped (DuckDB's order-preserving hugeint), low word first. varchar: 16
/// (DuckDB's string_t), written through a callback.
std::size_t value_width(const Type& type);

/// "DECIMAL(9,4)", "VARCHAR(50)", "INTEGER": the spelling of model.toml.
std::string to_string(const Type& type);

/// The inverse; also takes INT, INT4, TEXT, NUMERIC(p,s), BOOL and the like, in any case.
/// Throws usage_error (without a place) for anything else.
Type parse_type(std::string_view text);

}  // namespace rox
