#include "dashboard/answers.hpp"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
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

/// What the last `rox analyze --compare` found.
struct LastComparison {
  Json baseline;                          // the engine that the others were compared with
  std::map<std::string, Json> agreement;  // by analysis: [{"engine","verdict","rows","error"}]
  Json problem;                           // why there is none, if its file is damaged: it can be made anew
};

Json engine_from(const JsonValue& answer) {
  Json engine = {{"engine", answer.member("engine").text()}, {"verdict", answer.member("verdict").text()}};
  for (const char* key : {"rows", "missing", "extra", "changed"}) {
    if (const JsonValue count = answer.find(key); !count.is_null()) engine[key] = count.count();
  }
  if (const JsonValue error = answer.find("error"); !error.is_null()) engine["error"] = error.text();
  return engine;
}

LastComparison comparison_from(const JsonValue& json) {
  LastComparison comparison;
  comparison.baseline = json.member("baseline").text();
  for (const JsonValue& question : json.member("questions").elements()) {
    Json engines = Json::array();
    for (const JsonValue& answer : question.member("answers").elements()) engines.push_back(engine_from(answer));
    comparison.agreement.emplace(question.member("analysis").text(), std::move(engines));
  }
  return comparison;
}

LastComparison last_comparison(const Project& project) {
  const std::filesystem::path path = project.reports_dir() / "compare.json";
  if (!file_identity(path)) return {};
  try {
    return comparison_from(read_json(path));
  } catch (const Error& error) {
    LastComparison damaged;
    damaged.problem = placed_text(error);
    return damaged;
  }
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
  const LastComparison comparison = last_comparison(project);
  Json list = Json::array();
  for (const SqlFile& file : read_sql_files(project.analyses_dir())) {
    const auto engines = comparison.agreement.find(file.name);
    list.push_back({{"name", file.name},
                    {"title", file.title},
                    {"question", file.question},
                    {"sql", file.text},
                    {"params", params_json(file)},
                    {"engines", engines == comparison.agreement.end() ? Json(nullptr) : engines->second}});
  }
  return {{"answers", list}, {"baseline", comparison.baseline}, {"comparison_problem", comparison.problem}};
}

Json answer_json(const Snapshot& snapshot, const std::string& name, const Params& params, const std::stop_token& gone) {
  params.expect({"offset", "limit", "format"}, kParam);
  const SqlFile file = find_analysis(snapshot.project(), name);
  const RowPage page{params.number("offset", 0, 1'000'000'000), params.number("limit", 100, 10'000)};
  LimitedEngine engine = snapshot.connect(gone);
  return engine.ask([&](Engine& open) { return rows_json(*query_file(open, file, values_of(params)), page); });
}

NextPiece answer_pieces(std::shared_ptr<const Snapshot> snapshot, const std::string& name, const Params& params,
                        const PieceWriter& write, const std::stop_token& gone) {
  params.expect({"format", "locale"}, kParam);
  const SqlFile file = find_analysis(snapshot->project(), name);
  return stream_rows(
      std::move(snapshot), gone, [&](Engine& open) { return query_file(open, file, values_of(params)); }, write);
}

}  // namespace rox
