#include "dashboard/explore.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/error.hpp"
#include "base/text.hpp"
#include "dashboard/fact_joins.hpp"
#include "dashboard/figure.hpp"
#include "dashboard/page_view.hpp"
#include "engine/result/cells.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t kMostMembers = 10'000;
constexpr std::uint64_t kUsualMembers = 50;
constexpr std::size_t kMostMeasures = 8;
constexpr std::uint64_t kMostBins = 200;

/// A question with what it points into.
struct Explored {
  std::shared_ptr<const Dashboard> dashboard;
  const Fact* fact = nullptr;
  ResolvedSelection resolved;
  Figure figure;
};

std::string required(const Params& params, std::string_view name) {
  if (auto value = params.one(name)) return *value;
  throw usage_error(fmt::format("{} is wanted", name)).hint(fmt::format("say {}=…", name));
}

void take_measures(const Params& params, Explored& explored) {
  std::vector<const Measure*>& measures = explored.figure.question.measures;
  for (const std::string& name : params.all("measure")) measures.push_back(&explored.fact->measure(name));
  if (measures.empty()) measures.push_back(&explored.fact->measures.front());
  if (measures.size() > kMostMeasures) throw usage_error(fmt::format("there are more than {} measures", kMostMeasures));
}

void take_by(const Params& params, Explored& explored) {
  const Grain grain = grain_of(params, explored.resolved);
  for (const std::string& name : params.all("by")) {
    By by;
    by.grain = grain;
    by.time = explored.fact->find_time(name);
    if (by.time == nullptr) by.dimension = &explored.fact->dimension(name);
    explored.figure.question.by.push_back(by);
  }
  if (explored.figure.question.by.size() > 2)
    throw usage_error("there are more than two `by`").hint("group by two at most");
}

/// 1, 2, 5, 10, 20, …: the least that makes no more bins than are wanted.
std::string round_width(double width, bool whole) {
  double step = std::pow(10, std::floor(std::log10(width)));
  for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
    if (step * factor >= width) {
      step *= factor;
      break;
    }
  }
  if (whole) step = std::max(step, 1.0);
  std::string text = fmt::format("{:.4f}", std::max(step, 0.0001));
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

double number_of(const std::string& text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// The width of the bins, by the least and the greatest value that are selected.
void take_bins(const View& view, const Params& params, Explored& explored, const std::stop_token& gone) {
  const std::uint64_t bins = params.number("bins", 0, kMostBins);
  Question& question = explored.figure.question;
  if (bins == 0) return;
  const bool numbers = question.by.size() == 1 && question.by.front().dimension != nullptr &&
                       is_number(question.by.front().dimension->path.type);
  if (!numbers) throw usage_error("bins go with one `by` that is a number").hint("leave bins out");
  const Dimension& dimension = *question.by.front().dimension;
  LimitedEngine engine = view.snapshot().connect(gone);
  engine.ask([&](Engine& open) {
    FactJoins joins(*explored.fact, open.dialect());
    const std::string column = joins.column(dimension.path);
    const std::vector<std::string> conditions = joins.conditions(question.selection);
    const auto rows =
        open.query(fmt::format("SELECT CAST(MIN({0}) AS VARCHAR(60)), CAST(MAX({0}) AS VARCHAR(60))\n{1}{2}", column,
                               joins.from(), where_text(conditions)));
    rows->next();
    const double least = number_of(text_at(*rows, 0, 0));
    const double greatest = number_of(text_at(*rows, 1, 0));
    const double width = std::max((greatest - least) / static_cast<double>(bins), 0.0001);
    question.by.front().width = round_width(width, is_whole_number(dimension.path.type));
  });
  question.order = FigureOrder::by;
}

void take_order(const Params& params, Question& question) {
  const bool timed =
      std::any_of(question.by.begin(), question.by.end(), [](const By& by) { return by.time != nullptr; });
  if (timed) question.order = FigureOrder::by;
  std::string sort = params.one("sort").value_or("");
  if (sort.empty()) return;
  const bool down = sort.starts_with('-');
  if (down) sort.erase(0, 1);
  for (std::size_t m = 0; m < question.measures.size(); ++m) {
    if (question.measures[m]->name != sort) continue;
    question.order = down ? FigureOrder::measure : FigureOrder::measure_up;
    question.order_measure = m;
    return;
  }
  const bool by = std::any_of(question.by.begin(), question.by.end(), [&](const By& one) {
    return (one.dimension != nullptr ? one.dimension->name : one.time->name) == sort;
  });
  if (!by || down) {
    throw usage_error(fmt::format("it can't be sorted by '{}'", sort))
        .hint("use a measure that is asked for (-NAME: greatest first), or what is grouped by");
  }
  question.order = FigureOrder::by;
}

Explored explored(const View& view, const Params& params, const std::stop_token& gone) {
  Explored explored;
  explored.dashboard = view.dashboard();
  explored.fact = &explored.dashboard->fact(required(params, "fact"));
  const std::vector<std::string> also{"fact", "measure", "by",     "kind",   "grain",
                                      "sort", "top",     "format", "locale", "bins"};
  explored.resolved =
      resolve(view, *explored.fact, parse_selection(params, *explored.fact, also), CompareWith::none, false);
  explored.figure.id = "explore";
  explored.figure.title = explored.fact->title;
  explored.figure.extent = explored.resolved.extent;
  explored.figure.comparison = explored.resolved.comparison;
  Question& question = explored.figure.question;
  question.fact = explored.fact;
  question.selection = explored.resolved.selection;
  take_measures(params, explored);
  take_by(params, explored);
  take_order(params, question);
  take_bins(view, params, explored, gone);
  const bool ranks = question.by.size() == 1 && question.by.front().dimension != nullptr;
  const bool timed = !question.by.empty() && question.by.front().time != nullptr;
  question.only_known = ranks;
  if (timed) {
    explored.figure.compared = explored.resolved.compared;
  } else if (question.by.size() < 2) {
    question.before = explored.resolved.compared;
  }
  const std::uint64_t top = params.number("top", kUsualMembers, kMostMembers);
  question.top = top == 0 ? kMostMembers : top;
  if (timed && question.by.size() == 1) question.top.reset();
  const char* usual = question.by.empty() ? "tile" : timed ? "time" : ranks ? "ranking" : "heat";
  explored.figure.kind = params.one("kind").value_or(usual);
  return explored;
}

}  // namespace

