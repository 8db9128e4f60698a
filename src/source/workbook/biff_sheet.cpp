#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <utility>

#include "source/packed.hpp"
#include "source/workbook/biff_book.hpp"
#include "source/workbook/old_excel.hpp"

namespace rox {
namespace {

constexpr std::uint32_t kMostColumns = 256;  // before 2007
constexpr std::uint16_t kSharedFormula = 0x4BC;
constexpr std::array<std::uint16_t, 2> kTextResults{0x207, 0x07};
constexpr std::array<std::uint16_t, 5> kBesideFormulas{kSharedFormula, 0x221, 0x21, 0x236, 0x37};

enum class Record { other, integer, number, text, shared_text, truth, formula, packed_number, packed_numbers };

/// What of a type stands in cells that have something in them. `version`: 2 has types of its own.
Record record_of(std::uint16_t type, unsigned version) {
  switch (type) {
    case 0x02: return version == 2 ? Record::integer : Record::other;
    case 0x03: return version == 2 ? Record::number : Record::other;
    case 0x04: return version == 2 ? Record::text : Record::other;
    case 0x05: return version == 2 ? Record::truth : Record::other;
    case 0x203: return Record::number;
    case 0x204:
    case 0xD6: return Record::text;  // the second with fonts
    case 0xFD: return Record::shared_text;
    case 0x205: return Record::truth;
    case 0x06:
    case 0x206:
    case 0x406: return Record::formula;
    case 0x27E: return Record::packed_number;
    case 0xBD: return Record::packed_numbers;
    default: return Record::other;
  }
}

std::string_view error_text(std::uint8_t code) {
  switch (code) {
    case 0x00: return "#NULL!";
    case 0x07: return "#DIV/0!";
    case 0x0F: return "#VALUE!";
    case 0x17: return "#REF!";
    case 0x1D: return "#NAME?";
    case 0x24: return "#NUM!";
    default: return "#N/A";
  }
}

/// A number in 30 bits: the highest ones of a float, or an integer; perhaps a hundred times too large.
double unpacked(std::uint32_t packed) {
  constexpr std::uint32_t kHundredth = 1;
  constexpr std::uint32_t kInteger = 2;
  const double number = (packed & kInteger) != 0 ? static_cast<double>(static_cast<std::int32_t>(packed) >> 2)
                                                 : std::bit_cast<double>(std::uint64_t{packed & ~3U} << 32);
  return (packed & kHundredth) != 0 ? number / 100 : number;
}

/// The records of a sheet's cells. Charts in it are sheets in the sheet, and have cells of their own.
class CellRecords {
 public:
  CellRecords(const ExportFile& sheet, const BiffBook& book)
      : file_(sheet), version_(book.version()), records_(sheet, book.bytes(), sheet.entry), begin_(sheet.entry) {
    look_through();
  }

  bool next() {
    if (in_order_) return next_cell();
    if (taken_ == places_.size()) return false;
    records_.seek(places_[taken_++].second);
    return records_.next();
  }

  BiffRecords& records() { return records_; }
  Record kind() const { return record_of(records_.type(), version_); }
  const std::vector<std::string>& merged() const { return merged_; }
  bool calculated() const { return calculated_; }

 private:
  bool next_cell() {
    for (;;) {
      if (!records_.next()) throw damaged_export(file_, "it is cut off");
      if (biff::begins(records_.type())) ++depth_;
      if (records_.type() == biff::kEnd && --depth_ == 0) {
        records_.seek(records_.at());  // and so again
        ++depth_;
        return false;
      }
      if (depth_ == 1 && kind() != Record::other) return true;
      if (depth_ == 1 && records_.type() == 0xE5 && !looked_) add_merged();
    }
  }

