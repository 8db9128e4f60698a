#include "cli/failing_rows.hpp"

#include <fmt/format.h>

#include "base/terminal.hpp"
#include "base/text.hpp"
#include "cli/output.hpp"
#include "quality/report_text.hpp"

namespace rox {
namespace {

std::string bold(const std::string& text) { return stdout_has_color() ? "\x1B[1m" + text + "\x1B[0m" : text; }

void print_rows(const CheckResult& result, const Project& project) {
  std::vector<TextTable::Column> columns;
  for (const ResultColumn& column : result.columns) {
    columns.push_back({column.name, is_number(column.kind) ? TextTable::Align::right : TextTable::Align::left});
  }
  TextTable table(std::move(columns));
  for (const CheckRow& row : result.rows) {
    std::vector<std::string> cells;
    for (const auto& value : row) cells.push_back(value.value_or("NULL"));
    table.add_row(std::move(cells));
  }
  print(table.text(terminal_width()));
  const char* noun = result.failures == 1 ? "row" : "rows";
  print(result.rows.size() < result.failures
            ? fmt::format("{} of {} failing {}", human_count(result.rows.size()), human_count(result.failures), noun)
            : fmt::format("{} failing {}", human_count(result.failures), noun));
  print(fmt::format("; {} in {}\n",
                    result.kept < result.failures ? fmt::format("the first {} are", human_count(result.kept))
                    : result.kept == 1            ? "kept"
                                                  : "all are",
                    shown_path(result.file, project.root)));
}

}  // namespace

void print_failing(const std::vector<CheckResult>& results, const Project& project) {
  for (const CheckResult& result : results) {
    if (result.failures == 0) continue;
    const Check& check = result.check;
    print("\n" + bold(fmt::format("{}: {}: {}", to_string(result.status), check.name, printable(check.title))) + "\n");
    if (!check.meaning.empty()) print(printable(check.meaning) + "\n");
    print_rows(result, project);
  }
}

}  // namespace rox
