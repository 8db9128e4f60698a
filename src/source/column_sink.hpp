// What a scan puts out: which columns, and where their values go.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

namespace rox {

/// Columns that every scan offers beside the table's own: where a row came from.
enum class Origin { file, line, offset, raw };

/// What to put in one output column: a column of the table, or an Origin.
struct ScanColumn {
  std::optional<std::size_t> column;  // index into Table::columns
  Origin origin = Origin::file;       // used where `column` is empty
};

/// Where one column's values go. `data` is an array of value_width(type) bytes a row (Origin file and
/// raw: varchar; line and offset: bigint). `validity`: one bit a row, 1 = present, least significant
/// first, as in DuckDB and Arrow; the scanner writes every bit of the rows that it returns; it may be null for
/// columns that are not nullable. For
/// varchar, `store(target, row, text, size)` is called instead; the text is only valid during the call.
struct ColumnSink {
  void* data = nullptr;
  std::uint64_t* validity = nullptr;
  void* target = nullptr;
  void (*store)(void* target, std::uint64_t row, const char* text, std::size_t size) = nullptr;
};

}  // namespace rox
