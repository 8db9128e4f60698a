#include "dashboard/page_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "base/text.hpp"
#include "dashboard/fact_joins.hpp"
#include "dashboard/name_words.hpp"
#include "dashboard/proof.hpp"
#include "dashboard/rows.hpp"
#include "discovery/words.hpp"
#include "plan/plan.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

Json day_json(const std::optional<Day>& day) { return day ? Json(day_text(*day)) : Json(nullptr); }

Json period_json(const ResolvedSelection& resolved) {
  if (resolved.selection.time == nullptr) return nullptr;
  return {{"preset", resolved.preset.empty() ? Json(nullptr) : Json(resolved.preset)},
          {"time", resolved.selection.time->name},
          {"from", day_json(resolved.selection.period.from)},
          {"to", day_json(resolved.selection.period.to)},
          {"first", day_json(resolved.extent.first)},
          {"last", day_json(resolved.extent.last)}};
}

/// What the chosen values of a labelled dimension are called.
std::map<std::string, std::string> labels_of(const View& view, const Fact& fact, const Dimension& dimension,
                                             const std::vector<std::string>& values, const std::stop_token& gone) {
  std::map<std::string, std::string> labels;
  if (!dimension.labelled() || values.empty()) return labels;
  LimitedEngine engine = view.snapshot().connect(gone);
  engine.ask([&](Engine& open) {
    Selection chosen;
    chosen.filters.push_back(Filter{&dimension, values});
    const auto rows = open.query(values_sql(fact, dimension, chosen, {}, values.size(), open.dialect()));
    for (auto& row : read_cells(*rows)) {
      if (row[0] && row[1]) labels.emplace(*row[0], *row[1]);
    }
  });
  return labels;
}

Json filter_json(const Dimension& dimension, const char* op, const std::vector<std::string>& values,
                 const std::map<std::string, std::string>& labels) {
  Json list = Json::array();
  for (const std::string& value : values) {
    const auto label = labels.find(value);
    list.push_back({{"value", value}, {"label", label == labels.end() ? Json(nullptr) : Json(label->second)}});
  }
  return {{"dimension", dimension.name},
          {"title", dimension.title.en},
          {"title_pt", dimension.title.pt},
          {"op", op},
          {"values", std::move(list)}};
}

Json filters_json(const View& view, const Fact& fact, const Selection& selection, const std::stop_token& gone) {
  Json list = Json::array();
  for (const Filter& filter : selection.filters) {
    const Dimension& dimension = *filter.dimension;
    std::vector<std::string> values = filter.where;
    values.insert(values.end(), filter.not_in.begin(), filter.not_in.end());
    const auto labels = labels_of(view, fact, dimension, values, gone);
    if (!filter.where.empty()) list.push_back(filter_json(dimension, "where", filter.where, labels));
    if (!filter.not_in.empty()) list.push_back(filter_json(dimension, "not", filter.not_in, labels));
    if (filter.missing) list.push_back(filter_json(dimension, "missing", {*filter.missing ? "only" : "except"}, {}));
    if (filter.least) list.push_back(filter_json(dimension, "min", {*filter.least}, {}));
    if (filter.greatest) list.push_back(filter_json(dimension, "max", {*filter.greatest}, {}));
  }
  return list;
}

/// What a page always leaves out, beside what is asked for.
void add_fixed(const Page& page, Selection& selection) {
  for (const FixedFilter& fixed : page.filters) {
    const Dimension& dimension = page.fact.dimension(fixed.dimension);
    selection.filters.push_back(Filter{&dimension, fixed.where, fixed.not_in});
  }
}

By by_of(const Fact& fact, const std::string& name, Grain grain) {
  if (const TimeColumn* time = fact.find_time(name)) return {nullptr, time, grain, {}};
  return {&fact.dimension(name), nullptr, grain, {}};
}

/// A ranking isn't filtered by its own dimension, so that what was chosen stands among the others.
Selection selection_for(const Page& page, const Chart& chart, const Question& question, const Selection& selection) {
  const bool ranks = chart.kind == ChartKind::ranking || chart.kind == ChartKind::change;
  if (!ranks || question.by.front().dimension == nullptr) return selection;
  const Dimension& own = *question.by.front().dimension;
  Selection open = selection.without(own);
  for (const Filter& filter : selection.filters) {
    const bool fixed = std::any_of(page.filters.begin(), page.filters.end(), [&](const FixedFilter& one) {
      return one.dimension == own.name && one.where == filter.where && one.not_in == filter.not_in;
    });
    if (filter.dimension == &own && fixed) open.filters.push_back(filter);
  }
  return open;
}

