#include "source/workbook/excel_sheet.hpp"

#include <fmt/format.h>

#include <charconv>
#include <map>

#include "source/packed.hpp"
#include "source/workbook/number_format.hpp"
#include "source/workbook/row_queue.hpp"
#include "source/workbook/xml_stream.hpp"

namespace rox {
namespace {

template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

/// What XML can't say is written as "_x000D_".
void append_unescaped(std::string_view text, std::string& out) {
  constexpr std::size_t kSize = 7;
  for (;;) {
    const std::size_t at = text.find("_x");
    if (at == std::string_view::npos) break;
    out += text.substr(0, at);
    text.remove_prefix(at);
    std::uint32_t code = 0;
    const bool whole =
        text.size() >= kSize && text[kSize - 1] == '_' &&
        std::from_chars(text.data() + 2, text.data() + kSize - 1, code, 16).ptr == text.data() + kSize - 1;
    if (!whole || code == 0 || code >= 0x80) {
      out += text.substr(0, 2);
      text.remove_prefix(2);
      continue;
    }
    out += static_cast<char>(code);
    text.remove_prefix(kSize);
  }
  out += text;
}

/// The text of <t> elements, but for those that say how it is pronounced.
class RichText {
 public:
  void begin(std::string_view name) {
    if (name == "t") in_text_ = phonetic_ == 0;
    if (name == "rPh") ++phonetic_;
  }
  void end(std::string_view name) {
    if (name == "t") in_text_ = false;
    if (name == "rPh") --phonetic_;
  }
  bool takes_text() const { return in_text_; }

 private:
  bool in_text_ = false;
  int phonetic_ = 0;
};

/// Texts that cells share, read as far as they were asked for: they stand in the order of their first use.
class SharedTexts final : public XmlHandler {
 public:
  SharedTexts(const ExportFile& file, const Workbook& book) : file_(file) {
    if (book.texts) stream_.emplace(file, open_part(file, *book.texts), *this);
  }

  /// Until the next call.
  std::string_view at(std::size_t index) {
    while (ends_.size() <= index && stream_ && stream_->feed()) {
    }
    if (ends_.size() <= index) throw damaged_export(file_, fmt::format("its text number {} isn't in it", index));
    const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
    return std::string_view(texts_).substr(begin, ends_[index] - begin);
  }

 private:
  void begin(std::string_view name, const char* const*) override {
    name = local_name(name);
    if (name == "si") text_.clear();
    rich_.begin(name);
  }
  void end(std::string_view name) override {
    name = local_name(name);
    rich_.end(name);
    if (name != "si") return;
    append_unescaped(text_, texts_);
    ends_.push_back(texts_.size());
    if (texts_.size() > kMostTexts) throw too_many_texts(file_);
  }
  void text(std::string_view text) override {
    if (rich_.takes_text() && text_.size() < kLongestCell) text_ += text;
  }

  const ExportFile file_;
  std::optional<XmlStream> stream_;
  RichText rich_;
  std::string text_;
  std::string texts_;
  std::vector<std::size_t> ends_;
};

/// The number formats of cells, by the number of their style.
class Styles final : public XmlHandler {
 public:
  NumberFormat at(std::size_t style) const { return style < formats_.size() ? formats_[style] : NumberFormat{}; }

 private:
  void begin(std::string_view name, const char* const* attributes) override {
    name = local_name(name);
    if (name == "cellXfs") in_cells_ = true;
    const auto id = parse_number<unsigned>(attribute(attributes, "numFmtId"));
    if (name == "numFmt" && id) {
      custom_[*id] = parse_number_format(attribute(attributes, "formatCode"));
    } else if (name == "xf" && in_cells_) {
      const auto custom = custom_.find(id.value_or(0));
      formats_.push_back(custom != custom_.end() ? custom->second : built_in_format(id.value_or(0)));
    }
  }
  void end(std::string_view name) override {
    if (local_name(name) == "cellXfs") in_cells_ = false;
  }
  void text(std::string_view) override {}

  std::map<unsigned, NumberFormat> custom_;
  std::vector<NumberFormat> formats_;
  bool in_cells_ = false;
};

class ExcelSheet final : public SheetReader, private XmlHandler {
 public:
  ExcelSheet(const ExportFile& sheet, const Workbook& book)
      : file_(sheet), from_1904_(book.from_1904), texts_(sheet, book), stream_(sheet, open_member(sheet), *this) {
    if (book.styles) read_xml(sheet, open_part(sheet, *book.styles), styles_);
  }

  bool next(SheetRow& row) override {
    while (rows_.empty() && stream_.feed()) {
    }
    if (rows_.empty()) return false;
    rows_.take(row);
    return true;
  }

  std::uint64_t position() const override { return stream_.position(); }
  const std::vector<std::string>& merged() const override { return merged_; }

 private:
  enum class Kind { number, shared, text, boolean, error, date };

  void begin(std::string_view name, const char* const* attributes) override {
    name = local_name(name);
    if (name == "c") {
      begin_cell(attributes);
    } else if (name == "row") {
      begin_row(attribute(attributes, "r"));
    } else if (name == "v") {
      takes_value_ = in_cell_;
    } else if (name == "f") {
      has_formula_ = takes_formula_ = in_cell_;
    } else if (name == "mergeCell") {
      merged_.emplace_back(attribute(attributes, "ref"));
    } else if (in_cell_) {
      rich_.begin(name);
    }
  }

