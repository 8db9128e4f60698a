// Which field of a file is which column of its table: for exports whose header isn't the model's, column for column.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "model/dialect.hpp"
#include "model/model.hpp"
#include "source/export.hpp"
#include "source/workbook/sheet_records.hpp"

namespace rox {

struct FieldMap {
  /// By column of the table: its field in the file; empty: the file has none, and the column is NULL.
  std::vector<std::optional<std::size_t>> field_of;
  /// By field of the file: the column that it goes to; empty: none reads it.
  std::vector<std::optional<std::size_t>> column_of;
  /// Fields that are no columns because nothing is in them (KnownHeader): a record that has something there is refused.
  std::vector<std::size_t> nameless{};

  std::size_t fields() const { return column_of.size(); }
  /// Field i is column i, and there are no others.
  bool is_identity() const;

  bool operator==(const FieldMap&) const = default;
};

FieldMap identity_map(std::size_t columns);

/// How a file's header and a table's columns go together.
struct HeaderMatch {
  FieldMap map;
  std::vector<std::string> new_fields;       // in the file, not in the table
  std::vector<std::size_t> missing_columns;  // of the table, not in the file, which should have them
  std::vector<std::size_t> absent_keys;      // likewise, but no object needs to have them (may_be_absent())
  bool reordered = false;                    // those in both stand in another order
  std::vector<NameBeside> beside;            // on a sheet, and not read
};

/// Matches by name; without a header in the dialect by position. Throws data_error, as check_header() does, if
/// nothing of the header is in the table: then it is another file, or another delimiter.
HeaderMatch match_header(const ExportFile& file, const Dialect& dialect, const Table& table);

}  // namespace rox
