// Values and rows in the binary format of PostgreSQL's COPY.
// https://www.postgresql.org/docs/15/sql-copy.html, "Binary Format"; the values as each type's recv function reads them
// (src/backend/utils/adt).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "source/values.hpp"

namespace rox {

/// What stands before the first row.
void append_copy_header(std::string& out);
/// A row of that many fields begins; its fields follow in the order of the columns.
void append_copy_row(std::uint16_t fields, std::string& out);
/// What stands after the last row.
void append_copy_end(std::string& out);

// One field each.
void append_copy_null(std::string& out);
void append_copy_boolean(bool value, std::string& out);
void append_copy_smallint(std::int16_t value, std::string& out);
void append_copy_integer(std::int32_t value, std::string& out);
void append_copy_bigint(std::int64_t value, std::string& out);
/// `unscaled` / 10^scale.
void append_copy_numeric(std::int64_t unscaled, unsigned scale, std::string& out);
void append_copy_numeric(Int128 unscaled, unsigned scale, std::string& out);
/// Days since 1970-01-01.
void append_copy_date(std::int32_t days, std::string& out);
/// Microseconds since 1970-01-01 00:00:00.
void append_copy_time(std::int64_t micros, std::string& out);
void append_copy_timestamp(std::int64_t micros, std::string& out);
/// As value_width() describes uuid: the number, its top bit flipped.
void append_copy_uuid(UInt128 value, std::string& out);
void append_copy_text(std::string_view text, std::string& out);

}  // namespace rox
