#include "source/workbook/open_document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

#include "base/error.hpp"
#include "base/terminal.hpp"
#include "source/workbook/number_format.hpp"
#include "source/workbook/row_queue.hpp"
#include "source/workbook/xml_stream.hpp"

namespace rox {
namespace {

std::uint64_t number_of(const char* const* attributes, std::string_view name, std::uint64_t otherwise) {
  const std::string_view text = attribute(attributes, name);
  std::uint64_t number = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// What stands on a sheet and is none of its cells: comments, pictures with texts in them.
bool is_beside_cells(std::string_view name) {
  return name == "office:annotation" || name == "table:shapes" || name.starts_with("draw:");
}

class SheetList final : public XmlHandler {
 public:
  explicit SheetList(const WorkbookPart& content) : content_(content) {}

  void begin(std::string_view name, const char* const* attributes) override {
    if (name == "style:style" && attribute(attributes, "style:family") == "table") {
      style_ = attribute(attributes, "style:name");
    } else if (name == "style:table-properties" && attribute(attributes, "table:display") == "false") {
      hidden_.insert(style_);
    } else if (name == "table:table" && depth_++ == 0) {
      WorkbookSheet& sheet = sheets.emplace_back();
      sheet.name = attribute(attributes, "table:name");
      sheet.part = content_;
      sheet.hidden = hidden_.contains(std::string(attribute(attributes, "table:style-name")));
      sheet.why_not = "empty";
    } else if (name == "table:table-cell" && depth_ == 1 && !attribute(attributes, "office:value-type").empty()) {
      sheets.back().why_not.clear();
    }
  }
  void end(std::string_view name) override {
    if (name == "table:table") --depth_;
  }
  void text(std::string_view) override {}

  std::vector<WorkbookSheet> sheets;

 private:
  const WorkbookPart content_;
  std::string style_;
  std::set<std::string> hidden_;
  int depth_ = 0;
};

class EncryptedParts final : public XmlHandler {
 public:
  void begin(std::string_view name, const char* const*) override {
    found = found || local_name(name) == "encryption-data";
  }
  void end(std::string_view) override {}
  void text(std::string_view) override {}

  bool found = false;
};

class DocumentSheet final : public SheetReader, private XmlHandler {
 public:
  explicit DocumentSheet(const ExportFile& sheet) : file_(sheet), stream_(sheet, open_member(sheet), *this) {}

  bool next(SheetRow& row) override {
    if (repeats_ == 0) {
      while (rows_.empty() && !done_ && stream_.feed()) {
      }
      if (rows_.empty()) return false;
      rows_.take(row);
      repeats_ = row_repeats_[row_number_++];
      if (rows_.empty()) {
        row_repeats_.clear();
        row_number_ = 0;
      }
      if (--repeats_ > 0) repeated_ = row;
    } else {
      row = repeated_;
      row.number = ++repeated_.number;
      --repeats_;
    }
    given_ += row.text.size();
    if (given_ > file_.max_unpacked) throw unpacks_to_too_much(file_);
    return true;
  }

  std::uint64_t position() const override { return stream_.position(); }
  const std::vector<std::string>& merged() const override { return merged_; }

 private:
  void begin(std::string_view name, const char* const* attributes) override {
    if (beside_ > 0 || is_beside_cells(name)) {
      ++beside_;
    } else if (name == "table:table") {
      if (depth_++ == 0) in_sheet_ = !done_ && attribute(attributes, "table:name") == file_.member;
    } else if (!in_sheet_ || depth_ != 1) {
      return;
    } else if (name == "table:table-row") {
      row_.clear();
      row_.number = next_row_;
      repeat_row_ = std::max<std::uint64_t>(number_of(attributes, "table:number-rows-repeated", 1), 1);
      next_row_ += repeat_row_;
      if (next_row_ > kMostSheetRows) repeat_row_ = 1;
      column_ = 0;
    } else if (name == "table:table-cell" || name == "table:covered-table-cell") {
      begin_cell(attributes);
    } else if (in_cell_) {
      begin_text(local_name(name), attributes);
    }
  }

  void end(std::string_view name) override {
    if (beside_ > 0) {
      --beside_;
    } else if (name == "table:table") {
      done_ = done_ || (--depth_ == 0 && in_sheet_);
      in_sheet_ = in_sheet_ && depth_ > 0;
    } else if (!in_sheet_ || depth_ != 1) {
      return;
    } else if (name == "table:table-row") {
      if (row_.cells.empty()) return;
      if (next_row_ > kMostSheetRows) throw damaged_export(file_, "it has more rows than a spreadsheet can have");
      row_repeats_.push_back(repeat_row_);
      rows_.push(row_);
    } else if (name == "table:table-cell" || name == "table:covered-table-cell") {
      end_cell();
    } else if (name == "text:p") {
      --paragraph_depth_;
    }
  }

  void text(std::string_view text) override {
    if (beside_ > 0 || !in_cell_ || paragraph_depth_ == 0) return;
    text_ += text;
    if (text_.size() > kLongestCell) throw damaged_export(file_, "a cell's text has no end within 64 MB");
  }

  void begin_text(std::string_view name, const char* const* attributes) {
    if (name == "p") {
      if (paragraphs_++ > 0) text_ += '\n';
      ++paragraph_depth_;
    } else if (name == "s") {
      text_.append(std::min<std::uint64_t>(number_of(attributes, "text:c", 1), kMostBlanks), ' ');
    } else if (name == "tab") {
      text_ += '\t';
    } else if (name == "line-break") {
      text_ += '\n';
    }
  }

  void begin_cell(const char* const* attributes) {
    in_cell_ = true;
    text_.clear();
    value_.clear();
    paragraphs_ = paragraph_depth_ = 0;
    repeat_cell_ = std::max<std::uint64_t>(number_of(attributes, "table:number-columns-repeated", 1), 1);
    kind_ = attribute(attributes, "office:value-type");
    is_error_ = attribute(attributes, "calcext:value-type") == "error";
    for (const char* name : {"office:value", "office:date-value", "office:time-value", "office:boolean-value"}) {
      if (value_.empty()) value_ = attribute(attributes, name);
    }
    const std::uint64_t columns = number_of(attributes, "table:number-columns-spanned", 1);
    const std::uint64_t rows = number_of(attributes, "table:number-rows-spanned", 1);
    if ((columns > 1 || rows > 1) && column_ + columns <= kMostSheetColumns) {
      merged_.push_back(fmt::format("{}{}:{}{}", column_letters(column_), row_.number,
                                    column_letters(static_cast<std::uint32_t>(column_ + columns - 1)),
                                    row_.number + rows - 1));
    }
  }

  void end_cell() {
    in_cell_ = false;
    SheetCell cell{0, CellType::text, 0, 0};
    std::string shown;
    if (is_error_) {
      cell.type = CellType::error;
      shown = text_;
    } else if (kind_ == "float" || kind_ == "percentage" || kind_ == "currency") {
      cell.type = CellType::number;
      append_number(value_, shown);
    } else if (kind_ == "date") {
      cell.type = CellType::date;
      shown = value_;
    } else if (kind_ == "time") {
      cell.type = CellType::date;
      append_clock(shown);
    } else if (kind_ == "boolean") {
      cell.type = CellType::boolean;
      shown = value_;
    } else if (!kind_.empty()) {
      shown = text_;
    }
    const std::uint64_t end = column_ + repeat_cell_;
    if (!shown.empty()) {
      if (end > kMostSheetColumns) throw damaged_export(file_, "it has more columns than a spreadsheet can have");
      for (; column_ < end; ++column_) {
        cell.column = column_;
        cell.begin = row_.text.size();
        cell.size = shown.size();
        row_.text += shown;
        row_.cells.push_back(cell);
        if (row_.text.size() > file_.max_unpacked) throw unpacks_to_too_much(file_);
      }
    }
    column_ = static_cast<std::uint32_t>(std::min<std::uint64_t>(end, kMostSheetColumns));
  }

  /// "PT08H30M00.5S" as 08:30:00.5; with a sign, and any number of hours.
  void append_clock(std::string& out) const {
    std::string_view rest = value_;
    const bool negative = rest.starts_with('-');
    if (negative) rest.remove_prefix(1);
    if (!rest.starts_with("PT")) {
      out += value_;
      return;
    }
    rest.remove_prefix(2);
    std::string fields[3];
    constexpr std::string_view kUnits = "HMS";
    for (std::size_t unit = 0; unit < kUnits.size(); ++unit) {
      const std::size_t end = rest.find(kUnits[unit]);
      if (end == std::string_view::npos) continue;
      fields[unit] = rest.substr(0, end);
      rest.remove_prefix(end + 1);
    }
    std::string& seconds = fields[2];
    std::replace(seconds.begin(), seconds.end(), ',', '.');
    const std::size_t point = std::min(seconds.find('.'), seconds.size());
    std::string fraction = seconds.substr(point);
    fraction.resize(fraction.find_last_not_of("0.") + 1);
    out += fmt::format("{}{:0>2}:{:0>2}:{:0>2}{}", negative ? "-" : "", fields[0], fields[1], seconds.substr(0, point),
                       fraction);
  }

  static constexpr std::uint64_t kMostBlanks = 32'767;

  const ExportFile file_;
  XmlStream stream_;
  RowQueue rows_;
  std::vector<std::uint64_t> row_repeats_;  // of the rows in the queue
  std::size_t row_number_ = 0;
  SheetRow repeated_;
  std::uint64_t repeats_ = 0;  // of it, to come
  std::uint64_t given_ = 0;
  std::vector<std::string> merged_;
  SheetRow row_;
  std::uint64_t next_row_ = 1;
  std::uint64_t repeat_row_ = 1;
  int depth_ = 0;   // of tables
  int beside_ = 0;  // of elements that aren't read
  bool in_sheet_ = false;
  bool done_ = false;
  // The cell that is being read.
  bool in_cell_ = false;
  bool is_error_ = false;
  std::uint32_t column_ = 0;
  std::uint64_t repeat_cell_ = 1;
  std::string kind_;
  std::string value_;
  std::string text_;
  int paragraphs_ = 0;
  int paragraph_depth_ = 0;
};

}  // namespace

Workbook read_open_document(const ExportFile& file, const std::vector<ArchiveMember>& members) {
  const auto part = [&](std::string_view name) -> std::optional<WorkbookPart> {
    const auto found =
        std::find_if(members.begin(), members.end(), [&](const ArchiveMember& member) { return member.name == name; });
    if (found == members.end()) return std::nullopt;
    return WorkbookPart{found->entry, found->bytes};
  };
  if (const auto manifest = part("META-INF/manifest.xml")) {
    EncryptedParts encrypted;
    read_xml(file, open_part(file, *manifest), encrypted);
    if (encrypted.found) throw encrypted_workbook(file);
  }
  const auto content = part("content.xml");
  if (!content) throw damaged_export(file, "content.xml isn't in it");
  SheetList list(*content);
  read_xml(file, open_part(file, *content), list);
  Workbook book;
  book.kind = Workbook::Kind::open_document;
  book.sheets = std::move(list.sheets);
  return book;
}

std::unique_ptr<SheetReader> open_document_sheet(const ExportFile& sheet) {
  return std::make_unique<DocumentSheet>(sheet);
}

}  // namespace rox