  /// Spreadsheets write row after row. Other programs write cells as they come; these are put in order, by where they
  /// are.
  void look_through() {
    if (!records_.next() || !biff::begins(records_.type())) {
      throw damaged_export(file_, "a sheet of it doesn't begin as one does");
    }
    depth_ = 1;
    bool any_formula = false;
    bool any_result = false;
    std::uint16_t last = 0;
    while (next_cell()) {
      const std::uint16_t row = records_.u16(0);
      if (in_order_ && row < last) {
        in_order_ = false;
        restart();
        places_.clear();
        while (next_cell()) places_.emplace_back(records_.u16(0), records_.at());
        break;
      }
      last = row;
      if (kind() != Record::formula) continue;
      any_formula = true;
      any_result = any_result || !awaits_result();
    }
    std::stable_sort(places_.begin(), places_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    calculated_ = !any_formula || any_result || !in_order_;
    looked_ = true;
    restart();
  }

  void restart() {
    records_.seek(begin_);
    records_.next();
    depth_ = 1;
    if (!looked_) merged_.clear();
  }

  /// Programs that don't calculate leave a 0, and ask whoever opens the workbook to do it.
  bool awaits_result() const {
    constexpr std::uint16_t kCalculate = 2;
    return version_ >= 5 && records_.f64(6) == 0 && (records_.u16(14) & kCalculate) != 0;
  }

  void add_merged() {
    const std::uint16_t count = records_.u16(0);
    constexpr std::size_t kRange = 8;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t at = 2 + i * kRange;
      merged_.push_back(fmt::format("{}{}:{}{}", column_letters(records_.u16(at + 4)), records_.u16(at) + 1,
                                    column_letters(records_.u16(at + 6)), records_.u16(at + 2) + 1));
    }
  }

  const ExportFile file_;
  const unsigned version_;
  BiffRecords records_;
  const std::uint64_t begin_;
  int depth_ = 0;
  bool looked_ = false;
  bool in_order_ = true;
  bool calculated_ = true;
  std::vector<std::pair<std::uint16_t, std::uint64_t>> places_;  // row and record, where they aren't in order
  std::size_t taken_ = 0;
  std::vector<std::string> merged_;
};

class OldExcelSheet final : public SheetReader {
 public:
  explicit OldExcelSheet(const ExportFile& sheet) : file_(sheet), book_(sheet, true), cells_(sheet, book_) {}

  bool next(SheetRow& row) override {
    for (;;) {
      row.clear();
      if (!has_record_ && !next_record()) return false;
      const std::uint16_t number = cells_.records().u16(0);
      row.number = std::uint64_t{number} + 1;
      while (has_record_ && cells_.records().u16(0) == number) {
        add_cells(row);
        next_record();
      }
      put_in_order(row);
      unpacked_ += row.text.size();
      if (unpacked_ > file_.max_unpacked) throw unpacks_to_too_much(file_);
      if (!row.cells.empty()) return true;
    }
  }

  std::uint64_t position() const override { return position_; }
  const std::vector<std::string>& merged() const override { return cells_.merged(); }

 private:
  bool next_record() {
    has_record_ = cells_.next();
    position_ = std::max(position_, cells_.records().at() - file_.entry);
    return has_record_;
  }

  void add_cells(SheetRow& row) {
    BiffRecords& record = cells_.records();
    const bool old = record.type() < 0x10 && book_.version() == 2;
    const std::size_t at = old ? 7 : 6;  // of the value
    const Record kind = cells_.kind();
    if (kind == Record::packed_numbers) {
      constexpr std::size_t kEach = 6;
      std::uint32_t column = record.u16(2);
      for (std::size_t i = 4; i + kEach + 2 <= record.bytes().size(); i += kEach) {
        add(row, column++, [&](SheetCell& cell) {
          return append_number(unpacked(record.u32(i + 2)), book_.format(record.u16(i), 0), cell, row.text);
        });
      }
      return;
    }
    const NumberFormat format =
        old ? book_.format(record.u8(4) & 0x3FU, record.u8(5) & 0x3FU) : book_.format(record.u16(4), 0);
    add(row, record.u16(2), [&](SheetCell& cell) {
      switch (kind) {
        case Record::integer: return append_number(record.u16(at), format, cell, row.text);
        case Record::number: return append_number(record.f64(at), format, cell, row.text);
        case Record::packed_number: return append_number(unpacked(record.u32(at)), format, cell, row.text);
        case Record::text: return book_.append_text(record, at, old, row.text);
        case Record::shared_text: row.text += book_.shared_text(record.u32(at)); return;
        case Record::truth: return append_truth(record.u8(at), record.u8(at + 1) != 0, cell, row.text);
        case Record::formula: return append_result(record, at, format, cell, row.text);
        case Record::packed_numbers:
        case Record::other: return;
      }
    });
  }