Json explore_json(const View& view, const Params& params, const std::stop_token& gone) {
  const Explored asked = explored(view, params, gone);
  LimitedEngine engine = view.snapshot().connect(gone);
  Json json = engine.ask([&](Engine& open) {
    Json figure = figure_json(open, asked.figure);
    figure["rows_selected"] = static_cast<std::uint64_t>(
        query_integer(open, count_sql(*asked.fact, asked.resolved.selection, open.dialect())));
    return figure;
  });
  const Question& question = asked.figure.question;
  if (!question.by.empty() && !question.by.front().width.empty()) json["width"] = question.by.front().width;
  add_selection(view, *asked.fact, asked.resolved, json, gone);
  return json;
}

NextPiece explore_pieces(const View& view, const Params& params, const PieceWriter& write,
                         const std::stop_token& gone) {
  Explored asked = explored(view, params, gone);
  if (!params.one("top")) asked.figure.question.top.reset();
  const std::string sql = figure_sql(asked.figure.question, view.snapshot().target().dialect());
  return stream_rows(
      view.shared_snapshot(), gone, [&](Engine& open) { return open.query(sql); }, write);
}

Json values_json(const View& view, const Params& params, const std::stop_token& gone) {
  constexpr std::uint64_t kMost = 1000;
  const auto dashboard = view.dashboard();
  const Fact& fact = dashboard->fact(required(params, "fact"));
  const Dimension& dimension = fact.dimension(required(params, "dimension"));
  const ResolvedSelection resolved = resolve(
      view, fact, parse_selection(params, fact, {"fact", "dimension", "search", "limit"}), CompareWith::none, false);
  const std::uint64_t limit = std::max<std::uint64_t>(1, params.number("limit", kUsualMembers, kMost));
  const std::string search = params.one("search").value_or("");
  LimitedEngine engine = view.snapshot().connect(gone);
  return engine.ask([&](Engine& open) {
    const Selection selection = resolved.selection.without(dimension);
    const Cells rows =
        read_cells(*open.query(values_sql(fact, dimension, selection, search, limit + 1, open.dialect())));
    Json values = Json::array();
    for (std::size_t r = 0; r < std::min<std::size_t>(rows.size(), limit); ++r) {
      values.push_back({{"value", cell_json(rows[r][0])},
                        {"label", dimension.labelled() ? cell_json(rows[r][1]) : Json(nullptr)},
                        {"rows", std::stoull(rows[r][2].value_or("0"))}});
    }
    Selection missing = selection;
    missing.filters.push_back(Filter{&dimension, {}, {}, true});
    return Json{{"dimension", dimension.name},
                {"values", std::move(values)},
                {"more", rows.size() > limit},
                {"missing", static_cast<std::uint64_t>(query_integer(open, count_sql(fact, missing, open.dialect())))}};
  });
}

}  // namespace rox
