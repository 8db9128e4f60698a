#include "source/workbook/excel_xml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "source/packed.hpp"
#include "source/workbook/number_format.hpp"
#include "source/workbook/row_queue.hpp"
#include "source/workbook/xml_stream.hpp"

namespace rox {
namespace {

/// The attribute of that name, whatever its prefix.
std::string_view local_attribute(const char* const* attributes, std::string_view name) {
  for (; *attributes != nullptr; attributes += 2) {
    if (local_name(*attributes) == name) return attributes[1];
  }
  return {};
}

std::uint64_t number_of(const char* const* attributes, std::string_view name, std::uint64_t otherwise) {
  const std::string_view text = local_attribute(attributes, name);
  std::uint64_t number = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// "Short Date", or a code.
NumberFormat named_format(std::string_view name) {
  using Kind = NumberFormat::Kind;
  if (name == "General Date") return {.kind = Kind::date_time};
  if (name.ends_with(" Date")) return {.kind = Kind::date};
  if (name.ends_with(" Time")) return {.kind = Kind::time};
  return parse_number_format(name);
}

class SheetList final : public XmlHandler {
 public:
  void begin(std::string_view name, const char* const* attributes) override {
    name = local_name(name);
    if (name == "Worksheet") {
      WorkbookSheet& sheet = sheets.emplace_back();
      sheet.name = local_attribute(attributes, "Name");
      sheet.part.entry = sheets.size() - 1;
      sheet.why_not = "empty";
    } else if (name == "Data" && !sheets.empty()) {
      sheets.back().why_not.clear();
    }
    takes_text_ = name == "Visible" && !sheets.empty();
  }
  void end(std::string_view) override { takes_text_ = false; }
  void text(std::string_view text) override {
    if (takes_text_ && text.find("Hidden") != std::string_view::npos) sheets.back().hidden = true;
  }

  std::vector<WorkbookSheet> sheets;

 private:
  bool takes_text_ = false;
};

class ExcelXmlSheet final : public SheetReader, private XmlHandler {
 public:
  explicit ExcelXmlSheet(const ExportFile& sheet) : file_(sheet), stream_(sheet, open_markup(sheet), *this, "UTF-8") {}

  bool next(SheetRow& row) override {
    while (rows_.empty() && !done_ && stream_.feed()) {
    }
    if (rows_.empty()) return false;
    rows_.take(row);
    return true;
  }

  std::uint64_t position() const override { return stream_.position(); }
  const std::vector<std::string>& merged() const override { return merged_; }

 private:
  void begin(std::string_view name, const char* const* attributes) override {
    name = local_name(name);
    if (name == "Style") {
      style_ = local_attribute(attributes, "ID");
    } else if (name == "NumberFormat") {
      formats_[style_] = named_format(local_attribute(attributes, "Format"));
    } else if (name == "Worksheet") {
      in_sheet_ = sheets_++ == file_.entry;
    } else if (!in_sheet_ || done_) {
      return;
    } else if (name == "Row") {
      begin_row(attributes);
    } else if (name == "Cell") {
      begin_cell(attributes);
    } else if (name == "Comment") {
      in_comment_ = true;
    } else if (name == "Data" && in_cell_ && !in_comment_) {
      type_ = local_attribute(attributes, "Type");
      in_data_ = true;
    }
  }

  void end(std::string_view name) override {
    name = local_name(name);
    if (name == "Worksheet") {
      done_ = done_ || in_sheet_;
      in_sheet_ = false;
    } else if (name == "Comment") {
      in_comment_ = false;
    } else if (name == "Data") {
      in_data_ = false;
    } else if (name == "Cell" && in_cell_) {
      end_cell();
    } else if (name == "Row" && in_sheet_ && !row_.cells.empty()) {
      rows_.push(row_);
    }
  }

  void text(std::string_view text) override {
    if (!in_data_) return;
    value_ += text;
    if (value_.size() > kLongestCell) throw damaged_export(file_, "a cell's text has no end within 64 MB");
  }

  void begin_row(const char* const* attributes) {
    const std::uint64_t number = number_of(attributes, "Index", next_row_);
    if (number < next_row_ || number > kMostSheetRows) throw damaged_export(file_, "its rows don't follow each other");
    row_.clear();
    row_.number = number;
    next_row_ = number + 1 + std::min(number_of(attributes, "Span", 0), kMostSheetRows);
    next_column_ = 0;
  }

  void begin_cell(const char* const* attributes) {
    const std::uint64_t index = number_of(attributes, "Index", next_column_ + 1);
    if (index <= next_column_ || index > kMostSheetColumns)
      throw damaged_export(file_, "its cells don't follow each other");
    column_ = static_cast<std::uint32_t>(index - 1);
    const std::uint64_t across = std::min<std::uint64_t>(number_of(attributes, "MergeAcross", 0), kMostSheetColumns);
    const std::uint64_t down = std::min(number_of(attributes, "MergeDown", 0), kMostSheetRows);
    if (across + down > 0) {
      merged_.push_back(fmt::format("{}{}:{}{}", column_letters(column_), row_.number,
                                    column_letters(column_ + static_cast<std::uint32_t>(across)), row_.number + down));
    }
    next_column_ = column_ + 1 + across;
    const auto format = formats_.find(std::string(local_attribute(attributes, "StyleID")));
    format_ = format == formats_.end() ? NumberFormat{} : format->second;
    formula_ = local_attribute(attributes, "Formula");
    type_.clear();
    value_.clear();
    in_cell_ = true;
  }

  void end_cell() {
    in_cell_ = false;
    SheetCell cell{column_, CellType::text, row_.text.size(), 0};
    std::string& out = row_.text;
    if (type_.empty()) {  // it was never calculated
      cell.type = CellType::formula;
      out += formula_;
    } else if (type_ == "Number") {
      const bool plain = format_.kind == NumberFormat::Kind::number || format_.kind == NumberFormat::Kind::digits;
      cell.type = plain ? CellType::number : CellType::date;
      append_formatted(value_, format_, false, out);
    } else if (type_ == "DateTime") {
      cell.type = CellType::date;
      append_moment(out);
    } else if (type_ == "Boolean") {
      cell.type = CellType::boolean;
      out += value_ == "1" ? "true" : value_ == "0" ? "false" : value_;
    } else {
      if (type_ == "Error") cell.type = CellType::error;
      out += value_;
    }
    cell.size = out.size() - cell.begin;
    if (cell.size > 0) row_.cells.push_back(cell);
  }

  /// "2024-01-31T10:30:00.000" as the cell's style shows it. Times of day are on the day before the first.
  void append_moment(std::string& out) const {
    std::string_view moment = value_;
    constexpr std::string_view kNoFraction = ".000";
    if (moment.ends_with(kNoFraction)) moment.remove_suffix(kNoFraction.size());
    const std::size_t at = moment.find('T');
    if (at == std::string_view::npos) {
      out += moment;
      return;
    }
    const std::string_view day = moment.substr(0, at);
    const std::string_view clock = moment.substr(at + 1);
    if (format_.kind == NumberFormat::Kind::time && day <= "1900-01-00") {
      out += clock;
    } else {
      out += day;
      if (clock == "00:00:00" && format_.kind != NumberFormat::Kind::date_time) return;
      out += ' ';
      out += clock;
    }
  }

  const ExportFile file_;
  XmlStream stream_;
  RowQueue rows_;
  std::vector<std::string> merged_;
  std::map<std::string, NumberFormat> formats_;  // by the name of a style
  std::string style_;
  std::size_t sheets_ = 0;
  bool in_sheet_ = false;
  bool done_ = false;
  SheetRow row_;
  std::uint64_t next_row_ = 1;
  std::uint64_t next_column_ = 0;
  // The cell that is being read.
  bool in_cell_ = false;
  bool in_comment_ = false;
  bool in_data_ = false;
  std::uint32_t column_ = 0;
  NumberFormat format_;
  std::string type_;
  std::string value_;
  std::string formula_;
};

}  // namespace

Workbook read_excel_xml(const ExportFile& file) {
  SheetList list;
  read_xml(file, open_markup(file), list, "UTF-8");
  Workbook book;
  book.kind = Workbook::Kind::excel_xml;
  book.sheets = std::move(list.sheets);
  for (WorkbookSheet& sheet : book.sheets) sheet.part.bytes = file.disk_bytes();
  return book;
}

std::unique_ptr<SheetReader> open_excel_xml_sheet(const ExportFile& sheet) {
  return std::make_unique<ExcelXmlSheet>(sheet);
}

}  // namespace rox
