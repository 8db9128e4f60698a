#include "dashboard/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/text.hpp"

namespace rox {
namespace {

constexpr std::array<std::string_view, 6> kKinds{"tile", "time", "ranking", "change", "heat", "table"};
constexpr std::size_t kTiles = 5;
constexpr std::size_t kRankings = 6;
constexpr std::size_t kPages = 4;

std::string id_of(const std::string& measure, std::string_view what, const std::string& by = {}) {
  std::string id = fmt::format("{}_{}{}{}", what, measure, by.empty() ? "" : "_by_", by);
  std::replace(id.begin(), id.end(), '.', '_');
  return id;
}

/// What people look at first, of the likely and the rest: not what goes with the main one (freight, cost, average
/// prices).
bool is_headline(const Measure& measure) {
  const bool beside_money = measure.format == ValueFormat::money && measure.aggregate == Aggregate::sum;
  const bool plain_average = measure.aggregate == Aggregate::average && measure.weight < 20;
  return !beside_money && !plain_average;
}

std::vector<const Measure*> headlines(const Fact& fact) {
  std::vector<const Measure*> chosen{&fact.measures.front()};
  constexpr std::size_t kEnough = 3;
  for (const Measure& measure : fact.measures) {
    if (chosen.size() < kTiles && &measure != chosen.front() && is_headline(measure)) chosen.push_back(&measure);
  }
  for (const Measure& measure : fact.measures) {
    if (chosen.size() >= kEnough) break;
    if (std::find(chosen.begin(), chosen.end(), &measure) == chosen.end()) chosen.push_back(&measure);
  }
  return chosen;
}

/// By what a page ranks: the likeliest, no more than two of one table.
std::vector<const Dimension*> rankable(const Fact& fact) {
  constexpr int kLeastWeight = 30;
  constexpr std::size_t kOfOneTable = 2;
  std::vector<const Dimension*> chosen;
  std::map<std::string, std::size_t> of_table;
  for (const Dimension& dimension : fact.dimensions) {
    if (chosen.size() == kRankings) break;
    const bool own = dimension.path.hops.empty();
    if (dimension.weight < kLeastWeight || dimension.distinct == 1) continue;
    if (!own && of_table[dimension.table] == kOfOneTable) continue;
    ++of_table[dimension.table];
    chosen.push_back(&dimension);
  }
  return chosen;
}

Title by_title(const Measure& measure, const Dimension& dimension) {
  const auto lower = [](const std::string& text) {
    const bool acronym = text.size() > 1 && text[1] >= 'A' && text[1] <= 'Z';
    return acronym ? text : to_lower(text.substr(0, 1)) + text.substr(1);
  };
  return {fmt::format("{} by {}", measure.title.en, lower(dimension.title.en)),
          fmt::format("{} por {}", measure.title.pt, lower(dimension.title.pt))};
}

/// What members are ranked by: an average alone would put first what there is one row of.
std::vector<std::string> ranked_measures(const Fact& fact) {
  const Measure& main = fact.measures.front();
  if (main.aggregate != Aggregate::average) return {main.name};
  return {"rows", main.name};
}

}  // namespace

std::string_view to_string(ChartKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

std::optional<ChartKind> parse_chart_kind(std::string_view text) {
  const auto found = std::find(kKinds.begin(), kKinds.end(), text);
  if (found == kKinds.end()) return std::nullopt;
  return static_cast<ChartKind>(found - kKinds.begin());
}

Page page_of(const Fact& fact) {
  Page page;
  page.name = fact.name;
  page.title = fact.title;
  page.fact = fact;
  page.why = fact.why;
  const Measure& main = fact.measures.front();
  for (const Measure* measure : headlines(fact)) {
    page.charts.push_back({id_of(measure->name, "tile"), ChartKind::tile, measure->title, {measure->name}});
  }
  if (!fact.times.empty()) {
    page.charts.push_back(
        {id_of(main.name, "time"), ChartKind::time, main.title, {main.name}, {fact.times.front().name}});
  }
  const std::vector<const Dimension*> dimensions = rankable(fact);
  const std::vector<std::string> ranked = ranked_measures(fact);
  const Measure& first = fact.measure(ranked.front());
  if (!fact.times.empty() && !dimensions.empty() && first.additive()) {
    const Dimension& by = *dimensions.front();
    page.charts.push_back({id_of(first.name, "change", by.name),
                           ChartKind::change,
                           {"What changed most: " + by.title.en, "O que mais mudou: " + by.title.pt},
                           {first.name},
                           {by.name}});
  }
  for (const Dimension* dimension : dimensions) {
    page.charts.push_back({id_of(first.name, "ranking", dimension->name),
                           ChartKind::ranking,
                           by_title(first, *dimension),
                           ranked,
                           {dimension->name}});
  }
  return page;
}

std::vector<Page> derived_pages(const std::vector<Fact>& facts) {
  std::vector<Page> pages;
  for (const Fact& fact : facts) {
    if (pages.size() == kPages) break;
    // Beside the overview, only what happens, not what it happens to.
    const bool event = !fact.times.empty() && fact.score >= facts.front().score / 2 && fact.score > 0;
    if (!pages.empty() && !event) continue;
    pages.push_back(page_of(fact));
  }
  if (!pages.empty()) {
    pages.front().name = "overview";
    pages.front().title = {"Overview", "Visão geral"};
  }
  return pages;
}

}  // namespace rox