Figure figure_of(const Page& page, const Chart& chart, const ResolvedSelection& resolved, Grain grain) {
  Figure figure;
  figure.id = chart.id;
  figure.kind = to_string(chart.kind);
  figure.title = chart.title;
  figure.comparison = resolved.comparison;
  figure.extent = resolved.extent;
  Question& question = figure.question;
  question.fact = &page.fact;
  for (const std::string& name : chart.measures) question.measures.push_back(&page.fact.measure(name));
  for (const std::string& name : chart.by) question.by.push_back(by_of(page.fact, name, chart.grain.value_or(grain)));
  question.selection = selection_for(page, chart, question, resolved.selection);
  switch (chart.kind) {
    case ChartKind::tile: question.before = resolved.compared; break;
    case ChartKind::time:
      question.order = FigureOrder::by;
      figure.compared = resolved.compared;
      if (question.by.size() > 1) question.top = chart.top;
      break;
    case ChartKind::ranking:
      question.only_known = true;
      question.before = resolved.compared;
      question.top = chart.top;
      break;
    case ChartKind::change:
      question.only_known = true;
      question.change = true;
      question.before = resolved.compared;
      question.order = FigureOrder::change;
      question.top = chart.top;
      break;
    case ChartKind::heat: question.order = FigureOrder::by; break;
    case ChartKind::table:
      question.top = chart.top;
      if (!question.by.empty() && question.by.front().time != nullptr) question.order = FigureOrder::by;
      break;
  }
  return figure;
}

std::vector<Figure> figures_of(const Page& page, const ResolvedSelection& resolved, Grain grain) {
  std::vector<Figure> figures;
  for (const Chart& chart : page.charts) {
    if (chart.kind == ChartKind::change && !resolved.compared) continue;
    figures.push_back(figure_of(page, chart, resolved, grain));
  }
  return figures;
}

/// Returns whether none has failed.
bool add_charts(const View& view, const std::vector<Figure>& figures, const std::stop_token& gone, Json& json) {
  std::vector<Json> charts(figures.size());
  std::atomic<bool> whole = true;
  for_each_index(figures.size(), thread_count(view.snapshot().project().run), [&](std::size_t i) {
    try {
      LimitedEngine engine = view.snapshot().connect(gone);
      charts[i] = engine.ask([&](Engine& open) { return figure_json(open, figures[i]); });
    } catch (const Error& error) {
      if (gone.stop_requested()) throw;
      charts[i] = failed_figure_json(figures[i], view.snapshot().target().dialect(), placed_text(error));
      whole = false;
    }
  });
  json["charts"] = Json::array();
  for (Json& chart : charts) json["charts"].push_back(std::move(chart));
  return whole;
}

/// The column that says which money each row is in, of the fact or of what its rows are parts of.
const Dimension* currency_of(const Fact& fact) {
  const Dimension* found = nullptr;
  for (const Dimension& dimension : fact.dimensions) {
    if (dimension.path.hops.size() > 1 || dimension.measured) continue;
    const NameParts words = words_of(dimension.path.column);
    const bool is_currency = has_word(words, {"currency", "moeda", "moneda", "divisa", "devise", "monnaie", "valuta",
                                              "wahrung", "waehrung"}) ||
                             has_exact_word(words, {"ccy", "curr", "cur", "waehrg", "wahrg", "waers"});
    if (!is_currency || has_word(words, {"rate", "taxa", "cotacao", "kurs", "date", "data"})) continue;
    if (found == nullptr || dimension.path.hops.size() < found->path.hops.size()) found = &dimension;
  }
  return found;
}

/// Whether a chart adds up amounts of which nobody said what money they are in.
bool adds_up_money(const Page& page) {
  for (const Chart& chart : page.charts) {
    for (const std::string& name : chart.measures) {
      const Measure& measure = page.fact.measure(name);
      if (measure.format == ValueFormat::money && measure.currency.empty()) return true;
    }
  }
  return false;
}

/// Amounts of several currencies make no sum: says which there are, and how many of the rows aren't in the commonest.
std::optional<Json> currencies_note(const View& view, const Page& page, const Selection& selection) {
  constexpr std::uint64_t kMost = 1000;
  const Dimension* currency = adds_up_money(page) ? currency_of(page.fact) : nullptr;
  if (currency == nullptr) return std::nullopt;
  Json values = Json::array();
  std::uint64_t others = 0;
  LimitedEngine engine = view.snapshot().connect();
  engine.ask([&](Engine& open) {
    const auto rows = open.query(values_sql(page.fact, *currency, selection, {}, kMost, open.dialect()));
    for (auto& row : read_cells(*rows)) {
      if (!row[0] || trim(*row[0]).empty()) continue;
      if (!values.empty()) others += std::stoull(row.back().value_or("0"));
      values.push_back(*row[0]);
    }
  });
  if (values.size() < 2) return std::nullopt;
  return Json{{"kind", "currencies"}, {"rows", others}, {"dimension", currency->name}, {"values", std::move(values)}};
}

