// Results as a workbook (XLSX) for spreadsheets, by libxlsxwriter: numbers are numbers, days are days, and a text is
// never a formula. What a cell can't hold exactly is a text with all its digits.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/pieces.hpp"
#include "engine/engine.hpp"

namespace rox {

/// A workbook that is written to a file. Rows are written one after another and not kept in memory; what the library
/// keeps aside meanwhile is in `scratch`.
class WorkbookWriter {
 public:
  WorkbookWriter(const std::filesystem::path& file, const std::filesystem::path& scratch);
  ~WorkbookWriter();  // without close() there is no file
  WorkbookWriter(const WorkbookWriter&) = delete;
  WorkbookWriter& operator=(const WorkbookWriter&) = delete;

  /// What comes next stands on a sheet of that name, or one that resembles it: sheets have names of 31 characters,
  /// without
  /// []:*?/\ and each its own.
  void begin_sheet(std::string_view name);
  /// A line of text; a title is bold.
  void add_title(std::string_view text);
  void add_line(std::string_view text);
  void add_blank_line();

  /// The names above what follows, bold. On a sheet that begins with them they stay in sight.
  void begin_table(const std::vector<ResultColumn>& columns);
  /// A row of the table. A value is written as results have it; a missing one is an empty cell. Throws data_error,
  /// which names the column and the row, for more than a sheet can hold: 1,048,576 rows, 16,384 columns, 32,767
  /// characters.
  void add_row(const std::vector<std::optional<std::string>>& values);

  /// Throws outside_error if the file can't be written.
  void close();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// All rows on one sheet, made when this is called, in pieces. Throws as add_row() does.
NextPiece xlsx_pieces(Result& result);

}  // namespace rox
