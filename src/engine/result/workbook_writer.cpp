#include "engine/result/workbook_writer.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/temporary_folder.hpp"
#include "base/text.hpp"
#include "engine/result/text_values.hpp"

namespace rox {
namespace {

constexpr std::uint32_t kMostRows = LXW_ROW_MAX;
constexpr std::size_t kMostColumns = LXW_COL_MAX;
constexpr std::size_t kMostCharacters = 32767;
constexpr std::size_t kMostNameCharacters = LXW_SHEETNAME_MAX;
/// What a spreadsheet keeps of a number.
constexpr std::size_t kExactDigits = 15;
constexpr double kTextWidth = 24, kNumberWidth = 14, kTimeWidth = 19;
/// Days before it have other numbers in Lotus's calendar, which spreadsheets keep: it has a 29 February 1900.
constexpr std::string_view kFirstDay = "1900-03-01";

void check(lxw_error error, std::string_view what) {
  if (error != LXW_NO_ERROR) throw outside_error(fmt::format("{}: {}", what, lxw_strerror(error)));
}

std::size_t characters(std::string_view text) {
  // Spreadsheets count UTF-16 units: what is outside the first plane takes four bytes here and two units there.
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }) +
                                  std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xF8) == 0xF0; }));
}

/// The digits that count: without sign, point and zeros in front.
std::size_t significant_digits(std::string_view number) {
  std::size_t digits = 0;
  for (const char c : number) {
    if (c >= '0' && c <= '9' && (digits > 0 || c != '0')) ++digits;
  }
  return digits;
}

