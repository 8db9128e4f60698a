#include "quality/compare_report.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "quality/report_text.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", human_count(count), count == 1 ? one : many);
}

/// A row as people recognize it: its first columns with a value.
std::string shown_row(const Comparison& comparison, const std::vector<CellValue>& cells) {
  constexpr std::size_t kColumns = 4;
  std::vector<std::string> parts;
  for (std::size_t c = 0; c < cells.size() && parts.size() < kColumns; ++c) {
    parts.push_back(fmt::format("{} = {}", comparison.columns[c], shown_value(cells[c], comparison.kinds[c])));
  }
  return join(parts, ", ") + (cells.size() > kColumns ? ", …" : "");
}

Json to_json(const CellValue& value) { return value ? Json(*value) : Json(nullptr); }

Json to_json(const std::vector<CellValue>& cells) {
  Json json = Json::array();
  for (const CellValue& cell : cells) json.push_back(to_json(cell));
  return json;
}

Json rows_json(const std::vector<ComparedRow>& rows) {
  Json json = Json::array();
  for (const ComparedRow& row : rows) json.push_back({{"position", row.position}, {"row", to_json(row.cells)}});
  return json;
}

Json details_json(const Comparison& comparison) {
  Json json = {{"missing", comparison.missing}, {"extra", comparison.extra},   {"changed", comparison.changed},
               {"gave_up", comparison.gave_up}, {"causes", comparison.causes}, {"columns", comparison.columns},
               {"types", Json::array()},        {"cells", Json::array()}};
  for (const ColumnDifference& type : comparison.types) {
    json["types"].push_back({{"column", type.column}, {"baseline", type.baseline}, {"other", type.other}});
  }
  for (const CellDifference& cell : comparison.cells) {
    json["cells"].push_back({{"position", cell.position},
                             {"row", to_json(cell.row)},
                             {"column", comparison.columns[cell.column]},
                             {"baseline", to_json(cell.baseline)},
                             {"other", to_json(cell.other)},
                             {"cause", cell.cause}});
  }
  json["missing_rows"] = rows_json(comparison.missing_rows);
  json["extra_rows"] = rows_json(comparison.extra_rows);
  return json;
}

Json answer_json(const EngineAnswer& answer) {
  const Comparison& comparison = answer.comparison;
  Json json = {{"engine", answer.engine},
               {"verdict", to_string(comparison.verdict)},
               {"rows", answer.rows},
               {"seconds", answer.seconds}};
  if (!comparison.error.empty()) json["error"] = comparison.error;
  if (comparison.verdict == Verdict::equal || comparison.verdict == Verdict::failed) return json;
  json.update(details_json(comparison));
  return json;
}

bool has_details(const EngineAnswer& answer) { return answer.comparison.verdict != Verdict::equal; }

}  // namespace

std::string verdict_text(const EngineAnswer& answer, bool baseline) {
  const Comparison& comparison = answer.comparison;
  switch (comparison.verdict) {
    case Verdict::equal: return fmt::format("{}{}", baseline ? "" : "= ", counted(answer.rows, "row", "rows"));
    case Verdict::order: return "≠ order";
    case Verdict::failed: return "failed";
    case Verdict::different: break;
  }
  std::vector<std::string> parts;
  if (comparison.changed > 0) parts.push_back(counted(comparison.changed, "row changed", "rows changed"));
  if (comparison.missing > 0) parts.push_back(fmt::format("{} missing", human_count(comparison.missing)));
  if (comparison.extra > 0) parts.push_back(fmt::format("{} extra", human_count(comparison.extra)));
  if (!comparison.types.empty()) parts.push_back(counted(comparison.types.size(), "column's type", "columns' types"));
  if (comparison.gave_up) parts.emplace_back("and more");
  return "≠ " + (parts.empty() ? "columns" : join(parts, ", "));
}

std::vector<std::string> difference_lines(const Comparison& comparison, std::string_view baseline,
                                          std::string_view engine) {
  std::vector<std::string> lines;
  if (!comparison.error.empty()) lines.push_back(comparison.error);
  for (const ColumnDifference& type : comparison.types) {
    lines.push_back(
        fmt::format("column {}: {} on {}, {} on {}", type.column, type.baseline, baseline, type.other, engine));
  }
  for (const CellDifference& cell : comparison.cells) {
    lines.push_back(fmt::format("row {} ({}): {} is {} on {}, {} on {}", cell.position, shown_row(comparison, cell.row),
                                comparison.columns[cell.column],
                                shown_value(cell.baseline, comparison.kinds[cell.column]), baseline,
                                shown_value(cell.other, comparison.kinds[cell.column]), engine));
  }
  for (const ComparedRow& row : comparison.missing_rows) {
    lines.push_back(fmt::format("missing on {}: row {} of {} ({})", engine, row.position, baseline,
                                shown_row(comparison, row.cells)));
  }
  for (const ComparedRow& row : comparison.extra_rows) {
    lines.push_back(fmt::format("only on {}: row {} ({})", engine, row.position, shown_row(comparison, row.cells)));
  }
  const std::uint64_t rows = comparison.changed + comparison.missing + comparison.extra;
  const std::uint64_t listed = comparison.missing_rows.size() + comparison.extra_rows.size();
  if (comparison.missing + comparison.extra > listed || (rows > 0 && comparison.cells.size() < comparison.changed)) {
    lines.push_back(fmt::format("… {} differ in all", counted(rows, "row", "rows")));
  }
  if (comparison.gave_up) lines.emplace_back("stopped: too many rows differ; counts cover only what was read so far");
  for (const std::string& cause : comparison.causes) lines.push_back("likely cause: " + cause);
  return lines;
}

