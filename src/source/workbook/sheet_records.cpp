#include "source/workbook/sheet_records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "source/record_queue.hpp"
#include "source/records.hpp"
#include "source/workbook/workbook.hpp"

namespace rox {
namespace {

/// The last of the cells that follow each other, from the first one on that isn't left of `first`.
std::uint32_t last_without_a_gap(const SheetRow& row, std::uint32_t first) {
  std::optional<std::uint32_t> last;
  for (const SheetCell& cell : row.cells) {
    if (cell.column < first) continue;
    if (last && cell.column > *last + 1) break;
    last = cell.column;
  }
  return last.value_or(first);
}

/// With the last column, which may be open until the table's first row is known.
SheetColumns closed(SheetColumns columns, const SheetRow& row, const Dialect& dialect) {
  if (!columns.is_open) return columns;
  const auto named = static_cast<std::uint32_t>(dialect.names.size());
  columns.last = named > 0 ? columns.first + named - 1 : last_without_a_gap(row, columns.first);
  return columns;
}

bool has_cell_in(const SheetRow& row, const SheetColumns& columns) {
  return std::any_of(row.cells.begin(), row.cells.end(), [&](const SheetCell& cell) {
    return cell.column >= columns.first && cell.column <= columns.last;
  });
}

class SheetRecords final : public RecordStream {
 public:
  SheetRecords(const ExportFile& sheet, const Dialect& dialect, std::size_t max_record)
      : reader_(open_sheet(sheet)),
        dialect_(dialect),
        columns_(sheet_columns(dialect)),
        width_(columns_ ? 0 : static_cast<std::uint32_t>(dialect.names.size())),
        max_record_(max_record),
        delimiter_(dialect.field_delimiter()),
        records_(dialect.skip_end) {
    const auto& words = dialect.null_words;
    if (std::find(words.begin(), words.end(), "") == words.end() && !words.empty()) missing_ = words.front();
  }

  bool next(RecordChunk& chunk) override {
    return records_.next(chunk, [&] { return read_row(); });
  }

  std::uint64_t position() const override { return reader_->position(); }

 private:
  bool read_row() {
    if (!reader_->next(row_)) return false;
    if (row_.number <= dialect_.skip) return true;
    if (columns_ && width_ == 0) begin_table();
    std::uint32_t last = 0;  // of those that are read, from the first one on
    fields_.clear();
    for (const SheetCell& cell : row_.cells) {
      if (columns_ && (cell.column < columns_->first || cell.column > columns_->last)) continue;
      const std::uint32_t field = cell.column - (columns_ ? columns_->first : 0);
      if (fields_.size() <= field) fields_.resize(field + 1);
      fields_[field] = row_.text_of(cell);
      last = std::max(last, field + 1);
    }
    if (last == 0) return true;
    if (width_ == 0) width_ = last;
    std::string record;
    const std::uint32_t width = std::max(width_, last);
    fields_.resize(width);
    for (std::uint32_t i = 0; i < width; ++i) {
      if (i > 0) record += delimiter_;
      append_field(fields_[i], record);
    }
    if (record.size() <= max_record_) record += '\n';
    records_.push(std::move(record), row_.number);
    return true;
  }

  /// Its columns are those of its first row.
  void begin_table() {
    if (!has_cell_in(row_, *columns_)) return;
    columns_ = closed(*columns_, row_, dialect_);
    width_ = columns_->last - columns_->first + 1;
  }

  void append_field(std::string_view text, std::string& out) const {
    if (text.empty()) {
      out += missing_;
    } else if (text.front() == '"' || text.find(delimiter_) != std::string_view::npos ||
               text.find_first_of("\r\n") != std::string_view::npos) {
      append_quoted(text, out);
    } else {
      out += text;
    }
  }

  std::unique_ptr<SheetReader> reader_;
  const Dialect dialect_;
  std::optional<SheetColumns> columns_;
  std::uint32_t width_;  // 0: that of the first row
  const std::size_t max_record_;
  const char delimiter_;
  std::string missing_;
  SheetRow row_;
  std::vector<std::string_view> fields_;
  RecordQueue records_;
};

}  // namespace

std::optional<SheetColumns> sheet_columns(const Dialect& dialect) {
  if (dialect.columns.empty()) return std::nullopt;
  const std::string_view text = dialect.columns;
  const std::size_t colon = text.find(':');
  const std::uint32_t first = std::min(column_number(text.substr(0, colon)), kMostSheetColumns - 1);
  const std::string_view end = text.substr(colon + 1);
  const std::uint32_t last = std::min(column_number(end), kMostSheetColumns - 1);
  return SheetColumns{first, std::max(first, last), end.empty()};
}

std::vector<NameBeside> names_beside(const ExportFile& sheet, const Dialect& dialect) {
  const auto stated = sheet_columns(dialect);
  if (!stated) return {};
  const auto reader = open_sheet(sheet);
  SheetRow row;
  do {
    if (!reader->next(row)) return {};
  } while (row.number <= dialect.skip || !has_cell_in(row, *stated));
  const SheetColumns columns = closed(*stated, row, dialect);
  // Farther away may be what stood there when the columns were written down.
  const std::uint32_t last = stated->is_open ? kMostSheetColumns : last_without_a_gap(row, columns.last);
  std::vector<NameBeside> names;
  for (const SheetCell& cell : row.cells) {
    if (cell.column + 1 != columns.first && (cell.column <= columns.last || cell.column > last)) continue;
    names.push_back({std::string(row.text_of(cell)), fmt::format("{}{}", column_letters(cell.column), row.number)});
  }
  return names;
}

std::string cell_name(const ExportFile& sheet, const Dialect& dialect, std::size_t field, std::uint64_t row) {
  const auto columns = sheet_columns(dialect);
  const std::size_t column = field + (columns ? columns->first : 0);
  return fmt::format("{}!{}{}", sheet.name, column_letters(static_cast<std::uint32_t>(column)), row);
}

std::unique_ptr<RecordStream> sheet_records(const ExportFile& sheet, const Dialect& dialect, std::size_t max_record) {
  return std::make_unique<SheetRecords>(sheet, dialect, max_record);
}

}  // namespace rox
