// The rows of a sheet, one after another.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "source/export.hpp"

namespace rox {

enum class CellType {
  text,
  number,
  date,  // or a time
  boolean,
  error,    // "#DIV/0!"
  formula,  // without a result: "=A1+B1"
};

struct SheetCell {
  std::uint32_t column = 0;  // 0 is A
  CellType type = CellType::text;
  std::size_t begin = 0;  // in SheetRow::text
  std::size_t size = 0;
};

/// A row with something in it.
struct SheetRow {
  std::uint64_t number = 0;      // as the spreadsheet shows it
  std::vector<SheetCell> cells;  // those that aren't empty, from left to right
  std::string text;              // of all of them

  std::string_view text_of(const SheetCell& cell) const { return std::string_view(text).substr(cell.begin, cell.size); }
  void clear() {
    number = 0;
    cells.clear();
    text.clear();
  }
};

class SheetReader {
 public:
  virtual ~SheetReader() = default;
  /// The next row that isn't empty; false at the end. What was in `row` is memory for what comes.
  virtual bool next(SheetRow& row) = 0;
  virtual std::uint64_t position() const = 0;
  /// Of the cells that are merged: "A2:A5". Complete at the end.
  virtual const std::vector<std::string>& merged() const = 0;
};

/// More than any spreadsheet has.
inline constexpr std::uint32_t kMostSheetColumns = 1U << 14U;
inline constexpr std::uint64_t kMostSheetRows = std::uint64_t{1} << 24U;
/// The longest text of a cell. Spreadsheets end at 32,767 characters.
inline constexpr std::size_t kLongestCell = std::size_t{64} << 20;

/// "AB" of 27, and back; kMostSheetColumns if the text is no column.
std::string column_letters(std::uint32_t column);
std::uint32_t column_number(std::string_view letters);

}  // namespace rox