/// The number that a cell can hold without changing a digit.
std::optional<double> exact_number(ResultKind kind, const std::string& text) {
  if (kind != ResultKind::floating && significant_digits(text) > kExactDigits) return std::nullopt;
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

/// "2013-09-30" or "2013-09-30 10:01:36.827", of a day that spreadsheets know.
std::optional<lxw_datetime> exact_time(std::string_view text) {
  const auto part = [&](std::size_t at, std::size_t size) {
    int number = -1;
    if (text.size() < at + size) return -1;
    const char* end = text.data() + at + size;
    return std::from_chars(text.data() + at, end, number).ptr == end ? number : -1;
  };
  if (text.size() < 10 || text[4] != '-' || text[7] != '-' || text.substr(0, 10) < kFirstDay) return std::nullopt;
  lxw_datetime time{part(0, 4), part(5, 2), part(8, 2), 0, 0, 0};
  if (text.size() > 10) {
    if (text.size() < 19) return std::nullopt;
    time.hour = part(11, 2);
    time.min = part(14, 2);
    time.sec = part(17, 2);
    if (text.size() > 19) {
      // Thousandths are what a cell's number and its format can tell apart.
      if (text[19] != '.' || text.size() > 23) return std::nullopt;
      const auto [end, error] = std::from_chars(text.data() + 17, text.data() + text.size(), time.sec);
      if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    }
  }
  const bool whole = std::min({time.year, time.month, time.day, time.hour, time.min}) >= 0 && time.sec >= 0;
  return whole ? std::optional(time) : std::nullopt;
}

/// A time of day as cells keep it, if it has no more than thousandths of a second.
std::optional<double> share_of_day(std::string_view text) {
  constexpr std::int64_t kDay = std::int64_t{86'400} * 1'000'000;
  const std::optional<std::int64_t> micros = parse_time(text);
  if (!micros || *micros >= kDay || *micros % 1'000 != 0) return std::nullopt;
  return static_cast<double>(*micros) / static_cast<double>(kDay);
}

}  // namespace

class WorkbookWriter::Impl {
 public:
  Impl(const std::filesystem::path& file, const std::filesystem::path& scratch)
      : file_(file), scratch_(scratch.string()) {
    lxw_workbook_options options{.constant_memory = 1, .tmpdir = scratch_.data(), .use_zip64 = 1};
    book_ = workbook_new_opt(file.c_str(), &options);
    if (book_ == nullptr) throw std::bad_alloc();
    bold_ = workbook_add_format(book_);
    format_set_bold(bold_);
  }
  ~Impl() {
    if (book_ != nullptr) lxw_workbook_free(book_);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void begin_sheet(std::string_view name) {
    sheet_ = workbook_add_worksheet(book_, sheet_name(name).c_str());
    if (sheet_ == nullptr) throw outside_error(fmt::format("no sheet '{}' can be made", name));
    row_ = 0;
    width_ = 0;
  }

  void add_line(std::string_view text, lxw_format* format) {
    write_text(0, text, format, "a line");
    ++row_;
  }
  void add_title(std::string_view text) { add_line(text, bold_); }
  void add_blank_line() { ++row_; }

  void begin_table(const std::vector<ResultColumn>& columns) {
    if (columns.size() > kMostColumns) {
      throw data_error(fmt::format("{} columns are more than a sheet can hold ({})", columns.size(), kMostColumns))
          .hint("CSV has all of them");
    }
    columns_ = columns;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (c >= width_) set_width(c, columns[c]);
      write_text(c, columns[c].name, bold_, columns[c].name);
    }
    width_ = std::max(width_, columns.size());
    if (row_ == 0) worksheet_freeze_panes(sheet_, 1, 0);
    ++row_;
  }

  void add_row(const std::vector<std::optional<std::string>>& values) {
    if (row_ >= kMostRows) {
      throw data_error(fmt::format("there are more rows than a sheet can hold ({})", kMostRows))
          .hint("CSV has all of them");
    }
    for (std::size_t c = 0; c < values.size(); ++c) {
      if (values[c]) write_value(c, *values[c]);
    }
    ++row_;
  }

  void close() {
    open_file(file_, O_WRONLY | O_CREAT | O_TRUNC);  // which says better than the library why it can't be written
    check(workbook_close(std::exchange(book_, nullptr)), "can't write " + file_.string());
  }

 private:
  std::string sheet_name(std::string_view wanted) {
    std::string name(wanted);
    std::replace_if(
        name.begin(), name.end(), [](char c) { return std::string_view("[]:*?/\\").find(c) != std::string_view::npos; },
        '_');
    while (name.starts_with('\'')) name.erase(0, 1);
    if (name.empty()) name = "Sheet";
    for (std::size_t number = 1;; ++number) {
      const std::string end = number == 1 ? "" : fmt::format(" {}", number);
      std::string candidate = name;
      while (characters(candidate + end) > kMostNameCharacters) drop_last_character(candidate);
      while (candidate.ends_with('\'')) candidate.pop_back();
      candidate += end;
      if (names_.insert(to_lower(candidate)).second) return candidate;
    }
  }
  static void drop_last_character(std::string& text) {
    while (!text.empty() && (text.back() & 0xC0) == 0x80) text.pop_back();
    if (!text.empty()) text.pop_back();
  }

  void set_width(std::size_t column, const ResultColumn& of) {
    const bool number = of.kind == ResultKind::integer || of.kind == ResultKind::decimal ||
                        of.kind == ResultKind::floating || of.kind == ResultKind::date || of.kind == ResultKind::time ||
                        of.kind == ResultKind::boolean;
    const double usual = of.kind == ResultKind::timestamp ? kTimeWidth : number ? kNumberWidth : kTextWidth;
    const auto at = static_cast<lxw_col_t>(column);
    worksheet_set_column(sheet_, at, at, std::max(usual, static_cast<double>(characters(of.name)) + 2), nullptr);
  }

  /// A result's decimals have all the digits of their scale.
  lxw_format* decimal_format(std::string_view text) {
    const std::size_t point = text.find('.');
    return format_for(point == std::string_view::npos ? "#,##0" : "#,##0." + std::string(text.size() - point - 1, '0'));
  }
  lxw_format* format_for(const std::string& pattern) {
    lxw_format*& format = made_[pattern];
    if (format == nullptr) {
      format = workbook_add_format(book_);
      format_set_num_format(format, pattern.c_str());
    }
    return format;
  }

  void write_value(std::size_t column, const std::string& text) {
    const auto at = static_cast<lxw_col_t>(column);
    const ResultColumn& of = columns_.at(column);
    switch (of.kind) {
      case ResultKind::boolean: worksheet_write_boolean(sheet_, row_, at, text == "true" ? 1 : 0, nullptr); return;
      case ResultKind::integer:
      case ResultKind::decimal:
      case ResultKind::floating:
        if (const auto number = exact_number(of.kind, text)) {
          lxw_format* const format = of.kind == ResultKind::decimal   ? decimal_format(text)
                                     : of.kind == ResultKind::integer ? format_for("0")
                                                                      : nullptr;
          worksheet_write_number(sheet_, row_, at, *number, format);
          return;
        }
        break;
      case ResultKind::date:
      case ResultKind::timestamp:
        if (auto time = exact_time(text)) {
          const bool day = of.kind == ResultKind::date;
          worksheet_write_datetime(sheet_, row_, at, &*time,
                                   format_for(day                ? "yyyy-mm-dd"
                                              : text.size() > 19 ? "yyyy-mm-dd hh:mm:ss.000"
                                                                 : "yyyy-mm-dd hh:mm:ss"));
          return;
        }
        break;
      case ResultKind::time:
        if (const auto day = share_of_day(text)) {
          worksheet_write_number(sheet_, row_, at, *day, format_for(text.size() > 8 ? "hh:mm:ss.000" : "hh:mm:ss"));
          return;
        }
        break;
      default: break;
    }
    write_text(column, text, nullptr, of.name);
  }

  void write_text(std::size_t column, std::string_view text, lxw_format* format, std::string_view of) {
    const std::string cell(text);
    if (cell.find('\0') != std::string::npos || characters(cell) > kMostCharacters) {
      throw data_error(fmt::format("row {}, {}: a text of {} characters is more than a cell can hold ({})", row_ + 1,
                                   of, characters(cell), kMostCharacters))
          .hint("CSV has all of it");
    }
    check(worksheet_write_string(sheet_, row_, static_cast<lxw_col_t>(column), cell.c_str(), format),
          "a cell can't be written");
  }

  std::filesystem::path file_;
  std::string scratch_;
  lxw_workbook* book_ = nullptr;
  lxw_worksheet* sheet_ = nullptr;  // the book's, as formats are
  lxw_format* bold_ = nullptr;
  std::map<std::string, lxw_format*> made_;
  std::set<std::string> names_;  // of sheets, in lower case
  std::vector<ResultColumn> columns_;
  std::size_t width_ = 0;  // columns whose width is set
  std::uint32_t row_ = 0;  // the next one
};

WorkbookWriter::WorkbookWriter(const std::filesystem::path& file, const std::filesystem::path& scratch)
    : impl_(std::make_unique<Impl>(file, scratch)) {}
WorkbookWriter::~WorkbookWriter() = default;

void WorkbookWriter::begin_sheet(std::string_view name) { impl_->begin_sheet(name); }
void WorkbookWriter::add_title(std::string_view text) { impl_->add_title(text); }
void WorkbookWriter::add_line(std::string_view text) { impl_->add_line(text, nullptr); }
void WorkbookWriter::add_blank_line() { impl_->add_blank_line(); }
void WorkbookWriter::begin_table(const std::vector<ResultColumn>& columns) { impl_->begin_table(columns); }
void WorkbookWriter::add_row(const std::vector<std::optional<std::string>>& values) { impl_->add_row(values); }
void WorkbookWriter::close() { impl_->close(); }

NextPiece xlsx_pieces(Result& result) {
  const auto folder = std::make_shared<TemporaryFolder>("xlsx");
  const std::filesystem::path file = folder->path() / "rows.xlsx";
  WorkbookWriter book(file, folder->path());
  book.begin_sheet("rows");
  book.begin_table(result.columns());
  std::vector<std::optional<std::string>> values(result.columns().size());
  while (result.next()) {
    for (std::size_t row = 0; row < result.rows(); ++row) {
      for (std::size_t c = 0; c < values.size(); ++c) {
        values[c].reset();
        if (!result.is_null(c, row)) result.text(c, row, values[c].emplace());
      }
      book.add_row(values);
    }
  }
  book.close();
  return [folder, pieces = file_pieces(file)](std::string& piece) { return pieces(piece); };
}

}  // namespace rox
