// The header of an export: the names in its first record.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/dialect.hpp"
#include "model/model.hpp"
#include "source/export.hpp"
#include "source/header_key.hpp"

namespace rox {

/// The header's names, decoded to UTF-8, BOM and quotes removed; an empty one is column_3 by its position. Throws
/// data_error for an empty file.
std::vector<std::string> read_header(const ExportFile& file, const Dialect& dialect);

/// What the header of a table's exports has.
std::vector<std::string> header_names(const Table& table);

/// A header as a table with the columns `wanted` has it. Software that ends each line with a delimiter, or draws a
/// table in text, makes fields that nobody named.
struct KnownHeader {
  /// A field that nobody named is called as its column is, whose number is another one where fields came before it.
  std::vector<std::string> names;
  /// Before the first name or behind the last, and no column: as long as nothing is in them.
  std::vector<std::size_t> nameless;
};
KnownHeader known_header(std::vector<std::string> header, const Dialect& dialect,
                         const std::vector<std::string>& wanted);

/// Whether a file may lack the column: nobody named it, and it never had a value.
bool may_be_gone(const Column& column);

/// header_key() of all names, sorted: headers with the same ones are the same but for the order.
std::vector<std::string> header_keys(const std::vector<std::string>& names);

/// Where each of `names` stands in `header`, which has the same names in perhaps another order.
std::vector<std::size_t> places_in(const std::vector<std::string>& header, const std::vector<std::string>& names);

/// Whether a file without the column is as complete as one with it: JSON has no header, so a key that may be missing
/// can be missing in all objects of a day.
bool may_be_absent(const ExportFile& file, const Column& column);

/// Throws data_error naming what is missing or extra, and what to do, unless the file's header has the names of the
/// table's columns, in any order (without a header: unless there are as many fields).
void check_header(const ExportFile& file, const Dialect& dialect, const Table& table);
/// Throws that.
[[noreturn]] void refuse_header(const ExportFile& file, const Dialect& dialect, const Table& table);

}  // namespace rox