  template <class Append>
  void add(SheetRow& row, std::uint32_t column, Append&& append) {
    if (column >= kMostColumns) throw damaged_export(file_, "it has more columns than a spreadsheet can have");
    SheetCell cell{column, CellType::text, row.text.size(), 0};
    append(cell);
    cell.size = row.text.size() - cell.begin;
    row.cells.push_back(cell);
  }

  void append_number(double number, NumberFormat format, SheetCell& cell, std::string& out) const {
    if (!std::isfinite(number)) {
      cell.type = CellType::error;
      out += "#NUM!";
      return;
    }
    const bool plain = format.kind == NumberFormat::Kind::number || format.kind == NumberFormat::Kind::digits;
    cell.type = plain ? CellType::number : CellType::date;
    std::array<char, 32> digits{};
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    append_formatted({digits.data(), static_cast<std::size_t>(end - digits.data())}, format, book_.from_1904(), out);
  }

  static void append_truth(std::uint8_t value, bool is_error, SheetCell& cell, std::string& out) {
    cell.type = is_error ? CellType::error : CellType::boolean;
    out += is_error ? error_text(value) : value == 0 ? "false" : "true";
  }

  /// What is no number has its kind in its first byte, and the sign of that in its last ones.
  void append_result(BiffRecords& record, std::size_t at, NumberFormat format, SheetCell& cell, std::string& out) {
    constexpr std::uint16_t kNoNumber = 0xFFFF;
    if (record.u16(at + 6) != kNoNumber) {
      if (cells_.calculated()) return append_number(record.f64(at), format, cell, out);
      cell.type = CellType::formula;
      out += "=?";
      return;
    }
    switch (record.u8(at)) {
      case 0: return append_text_result(record, out);
      case 1: return append_truth(record.u8(at + 2), false, cell, out);
      case 2: return append_truth(record.u8(at + 2), true, cell, out);
      default: return;  // an empty text
    }
  }

  /// It is in a record of its own, that follows.
  void append_text_result(BiffRecords& records, std::string& out) const {
    const auto is_any_of = [&](const auto& types) {
      return std::find(types.begin(), types.end(), records.next_type()) != types.end();
    };
    while (is_any_of(kBesideFormulas)) records.next();
    if (!is_any_of(kTextResults)) return;
    records.next();
    book_.append_text(records, 0, records.type() == 0x07, out);
  }

  /// From left to right; of cells that were written twice, the last one.
  static void put_in_order(SheetRow& row) {
    auto& cells = row.cells;
    const auto by_column = [](const SheetCell& a, const SheetCell& b) { return a.column < b.column; };
    std::stable_sort(cells.begin(), cells.end(), by_column);
    std::vector<SheetCell> kept;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const bool again = i + 1 < cells.size() && cells[i + 1].column == cells[i].column;
      if (!again && cells[i].size > 0) kept.push_back(cells[i]);
    }
    cells = std::move(kept);
  }

  const ExportFile file_;
  const BiffBook book_;
  CellRecords cells_;
  bool has_record_ = false;
  std::uint64_t position_ = 0;
  std::uint64_t unpacked_ = 0;
};

}  // namespace

Workbook read_old_excel(const ExportFile& file) {
  const BiffBook book(file, false);
  Workbook workbook;
  workbook.kind = Workbook::Kind::old_excel;
  workbook.sheets = book.sheets();
  for (WorkbookSheet& sheet : workbook.sheets) {
    if (!sheet.why_not.empty()) continue;
    ExportFile exported = file;
    exported.entry = sheet.part.entry;
    if (!CellRecords(exported, book).next()) sheet.why_not = "empty";
  }
  return workbook;
}

std::unique_ptr<SheetReader> open_old_excel_sheet(const ExportFile& sheet) {
  return std::make_unique<OldExcelSheet>(sheet);
}

}  // namespace rox