  void end(std::string_view name) override {
    name = local_name(name);
    if (name == "c") {
      end_cell();
    } else if (name == "row") {
      if (!row_.cells.empty()) rows_.push(row_);
    } else if (name == "v") {
      takes_value_ = false;
    } else if (name == "f") {
      takes_formula_ = false;
    } else if (in_cell_) {
      rich_.end(name);
    }
  }

  void text(std::string_view text) override {
    if (takes_value_ || rich_.takes_text()) {
      value_ += text;
      if (value_.size() > kLongestCell) throw broken("a cell's text has no end within 64 MB");
    } else if (takes_formula_ && formula_.size() < kLongestFormula) {
      formula_ += text;
    }
  }

  void begin_row(std::string_view number) {
    row_.clear();
    row_.number = number.empty() ? last_row_ + 1 : parse_number<std::uint64_t>(number).value_or(0);
    if (row_.number <= last_row_ || row_.number > kMostSheetRows) throw broken("its rows don't follow each other");
    last_row_ = row_.number;
    next_column_ = 0;
  }

  void begin_cell(const char* const* attributes) {
    std::string_view place;
    std::string_view type;
    style_ = 0;
    for (; *attributes != nullptr; attributes += 2) {
      const std::string_view name = *attributes;
      if (name == "r") place = attributes[1];
      if (name == "t") type = attributes[1];
      if (name == "s") style_ = parse_number<std::size_t>(attributes[1]).value_or(0);
    }
    if (!place.empty()) next_column_ = column_number(place.substr(0, place.find_first_of("0123456789")));
    if (next_column_ >= kMostSheetColumns) throw broken(fmt::format("it has no cell {}", place));
    column_ = next_column_++;
    kind_ = type == "s"       ? Kind::shared
            : type == "b"     ? Kind::boolean
            : type == "e"     ? Kind::error
            : type == "d"     ? Kind::date
            : type.size() > 1 ? Kind::text  // "str", "inlineStr"
                              : Kind::number;
    value_.clear();
    formula_.clear();
    has_formula_ = false;
    is_formula_text_ = type == "str";
    in_cell_ = true;
  }

  void end_cell() {
    in_cell_ = false;
    if (value_.empty() && (!has_formula_ || is_formula_text_)) return;
    SheetCell cell{column_, CellType::text, row_.text.size(), 0};
    std::string& out = row_.text;
    if (value_.empty()) {  // it was never calculated
      cell.type = CellType::formula;
      out += '=';
      out += formula_;
    } else {
      switch (kind_) {
        case Kind::shared: {
          const auto index = parse_number<std::size_t>(value_);
          if (!index) throw broken(fmt::format("it has no text number {}", value_));
          out += texts_.at(*index);
          break;
        }
        case Kind::text: append_unescaped(value_, out); break;
        case Kind::boolean:
          cell.type = CellType::boolean;
          out += value_ == "1" ? "true" : value_ == "0" ? "false" : value_;
          break;
        case Kind::error:
          cell.type = CellType::error;
          out += value_;
          break;
        case Kind::date:
          cell.type = CellType::date;
          append_iso_date(out);
          break;
        case Kind::number: {
          const NumberFormat format = styles_.at(style_);
          const bool plain = format.kind == NumberFormat::Kind::number || format.kind == NumberFormat::Kind::digits;
          cell.type = plain ? CellType::number : CellType::date;
          append_formatted(value_, format, from_1904_, out);
          break;
        }
      }
    }
    cell.size = out.size() - cell.begin;
    if (cell.size > 0) row_.cells.push_back(cell);
  }

  /// "2024-01-31T00:00:00" is a day where the format says that it is one.
  void append_iso_date(std::string& out) {
    constexpr std::string_view kMidnight = "T00:00:00";
    const bool is_day = value_.ends_with(kMidnight) && styles_.at(style_).kind == NumberFormat::Kind::date;
    out += is_day ? value_.substr(0, value_.size() - kMidnight.size()) : value_;
  }

  Error broken(const std::string& what) const { return damaged_export(file_, what); }

  static constexpr std::size_t kLongestFormula = 1000;

  const ExportFile file_;
  const bool from_1904_;
  SharedTexts texts_;
  Styles styles_;
  XmlStream stream_;
  RowQueue rows_;
  std::vector<std::string> merged_;
  RichText rich_;
  SheetRow row_;
  std::uint64_t last_row_ = 0;
  std::uint32_t next_column_ = 0;
  // The cell that is being read.
  bool in_cell_ = false;
  bool takes_value_ = false;
  bool takes_formula_ = false;
  bool has_formula_ = false;
  bool is_formula_text_ = false;
  Kind kind_ = Kind::number;
  std::uint32_t column_ = 0;
  std::size_t style_ = 0;
  std::string value_;
  std::string formula_;
};

}  // namespace

std::unique_ptr<SheetReader> open_excel_sheet(const ExportFile& sheet, const Workbook& book) {
  return std::make_unique<ExcelSheet>(sheet, book);
}

}  // namespace rox
