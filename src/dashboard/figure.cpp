#include "dashboard/figure.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/error.hpp"
#include "dashboard/definitions_json.hpp"
#include "dashboard/exact_sum.hpp"
#include "dashboard/rows.hpp"
#include "engine/result/cells.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

bool is_time(const Question& question) { return !question.by.empty() && question.by.front().time != nullptr; }

/// Of one dimension: it has a rest, and rows without a value.
bool is_ranking(const Question& question) {
  return question.by.size() == 1 && question.by.front().dimension != nullptr && question.only_known && !question.change;
}

Json heading(const Figure& figure) {
  const Question& question = figure.question;
  Json json{{"id", figure.id},           {"kind", figure.kind},
            {"title", figure.title.en},  {"title_pt", figure.title.pt},
            {"measures", Json::array()}, {"by", Json::array()}};
  for (const Measure* measure : question.measures) json["measures"].push_back(measure_json(*measure));
  Json grain;
  for (const By& by : question.by) {
    json["by"].push_back(by_json(by));
    if (by.time != nullptr) grain = to_string(by.grain);
  }
  json["grain"] = std::move(grain);
  return json;
}

struct Answer {
  Json columns = Json::array();
  Cells rows;
};

Answer ask(Engine& engine, const Question& question, const std::string& sql) {
  const std::vector<FigureColumn> meanings = figure_columns(question);
  const auto result = engine.query(sql);
  Answer answer;
  for (std::size_t c = 0; c < meanings.size(); ++c) {
    answer.columns.push_back({{"name", result->columns()[c].name},
                              {"kind", result_kind_name(result->columns()[c].kind)},
                              {"role", to_string(meanings[c].role)},
                              {"of", meanings[c].of}});
  }
  answer.rows = read_cells(*result);
  return answer;
}

/// Of what is missing and what is there, the sum is what is there.
Cell added(const Cell& a, const Cell& b) {
  if (!a) return b;
  return b ? exact_sum(*a, *b) : a;
}

/// What a ranking's rows have in a measure, together.
Cell shown_sum(const Cells& rows, std::size_t column) {
  Cell sum = "0";
  for (const auto& row : rows) sum = added(sum, row[column]);
  return sum;
}

/// The places of the measures among a figure's columns.
std::vector<std::size_t> measure_places(const Question& question) {
  std::vector<std::size_t> places;
  const std::vector<FigureColumn> meanings = figure_columns(question);
  for (std::size_t c = 0; c < meanings.size(); ++c) {
    if (meanings[c].role == Role::measure) places.push_back(c);
  }
  return places;
}

/// What stands around a ranking: the total, what has no value, how many there are, and what is beyond the shown.
void add_summary(Engine& engine, const Question& question, const Cells& shown, Json& json) {
  constexpr std::size_t kFirstMeasure = 3;
  const std::size_t measures = question.measures.size();
  const Cells summary = read_cells(*engine.query(summary_sql(question, engine.dialect())));
  std::vector<Cell> known(kFirstMeasure + measures);
  std::vector<Cell> missing(kFirstMeasure + measures);
  for (const auto& row : summary) (row[0] == "1" ? known : missing) = row;
  const std::vector<std::size_t> places = measure_places(question);
  std::vector<Cell> total;
  std::vector<Cell> rest;
  for (std::size_t m = 0; m < measures; ++m) {
    const Cell& of_known = known[kFirstMeasure + m];
    const Cell& of_missing = missing[kFirstMeasure + m];
    const bool adds = question.measures[m]->additive();
    total.push_back(adds ? added(of_known, of_missing) : missing[0] ? Cell() : of_known);
    const Cell sum = adds ? shown_sum(shown, places[m]) : Cell();
    rest.push_back(of_known && sum ? exact_sum(*of_known, *sum, true) : Cell());
  }
  json["total"] = cells_json(total);
  if (missing[0]) {
    const std::vector<Cell> values(missing.begin() + kFirstMeasure, missing.end());
    json["missing"] = {{"rows", std::stoull(missing[1].value_or("0"))}, {"values", cells_json(values)}};
  }
  json["members"] = std::stoull(known[2].value_or("0"));
  json["rest"] = cells_json(rest);
}

struct Span {
  Day from, to;
};

/// The days that are shown: the period as far as there are data.
std::optional<Span> shown_days(const Figure& figure) {
  const Period& period = figure.question.selection.period;
  if (!figure.extent.first) return std::nullopt;
  return Span{std::max(period.from.value_or(*figure.extent.first), *figure.extent.first),
              std::min(period.to.value_or(*figure.extent.last), *figure.extent.last)};
}

/// The buckets that the period, or the first or last day of the data, cuts.
Json partial_buckets(const Figure& figure, const Cells& rows) {
  const auto days = shown_days(figure);
  if (!days) return nullptr;
  const Grain grain = figure.question.by.front().grain;
  Json partial = Json::array();
  for (std::size_t r = 0; r < rows.size(); ++r) {
    if (!rows[r][0]) continue;
    const Day start = parse_day(*rows[r][0]);
    if (start < days->from || next_period(start, grain) - 1 > days->to) partial.push_back(r);
  }
  return partial;
}

/// The rows of the compared period, each with the bucket that it stands beside.
Json before_json(Engine& engine, const Figure& figure) {
  Question before = figure.question;
  before.selection.period = *figure.compared;
  const std::string sql = figure_sql(before, engine.dialect());
  const Answer answer = ask(engine, before, sql);
  const Grain grain = before.by.front().grain;
  const Period& period = figure.question.selection.period;
  std::map<std::string, std::string> stands;
  for (Day bucket = period_start(*period.from, grain); bucket <= *period.to; bucket = next_period(bucket, grain)) {
    stands.emplace(day_text(beside(bucket, grain, period, *figure.compared, figure.comparison)), day_text(bucket));
  }
  Json of = Json::array();
  for (const auto& row : answer.rows) {
    const auto found = stands.find(row[0].value_or(""));
    of.push_back(found == stands.end() ? Json(nullptr) : Json(found->second));
  }
  return {{"sql", sql}, {"rows", cells_json(answer.rows)}, {"of", std::move(of)}};
}

}  // namespace

Json figure_json(Engine& engine, const Figure& figure) {
  const Question& question = figure.question;
  Json json = heading(figure);
  const std::string sql = figure_sql(question, engine.dialect());
  Answer answer = ask(engine, question, sql);
  json["sql"] = sql;
  json["columns"] = std::move(answer.columns);
  json["rows"] = cells_json(answer.rows);
  for (const char* none : {"total", "missing", "members", "rest"}) json[none] = nullptr;
  if (is_ranking(question)) add_summary(engine, question, answer.rows, json);
  json["partial"] = is_time(question) ? partial_buckets(figure, answer.rows) : Json(nullptr);
  json["before"] = is_time(question) && figure.compared ? before_json(engine, figure) : Json(nullptr);
  json["reads"] = tables_read(question);
  json["failed"] = nullptr;
  return json;
}

Json failed_figure_json(const Figure& figure, SqlDialect dialect, const std::string& problem) {
  Json json = heading(figure);
  json["sql"] = figure_sql(figure.question, dialect);
  json["columns"] = Json::array();
  json["rows"] = Json::array();
  for (const char* none : {"total", "missing", "members", "rest", "partial", "before"}) json[none] = nullptr;
  json["reads"] = tables_read(figure.question);
  json["failed"] = problem;
  return json;
}

}  // namespace rox
