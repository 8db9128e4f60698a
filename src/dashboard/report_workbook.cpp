#include "dashboard/report_workbook.hpp"

#include <fmt/format.h>

#include "base/temporary_folder.hpp"
#include "base/text.hpp"
#include "dashboard/rows.hpp"
#include "dashboard/shown_page.hpp"
#include "engine/result/workbook_writer.hpp"

namespace rox {
namespace {

struct Words {
  const char* period;
  const char* all;
  const char* missing;
  const char* only_missing;
  const char* except_missing;
  const char* compared;
};

const Words& words_of(ReportLanguage language) {
  static constexpr Words kEnglish{"Period", "all", "no value", "only", "except", "compared"};
  static constexpr Words kPortuguese{"Período", "tudo", "sem valor", "só", "exceto", "comparado"};
  return language == ReportLanguage::english ? kEnglish : kPortuguese;
}

/// "Territory: Northwest, Canada"
std::string filter_text(const JsonValue& filter, ReportLanguage language) {
  const Words& words = words_of(language);
  const std::string op = filter.member("op").text();
  std::vector<std::string> values;
  for (const JsonValue& value : filter.member("values").elements()) {
    values.push_back(value.member("label").text_or(value.member("value").text()));
  }
  const std::string title = title_in(filter, language);
  if (op == "missing") {
    const char* which = values.front() == "only" ? words.only_missing : words.except_missing;
    return fmt::format("{}: {} ({})", title, which, words.missing);
  }
  const char* sign = op == "not" ? " ≠" : op == "min" ? " ≥" : op == "max" ? " ≤" : ":";
  return fmt::format("{}{} {}", title, sign, join(values, ", "));
}

std::string period_text(const JsonValue& period, ReportLanguage language) {
  const Words& words = words_of(language);
  const auto day = [&](const char* chosen, const char* end) {
    return period.member(chosen).text_or(period.member(end).text_or(""));
  };
  const std::string from = day("from", "first");
  const std::string to = day("to", "last");
  return fmt::format("{}: {}", words.period, from.empty() ? words.all : from + " – " + to);
}

ResultKind kind_called(std::string_view name) {
  for (const ResultKind kind : {ResultKind::boolean, ResultKind::integer, ResultKind::decimal, ResultKind::floating,
                                ResultKind::date, ResultKind::time, ResultKind::timestamp, ResultKind::text}) {
    if (result_kind_name(kind) == name) return kind;
  }
  return ResultKind::other;
}

void add_table(const JsonValue& columns, const JsonValue& rows, WorkbookWriter& book) {
  std::vector<ResultColumn> heading;
  for (const JsonValue& column : columns.elements()) {
    heading.push_back({column.member("name").text(), "", kind_called(column.member("kind").text())});
  }
  book.begin_table(heading);
  for (const JsonValue& row : rows.elements()) {
    std::vector<std::optional<std::string>> values;
    for (const JsonValue& cell : row.elements()) {
      values.push_back(cell.is_null() ? std::nullopt : std::optional(cell.text()));
    }
    book.add_row(values);
  }
  book.add_blank_line();
}

void add_page(const JsonValue& page, const ReportOptions& options, const std::string& source, WorkbookWriter& book) {
  const std::string title = title_in(page, options.language);
  book.begin_sheet(title);
  book.add_title(title);
  book.add_line(source);
  if (const JsonValue period = page.member("period"); !period.is_null()) {
    book.add_line(period_text(period, options.language));
  }
  for (const JsonValue& filter : page.member("filters").elements()) {
    book.add_line(filter_text(filter, options.language));
  }
  book.add_blank_line();
  for (const JsonValue& chart : page.member("charts").elements()) {
    const std::string name = title_in(chart, options.language);
    book.add_title(name);
    add_table(chart.member("columns"), chart.member("rows"), book);
    if (const JsonValue before = chart.member("before"); !before.is_null()) {
      book.add_title(fmt::format("{} ({})", name, words_of(options.language).compared));
      add_table(chart.member("columns"), before.member("rows"), book);
    }
  }
}

}  // namespace

void write_report_workbook(const View& view, const ReportOptions& options, const std::filesystem::path& file) {
  const std::vector<JsonValue> pages = shown_pages(view, options);
  const TemporaryFolder scratch("xlsx");
  WorkbookWriter book(file, scratch.path());
  const std::string source = view.snapshot().project().name;
  for (const JsonValue& page : pages) add_page(page, options, source, book);
  if (pages.empty()) {
    book.begin_sheet(source);
    book.add_title(source);
  }
  book.close();
}

}  // namespace rox
