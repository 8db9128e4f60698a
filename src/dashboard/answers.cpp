#include "dashboard/answers.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <system_error>
#include <vector>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "dashboard/rows.hpp"
#include "engine/sql/sql_query.hpp"
#include "sql/sql_file.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kParam = "param.";

std::string_view type_name(ParamType type) {
  switch (type) {
    case ParamType::month: return "month";
    case ParamType::date: return "date";
    case ParamType::integer: return "integer";
    case ParamType::decimal: return "decimal";
    case ParamType::text: break;
  }
  return "text";
}

Json params_json(const SqlFile& file) {
  Json list = Json::array();
  for (const SqlParam& param : file.params) {
    list.push_back({{"name", param.name},
                    {"type", type_name(param.type)},
                    {"default", param.default_value ? Json(*param.default_value) : Json(nullptr)},
                    {"note", param.note}});
  }
  return list;
}

/// The last comparison, if `rox analyze --compare` was run. A damaged file is none: it can be made anew.
Json last_comparison(const Project& project) {
  const std::filesystem::path path = project.reports_dir() / "compare.json";
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return nullptr;
  return try_parse_json<Json>(read_file(path));
}

/// What the comparison says of one analysis: [{"engine","verdict","rows","error"}]; null if nothing.
Json agreement_json(const Json& comparison, const std::string& name) {
  if (!comparison.is_object() || !comparison.contains("questions")) return nullptr;
  for (const Json& question : comparison["questions"]) {
    if (question.value("analysis", "") != name) continue;
    Json engines = Json::array();
    for (const Json& answer : question["answers"]) {
      Json engine = {{"engine", answer.value("engine", "")}, {"verdict", answer.value("verdict", "")}};
      for (const char* key : {"rows", "missing", "extra", "changed", "error"}) {
        if (answer.contains(key)) engine[key] = answer[key];
      }
      engines.push_back(std::move(engine));
    }
    return engines;
  }
  return nullptr;
}

SqlFile find_analysis(const Project& project, const std::string& name) {
  std::vector<std::string> known;
  for (SqlFile& file : read_sql_files(project.analyses_dir())) {
    if (file.name == name) return std::move(file);
    known.push_back(file.name);
  }
  throw usage_error(fmt::format("there is no analysis '{}'{}", name, did_you_mean(name, known)))
      .hint("there are: " + join(known, ", "));
}

ParamValues values_of(const Params& params) {
  ParamValues values;
  for (const auto& [name, value] : params.values()) {
    if (!name.starts_with(kParam)) continue;
    if (!values.emplace(name.substr(kParam.size()), value).second) {
      throw usage_error(fmt::format("{} is there twice", name));
    }
  }
  return values;
}

}  // namespace

Json answers_json(const Project& project) {
  const Json comparison = last_comparison(project);
  Json list = Json::array();
  for (const SqlFile& file : read_sql_files(project.analyses_dir())) {
    list.push_back({{"name", file.name},
                    {"title", file.title},
                    {"question", file.question},
                    {"sql", file.text},
                    {"params", params_json(file)},
                    {"engines", agreement_json(comparison, file.name)}});
  }
  return {{"answers", list},
          {"baseline", comparison.is_object() ? Json(comparison.value("baseline", "")) : Json(nullptr)}};
}

Json answer_json(const Snapshot& snapshot, const std::string& name, const Params& params) {
  params.expect({"offset", "limit", "format"}, kParam);
  const SqlFile file = find_analysis(snapshot.project(), name);
  const RowPage page{params.number("offset", 0, 1'000'000'000), params.number("limit", 100, 10'000)};
  LimitedEngine engine = snapshot.connect();
  return engine.ask([&](Engine& open) { return rows_json(*query_file(open, file, values_of(params)), page); });
}

std::string whole_answer(const Snapshot& snapshot, const std::string& name, const Params& params,
                         const std::function<void(Result&, const TextSink&)>& write) {
  params.expect({"format"}, kParam);
  const SqlFile file = find_analysis(snapshot.project(), name);
  LimitedEngine engine = snapshot.connect();
  std::string text;
  engine.ask([&](Engine& open) {
    write(*query_file(open, file, values_of(params)), [&](std::string_view piece) { text += piece; });
  });
  return text;
}

}  // namespace rox
