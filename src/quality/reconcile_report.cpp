#include "quality/reconcile_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "base/terminal.hpp"
#include "quality/compare_report.hpp"
#include "quality/report_text.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kExports = "exports";
/// One lost row changes the figures of every column.
constexpr std::size_t kShownFigures = 6;

Json to_json(const CellValue& value) { return value ? Json(*value) : Json(nullptr); }

Json table_json(const TableReconciliation& table) {
  Json figures = Json::array();
  for (const FigureDifference& figure : table.figures) {
    figures.push_back({{"column", figure.column.empty() ? Json(nullptr) : Json(figure.column)},
                       {"figure", figure.figure},
                       {"exports", to_json(figure.expected)},
                       {"engine", to_json(figure.found)}});
  }
  Json json = {{"table", table.table},
               {"status", status_of(table)},
               {"rows_read", table.rows_read},
               {"rows_rejected", table.rows_rejected},
               {"rows_expected", table.expected_rows},
               {"rows_found", table.found_rows},
               {"differences", figures}};
  if (table.rows) json["rows"] = comparison_details(*table.rows);
  if (!table.note.empty()) json["note"] = table.note;
  if (table.error) json["error"] = table.error->report();
  return json;
}

std::vector<std::string> row_of(const TableReconciliation& table) {
  return {table.table,
          human_count(table.rows_read),
          human_count(table.rows_rejected),
          human_count(table.expected_rows),
          human_count(table.found_rows),
          std::string(status_of(table))};
}

constexpr std::array kHeadings{"table", "read", "rejected", "expected", "found", "status"};

}  // namespace

bool ReconciliationReport::equal() const {
  return std::all_of(tables.begin(), tables.end(), [](const auto& table) { return table.equal(); });
}

std::string_view status_of(const TableReconciliation& table) {
  return table.error ? "failed" : table.equal() ? "equal" : "different";
}

std::vector<std::string> difference_lines(const TableReconciliation& table, std::string_view engine) {
  std::vector<std::string> lines;
  if (table.error) lines.push_back(table.error->report());
  for (const FigureDifference& figure : table.figures) {
    if (lines.size() == kShownFigures) {
      lines.push_back(fmt::format("… {} figures differ in all (reports/reconcile.json)", table.figures.size()));
      break;
    }
    const std::string what =
        figure.column.empty() ? figure.figure : fmt::format("{}: {}", figure.column, figure.figure);
    lines.push_back(fmt::format("{} is {} in the exports, {} on {}", what, figure.expected.value_or("NULL"),
                                figure.found.value_or("NULL"), engine));
  }
  if (table.rows) {
    for (std::string& line : difference_lines(*table.rows, kExports, engine)) lines.push_back(std::move(line));
  }
  if (!table.note.empty()) lines.push_back(table.note);
  return lines;
}

std::string reconciliation_json(const ReconciliationReport& report) {
  Json tables = Json::array();
  for (const TableReconciliation& table : report.tables) tables.push_back(table_json(table));
  const Json json = {{"format", 1}, {"engine", report.engine}, {"equal", report.equal()}, {"tables", tables}};
  return json_text(json, 1) + "\n";
}

std::string reconciliation_markdown(const ReconciliationReport& report) {
  std::string out = fmt::format("# The exports and {}\n\n|", markdown_text(report.engine));
  for (const char* heading : kHeadings) out += fmt::format(" {} |", heading);
  out += "\n|:---|---:|---:|---:|---:|:---|\n";
  for (const TableReconciliation& table : report.tables) {
    out += '|';
    for (const std::string& cell : row_of(table)) out += fmt::format(" {} |", markdown_text(cell));
    out += '\n';
  }
  for (const TableReconciliation& table : report.tables) {
    if (table.equal()) continue;
    out += fmt::format("\n## {}: {}\n\n", markdown_text(table.table), status_of(table));
    for (const std::string& line : difference_lines(table, report.engine)) {
      out += fmt::format("- {}\n", markdown_text(line));
    }
  }
  return out;
}

std::string reconciliation_html(const ReconciliationReport& report) {
  std::string body = fmt::format("<h1>The exports and {}</h1>\n<table><tr>", html_text(report.engine));
  for (const char* heading : kHeadings) body += fmt::format("<th>{}</th>", heading);
  body += "</tr>\n";
  for (const TableReconciliation& table : report.tables) {
    body += "<tr>";
    for (const std::string& cell : row_of(table)) {
      body += fmt::format("<td class=\"{}\">{}</td>", cell == status_of(table) ? cell : "", html_text(cell));
    }
    body += "</tr>\n";
  }
  body += "</table>\n";
  for (const TableReconciliation& table : report.tables) {
    if (table.equal()) continue;
    body += fmt::format("<h2>{}: {}</h2>\n<pre>", html_text(table.table), status_of(table));
    for (const std::string& line : difference_lines(table, report.engine)) body += html_text(line) + "\n";
    body += "</pre>\n";
  }
  return html_page("The exports and " + report.engine, body);
}

}  // namespace rox
