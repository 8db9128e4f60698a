#include <fmt/format.h>

#include <set>

#include "base/toml.hpp"
#include "dashboard/page_file.hpp"
#include "discovery/words.hpp"

namespace rox {
namespace {

constexpr const char* kHeading =
    "# A page of the dashboard. `rox serve` shows a change of this file at once; docs/dashboard.md tells what it can "
    "say.\n"
    "# Without the file rox makes the page anew; `rox dashboard init --force` writes it again.\n";

std::string titles(const Title& title) {
  return fmt::format("title = {}\ntitle_pt = {}\n", toml_quote(title.en), toml_quote(title.pt));
}

std::string one_or_list(const std::vector<std::string>& texts) {
  return texts.size() == 1 ? toml_quote(texts.front()) : toml_array(texts);
}

std::string measure_text(const Measure& measure) {
  std::string text = fmt::format("\n[[measure]]\nname = {}\n{}", toml_quote(measure.name), titles(measure.title));
  if (measure.aggregate == Aggregate::sql) {
    text += fmt::format("sql = {}\n", toml_quote(measure.sql));
  } else {
    if (!measure.column.empty()) text += fmt::format("column = {}\n", toml_quote(measure.column));
    text += fmt::format("aggregate = \"{}\"\n", to_string(measure.aggregate));
  }
  text += fmt::format("format = \"{}\"\n", to_string(measure.format));
  if (!measure.currency.empty()) text += fmt::format("currency = {}\n", toml_quote(measure.currency));
  if (measure.decimals > 0 && measure.format != ValueFormat::money)
    text += fmt::format("decimals = {}\n", measure.decimals);
  return text;
}

std::string dimension_text(const Dimension& dimension) {
  std::string text = fmt::format("\n[[dimension]]\nname = {}\n{}", toml_quote(dimension.name), titles(dimension.title));
  if (!dimension.label.empty()) text += fmt::format("label = {}\n", toml_array(dimension.label));
  return text;
}

std::string chart_text(const Chart& chart) {
  std::string text = fmt::format("\n[[chart]]\nkind = \"{}\"\n{}measure = {}\n", to_string(chart.kind),
                                 titles(chart.title), one_or_list(chart.measures));
  if (!chart.by.empty()) text += fmt::format("by = {}\n", one_or_list(chart.by));
  if (chart.grain) text += fmt::format("grain = \"{}\"\n", to_string(*chart.grain));
  if (chart.kind == ChartKind::ranking || chart.kind == ChartKind::change) text += fmt::format("top = {}\n", chart.top);
  return text;
}

const Dimension* status_of(const Fact& fact) {
  for (const Dimension& dimension : fact.dimensions) {
    for (const std::string& word : words_of(dimension.path.column)) {
      if (word == "status" || word == "situacao" || word == "state") return &dimension;
    }
  }
  return nullptr;
}

/// What its charts name.
struct UsedNames {
  std::set<std::string> measures, by;
};

UsedNames names_used(const Page& page) {
  UsedNames used;
  for (const Chart& chart : page.charts) {
    used.measures.insert(chart.measures.begin(), chart.measures.end());
    used.by.insert(chart.by.begin(), chart.by.end());
  }
  return used;
}

}  // namespace

std::string page_text(const Page& page) {
  const UsedNames used = names_used(page);
  std::string text = fmt::format("{}\n[page]\n{}# {}\nfact = {}\n", kHeading, titles(page.title), page.why,
                                 toml_quote(page.fact.name));
  if (!page.fact.times.empty()) text += fmt::format("time = {}\n", toml_quote(page.fact.times.front().name));
  for (const Measure& measure : page.fact.measures) {
    if (used.measures.contains(measure.name)) text += measure_text(measure);
  }
  for (const Dimension& dimension : page.fact.dimensions) {
    if (used.by.contains(dimension.name)) text += dimension_text(dimension);
  }
  if (const Dimension* status = status_of(page.fact)) {
    text += fmt::format(
        "\n# What doesn't count, everywhere on this page: cancelled orders, say.\n# [[filter]]\n"
        "# dimension = {}\n# not = [\"…\"]\n",
        toml_quote(status->name));
  }
  for (const Chart& chart : page.charts) text += chart_text(chart);
  return text;
}

}  // namespace rox