nlohmann::ordered_json comparison_details(const Comparison& comparison) { return details_json(comparison); }

std::string comparison_json(const ComparisonReport& report) {
  Json questions = Json::array();
  for (const ComparedQuestion& question : report.questions) {
    Json answers = Json::array();
    for (const EngineAnswer& answer : question.answers) answers.push_back(answer_json(answer));
    questions.push_back({{"analysis", question.name}, {"title", question.title}, {"answers", answers}});
  }
  const Json json = {{"format", 1},
                     {"verdict", to_string(report.verdict())},
                     {"baseline", report.engines.front()},
                     {"engines", report.engines},
                     {"float_tolerance", kFloatTolerance},
                     {"questions", questions}};
  return json_text(json, 1) + "\n";
}

std::string comparison_markdown(const ComparisonReport& report) {
  std::string out = fmt::format(
      "# The same questions on {}\n\nCompared with {}: numbers, texts and dates exactly, floats within {} (relative). "
      "Verdict: **{}**.\n\n| question |",
      join(report.engines, ", "), report.engines.front(), kFloatTolerance, to_string(report.verdict()));
  for (const std::string& engine : report.engines) out += fmt::format(" {} |", markdown_text(engine));
  out += "\n|:---|";
  for (std::size_t i = 0; i < report.engines.size(); ++i) out += ":---|";
  out += '\n';
  for (const ComparedQuestion& question : report.questions) {
    out += fmt::format("| {}: {} |", markdown_text(question.name), markdown_text(question.title));
    for (const EngineAnswer& answer : question.answers) {
      out += fmt::format(" {}, {} |", verdict_text(answer, &answer == &question.answers.front()),
                         human_seconds(answer.seconds));
    }
    out += '\n';
  }
  for (const ComparedQuestion& question : report.questions) {
    for (const EngineAnswer& answer : question.answers) {
      if (!has_details(answer)) continue;
      out += fmt::format("\n## {} on {}: {}\n\n", markdown_text(question.name), markdown_text(answer.engine),
                         to_string(answer.comparison.verdict));
      for (const std::string& line : difference_lines(answer.comparison, report.engines.front(), answer.engine)) {
        out += fmt::format("- {}\n", markdown_text(line));
      }
    }
  }
  return out;
}

std::string comparison_html(const ComparisonReport& report) {
  std::string out = fmt::format(
      "<h1>The same questions on {0}</h1>\n<p>Compared with {1}: numbers, texts and dates exactly, floats within {2} "
      "(relative). Verdict: <span class=\"{3}\">{3}</span>.</p>\n<table><tr><th>question</th>",
      html_text(join(report.engines, ", ")), html_text(report.engines.front()), kFloatTolerance,
      to_string(report.verdict()));
  for (const std::string& engine : report.engines) out += fmt::format("<th>{}</th>", html_text(engine));
  out += "</tr>\n";
  for (const ComparedQuestion& question : report.questions) {
    out += fmt::format("<tr><td>{}<br><small>{}</small></td>", html_text(question.name), html_text(question.title));
    for (const EngineAnswer& answer : question.answers) {
      out += fmt::format("<td class=\"{}\">{}<br><small>{}</small></td>", to_string(answer.comparison.verdict),
                         html_text(verdict_text(answer, &answer == &question.answers.front())),
                         human_seconds(answer.seconds));
    }
    out += "</tr>\n";
  }
  out += "</table>\n";
  for (const ComparedQuestion& question : report.questions) {
    for (const EngineAnswer& answer : question.answers) {
      if (!has_details(answer)) continue;
      out += fmt::format("<h2>{} on {}: {}</h2>\n<pre>", html_text(question.name), html_text(answer.engine),
                         to_string(answer.comparison.verdict));
      for (const std::string& line : difference_lines(answer.comparison, report.engines.front(), answer.engine)) {
        out += html_text(line) + "\n";
      }
      out += "</pre>\n";
    }
  }
  return html_page("Compared: " + join(report.engines, ", "), out);
}

}  // namespace rox
