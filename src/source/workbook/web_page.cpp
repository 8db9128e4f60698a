#include "source/workbook/web_page.hpp"
#include "base/text.hpp"

#include <fmt/format.h>
#include <libxml/HTMLparser.h>

#include <algorithm>
#include <charconv>
#include <exception>
#include <map>
#include <new>
#include <utility>

#include "source/packed.hpp"
#include "source/workbook/number_format.hpp"
#include "source/workbook/row_queue.hpp"

namespace rox {
namespace {

constexpr std::size_t kRead = std::size_t{1} << 16;
constexpr std::size_t kDeepest = 50;  // tables in tables

std::string_view text_of(const xmlChar* text, std::size_t size) { return {reinterpret_cast<const char*>(text), size}; }
std::string_view text_of(const xmlChar* text) {
  return text == nullptr ? std::string_view{} : std::string_view(reinterpret_cast<const char*>(text));
}

/// Blanks around a text are none of its own, the ones that don't break neither.
std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view kNoBreak = "\u00A0";
  for (;;) {
    if (text.starts_with(kNoBreak)) {
      text.remove_prefix(kNoBreak.size());
    } else if (text.ends_with(kNoBreak)) {
      text.remove_suffix(kNoBreak.size());
    } else if (text.starts_with(' ') || text.starts_with('\n')) {
      text.remove_prefix(1);
    } else if (text.ends_with(' ') || text.ends_with('\n')) {
      text.remove_suffix(1);
    } else {
      return text;
    }
  }
}

class WebPage final : public SheetReader {
 public:
  explicit WebPage(const ExportFile& sheet) : file_(sheet), bytes_(open_markup(sheet)), buffer_(kRead, '\0') {
    htmlSAXHandler handler{};
    handler.startElement = [](void* self, const xmlChar* name, const xmlChar** attributes) {
      static_cast<WebPage*>(self)->call([&](WebPage& page) { page.begin(text_of(name), attributes); });
    };
    handler.endElement = [](void* self, const xmlChar* name) {
      static_cast<WebPage*>(self)->call([&](WebPage& page) { page.end(text_of(name)); });
    };
    handler.characters = [](void* self, const xmlChar* text, int size) {
      static_cast<WebPage*>(self)->call(
          [&](WebPage& page) { page.text(text_of(text, static_cast<std::size_t>(size))); });
    };
    handler.ignorableWhitespace = handler.characters;
    parser_.reset(::htmlCreatePushParserCtxt(&handler, this, nullptr, 0, nullptr, XML_CHAR_ENCODING_UTF8));
    if (!parser_) throw std::bad_alloc();
    ::htmlCtxtUseOptions(parser_.get(),
                         HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
  }

  bool next(SheetRow& row) override {
    while (rows_.empty() && !ended_) feed();
    if (rows_.empty()) return false;
    rows_.take(row);
    return true;
  }

  std::uint64_t position() const override { return bytes_->position(); }
  const std::vector<std::string>& merged() const override { return merged_; }

 private:
  struct Free {
    void operator()(htmlParserCtxt* parser) const {
      if (parser->myDoc != nullptr) ::xmlFreeDoc(parser->myDoc);
      ::htmlFreeParserCtxt(parser);
    }
  };

  /// A table whose end wasn't met.
  struct Open {
    SheetRow row{};
    bool in_row = false;
    bool in_cell = false;
    std::uint32_t column = 0;                          // the next one
    std::uint32_t cell = 0;                            // the column of the cell that is being read
    std::string text{};                                // its own
    std::string number{};                              // what Excel wrote beside the text, as the page shows it
    std::map<std::uint32_t, std::uint64_t> covered{};  // for how many rows a cell above goes on in a column
  };

  void feed() {
    const std::size_t got = bytes_->read(buffer_.data(), buffer_.size());
    ended_ = got == 0;
    note_rows({buffer_.data(), got});
    ::htmlParseChunk(parser_.get(), buffer_.data(), static_cast<int>(got), ended_ ? 1 : 0);
    if (failure_) std::rethrow_exception(failure_);
    if (ended_) {
      if (in_row_) throw damaged_export(file_, "it is cut off in the middle of a row");
      while (!tables_.empty()) end_table();
    }
  }

  /// The library ends what has no end, so that a page that is cut off reads as a whole one.
  void note_rows(std::string_view bytes) {
    constexpr std::size_t kLongestTag = 7;  // </table
    tags_ += to_lower(bytes);
    for (std::size_t at = tags_.find('<'); at != std::string::npos; at = tags_.find('<', at + 1)) {
      const std::string_view tag = std::string_view(tags_).substr(at, kLongestTag);
      if (tag.size() < kLongestTag && !bytes.empty()) {  // the rest comes with the next bytes
        tags_.erase(0, at);
        return;
      }
      if (tag.starts_with("<tr")) in_row_ = true;
      if (tag.starts_with("</tr") || tag.starts_with("</table")) in_row_ = false;
    }
    tags_.clear();
  }

  /// Nothing is thrown through the library, which is C: it is kept and thrown behind it.
  template <class Call>
  void call(Call&& tell) {
    if (failure_) return;
    try {
      tell(*this);
    } catch (...) {
      failure_ = std::current_exception();
      ::xmlStopParser(parser_.get());
    }
  }

  void begin(std::string_view name, const xmlChar** attributes) {
    if (name == "table") {
      if (tables_.size() >= kDeepest) throw damaged_export(file_, "it has tables in tables in tables");
      tables_.emplace_back();
    } else if (name == "tr") {
      if (tables_.empty()) tables_.emplace_back();
      end_row();
      begin_row();
    } else if (name == "td" || name == "th") {
      if (tables_.empty()) tables_.emplace_back();
      if (!tables_.back().in_row) begin_row();
      end_cell();
      begin_cell(attributes);
    } else if (name == "br" || name == "p" || name == "div" || name == "li") {
      if (takes_text() && !tables_.back().text.empty()) tables_.back().text += '\n';
    } else if (name == "style" || name == "script") {
      ++beside_;
    }
  }

  void end(std::string_view name) {
    if (name == "style" || name == "script") {
      beside_ = std::max(beside_ - 1, 0);
    } else if (tables_.empty()) {
      return;
    } else if (name == "table") {
      end_table();
    } else if (name == "tr") {
      end_row();
    } else if (name == "td" || name == "th") {
      end_cell();
    }
  }

  bool takes_text() const { return beside_ == 0 && !tables_.empty() && tables_.back().in_cell; }

  /// Blanks and line ends are one blank, as pages show them.
  void text(std::string_view text) {
    if (!takes_text()) return;
    std::string& out = tables_.back().text;
    for (const char c : text) {
      const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
      if (!blank) {
        out += c;
      } else if (!out.empty() && out.back() != ' ' && out.back() != '\n') {
        out += ' ';
      }
    }
    if (out.size() > kLongestCell) throw damaged_export(file_, "a cell's text has no end within 64 MB");
  }

  void begin_row() {
    Open& table = tables_.back();
    table.in_row = true;
    table.row.clear();
    table.column = 0;
  }

  void begin_cell(const xmlChar** attributes) {
    Open& table = tables_.back();
    while (table.covered.contains(table.column)) ++table.column;
    if (table.column >= kMostSheetColumns)
      throw damaged_export(file_, "it has more columns than a spreadsheet can have");
    std::uint32_t across = 1;
    std::uint64_t down = 1;
    table.number.clear();
    for (; attributes != nullptr && *attributes != nullptr; attributes += 2) {
      const std::string_view name = text_of(attributes[0]);
      const std::string_view value = text_of(attributes[1]);
      if (name == "colspan") std::from_chars(value.data(), value.data() + value.size(), across);
      if (name == "rowspan") std::from_chars(value.data(), value.data() + value.size(), down);
      if (name == "x:num") table.number = value;
    }
    across = std::clamp(across, 1U, kMostSheetColumns - table.column);
    down = std::clamp(down, std::uint64_t{1}, kMostSheetRows);
    if (across > 1 || down > 1) {
      const std::uint64_t row = next_row_;
      merged_.push_back(fmt::format("{}{}:{}{}", column_letters(table.column), row,
                                    column_letters(table.column + across - 1), row + down - 1));
    }
    for (std::uint32_t i = 0; down > 1 && i < across; ++i) table.covered[table.column + i] = down;
    table.cell = table.column;
    table.column += across;
    table.text.clear();
    table.in_cell = true;
  }

  void end_cell() {
    Open& table = tables_.back();
    if (!table.in_cell) return;
    table.in_cell = false;
    const std::string_view text = without_blanks(table.text);
    SheetCell cell{table.cell, CellType::text, table.row.text.size(), 0};
    if (table.number.empty() || table.number.find_first_not_of("0123456789.-+eE") != std::string::npos) {
      table.row.text += text;
    } else if (text.find_first_of("/:") != std::string_view::npos) {
      table.row.text += text;  // a date, whose number means nothing without its format
    } else {
      cell.type = CellType::number;
      append_number(table.number, table.row.text);
    }
    cell.size = table.row.text.size() - cell.begin;
    if (cell.size > 0) table.row.cells.push_back(cell);
  }

  void end_row() {
    end_cell();
    Open& table = tables_.back();
    if (!table.in_row) return;
    table.in_row = false;
    for (auto at = table.covered.begin(); at != table.covered.end();) {
      at = --at->second == 0 ? table.covered.erase(at) : std::next(at);
    }
    if (next_row_ > kMostSheetRows) throw damaged_export(file_, "it has more rows than a spreadsheet can have");
    table.row.number = next_row_++;
    if (!table.row.cells.empty()) rows_.push(table.row);
  }

  void end_table() {
    end_row();
    tables_.pop_back();
  }

  const ExportFile file_;
  std::unique_ptr<ByteStream> bytes_;
  std::string buffer_;
  std::unique_ptr<htmlParserCtxt, Free> parser_;
  std::exception_ptr failure_;
  bool ended_ = false;
  std::string tags_;          // of the page as it is written: the beginning of one
  bool in_row_ = false;       // of a row that has begun and not ended there
  std::vector<Open> tables_;  // the innermost is the last
  int beside_ = 0;            // of elements whose text nobody sees
  std::uint64_t next_row_ = 1;
  RowQueue rows_;
  std::vector<std::string> merged_;
};

}  // namespace

Workbook read_web_page(const ExportFile& file) {
  Workbook book;
  book.kind = Workbook::Kind::web_page;
  WorkbookSheet& sheet = book.sheets.emplace_back();
  sheet.name = "Sheet1";
  sheet.part.bytes = file.disk_bytes();
  SheetRow row;
  if (!WebPage(file).next(row)) sheet.why_not = "a web page without a table";
  return book;
}

std::unique_ptr<SheetReader> open_web_page(const ExportFile& sheet) { return std::make_unique<WebPage>(sheet); }

}  // namespace rox