Json notes_json(const View& view, const Page& page, const ResolvedSelection& resolved) {
  Json notes = Json::array();
  if (resolved.extent.without_day > 0) notes.push_back({{"kind", "no_time"}, {"rows", resolved.extent.without_day}});
  if (auto note = currencies_note(view, page, resolved.selection)) notes.push_back(std::move(*note));
  for (const RelationReport& relation : view.snapshot().state().relations) {
    if (relation.table != page.fact.name || relation.orphans == 0) continue;
    notes.push_back(
        {{"kind", "orphans"}, {"table", relation.table}, {"parent", relation.parent}, {"rows", relation.orphans}});
  }
  return notes;
}

/// Whether there is anything to compare with.
bool has_rows(const View& view, const Fact& fact, const TimeColumn& time, const Period& period) {
  LimitedEngine engine = view.snapshot().connect();
  return engine.ask([&](Engine& open) {
    return query_integer(open, count_sql(fact, {&time, period, {}}, open.dialect())) > 0;
  });
}

}  // namespace

ResolvedSelection resolve(const View& view, const Fact& fact, SelectionRequest request, CompareWith comparison,
                          bool usual) {
  ResolvedSelection resolved;
  resolved.selection = std::move(request.selection);
  resolved.preset = request.preset;
  Selection& selection = resolved.selection;
  if (selection.time == nullptr) return resolved;
  resolved.extent = view.extent(fact, *selection.time);
  const auto& [first, last, without_day, rows] = resolved.extent;
  if (!first || !last) return resolved;
  if (!request.has_period) resolved.preset = usual ? usual_preset(*first, *last) : "all";
  if (!resolved.preset.empty()) selection.period = preset_period(resolved.preset, *last);
  const auto compared = compared_period(selection.period, request.comparison.value_or(comparison));
  if (!compared || *compared->to < *first || !has_rows(view, fact, *selection.time, *compared)) return resolved;
  resolved.comparison = request.comparison.value_or(comparison);
  resolved.compared = compared;
  return resolved;
}

void add_selection(const View& view, const Fact& fact, const ResolvedSelection& resolved, Json& json,
                   const std::stop_token& gone) {
  json["period"] = period_json(resolved);
  const auto& compared = resolved.compared;
  json["compare"] = {{"kind", to_string(resolved.comparison)},
                     {"from", day_json(compared ? compared->from : std::nullopt)},
                     {"to", day_json(compared ? compared->to : std::nullopt)}};
  json["filters"] = filters_json(view, fact, resolved.selection, gone);
}

Grain grain_of(const Params& params, const ResolvedSelection& resolved) {
  if (const auto grain = params.one("grain")) return parse_grain(*grain);
  if (!resolved.extent.first) return Grain::month;
  const Period& period = resolved.selection.period;
  return usual_grain(std::max(period.from.value_or(*resolved.extent.first), *resolved.extent.first),
                     std::min(period.to.value_or(*resolved.extent.last), *resolved.extent.last));
}

PageView page_view(const View& view, const std::string& name, const Params& params, const std::stop_token& gone) {
  const auto dashboard = view.dashboard();
  const Page& page = dashboard->page(name);
  SelectionRequest request = parse_selection(params, page.fact, {"grain"});
  add_fixed(page, request.selection);
  const ResolvedSelection resolved = resolve(view, page.fact, std::move(request), CompareWith::previous, true);
  const Grain grain = grain_of(params, resolved);
  Json json{{"page", page.name}, {"title", page.title.en}, {"title_pt", page.title.pt}, {"fact", page.fact.name}};
  LimitedEngine engine = view.snapshot().connect(gone);
  json["rows"] = engine.ask([&](Engine& open) {
    return static_cast<std::uint64_t>(query_integer(open, count_sql(page.fact, resolved.selection, open.dialect())));
  });
  add_selection(view, page.fact, resolved, json, gone);
  json["grain"] = resolved.selection.time == nullptr ? Json(nullptr) : Json(to_string(grain));
  json["notes"] = notes_json(view, page, resolved);
  const std::vector<Figure> figures = figures_of(page, resolved, grain);
  json["proof"] = proof_json(view, figures, resolved.extent);
  const bool whole = add_charts(view, figures, gone, json);
  return {std::move(json), whole};
}

}  // namespace rox
