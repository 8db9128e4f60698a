#include "dashboard/definitions_json.hpp"

#include <nlohmann/json.hpp>

#include "dashboard/fact_joins.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

std::string_view type_name(const Type& type) {
  if (is_number(type)) return "number";
  if (type.kind == TypeKind::boolean) return "boolean";
  if (type.kind == TypeKind::time) return "time";
  return type.kind == TypeKind::date || type.kind == TypeKind::timestamp ? "date" : "text";
}

void add_title(Json& json, const Title& title) {
  json["title"] = title.en;
  json["title_pt"] = title.pt;
}

Json fact_json(const Fact& fact) {
  Json json{{"name", fact.name}};
  add_title(json, fact.title);
  json["kind"] = fact.mart ? "mart" : "table";
  json["rows"] = fact.rows;
  json["measures"] = Json::array();
  for (const Measure& measure : fact.measures) json["measures"].push_back(measure_json(measure));
  json["dimensions"] = Json::array();
  for (const Dimension& dimension : fact.dimensions) json["dimensions"].push_back(dimension_json(dimension));
  json["times"] = Json::array();
  for (const TimeColumn& time : fact.times) {
    Json one{{"name", time.name}};
    add_title(one, time.title);
    json["times"].push_back(std::move(one));
  }
  json["origin"] = !fact.origin.empty();
  return json;
}

Json page_json(const Page& page) {
  Json json{{"name", page.name}};
  add_title(json, page.title);
  json["fact"] = text_or_null(page.fact.name);
  json["derived"] = page.file.empty();
  json["file"] = text_or_null(page.file);
  json["why"] = text_or_null(page.why);
  if (!page.problem.empty()) {
    json["problem"] = page.problem;
    json["hint"] = page.hint;
  }
  return json;
}

}  // namespace

Json measure_json(const Measure& measure) {
  Json json{{"name", measure.name}};
  add_title(json, measure.title);
  json["format"] = to_string(measure.format);
  json["currency"] = text_or_null(measure.currency);
  json["decimals"] = measure.decimals;
  json["aggregate"] = to_string(measure.aggregate);
  json["additive"] = measure.additive();
  json["expression"] = measure_expression(measure);
  return json;
}

Json dimension_json(const Dimension& dimension) {
  Json json{{"name", dimension.name}};
  add_title(json, dimension.title);
  json["type"] = type_name(dimension.path.type);
  json["kind"] = to_string(dimension.kind);
  json["labelled"] = dimension.labelled();
  json["table"] = dimension.table;
  json["column"] = dimension.path.column;
  json["distinct"] = dimension.distinct == 0 ? Json(nullptr) : Json(dimension.distinct);
  json["measured"] = dimension.measured;
  return json;
}

Json by_json(const By& by) {
  if (by.dimension != nullptr) return dimension_json(*by.dimension);
  Json json{{"name", by.time->name}};
  add_title(json, by.time->title);
  json["type"] = "date";
  json["kind"] = "time";
  json["labelled"] = false;
  json["table"] = by.time->path.hops.empty() ? Json(nullptr) : Json(by.time->path.hops.back().parent);
  json["column"] = by.time->path.column;
  json["distinct"] = nullptr;
  json["measured"] = false;
  return json;
}

Json dashboard_json(const Dashboard& dashboard, const std::string& id) {
  Json json{{"id", id}, {"pages", Json::array()}, {"facts", Json::array()}};
  for (const Page& page : dashboard.pages) json["pages"].push_back(page_json(page));
  for (const Fact& fact : dashboard.facts) json["facts"].push_back(fact_json(fact));
  return json;
}

}  // namespace rox
