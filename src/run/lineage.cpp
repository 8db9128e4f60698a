#include "run/lineage.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/clock.hpp"
#include "base/hash.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "ledger/counts_json.hpp"
#include "plan/fingerprint.hpp"
#include "sql/references.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSchema = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";
constexpr const char* kProducer = "urn:rox:" ROX_VERSION;
constexpr HttpTimeouts kPatience{std::chrono::milliseconds{2000}, std::chrono::seconds{3},
                                 std::chrono::milliseconds{5000}};

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

/// OpenLineage wants UUIDs: one of our own making (version 8 of RFC 9562), always the same for a name.
std::string uuid_of(const std::string& name) {
  std::string hex = hash_text(name);
  hex[12] = '8';
  hex[16] = "89ab"[static_cast<unsigned char>(hex[16]) % 4];
  return fmt::format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4), hex.substr(16, 4),
                     hex.substr(20, 12));
}

Json facet(const std::string& name, const std::string& version, const Json& fields) {
  Json facet = {{"_producer", kProducer},
                {"_schemaURL", fmt::format("https://openlineage.io/spec/facets/{}/{}.json", version, name)}};
  facet.update(fields);
  return facet;
}

/// Of rox's own making: how many rows changed, where not all were made anew.
Json row_changes_facet(const RowChanges& changes) {
  Json facet = {{"_producer", kProducer}, {"_schemaURL", "urn:rox:RowChangesOutputDatasetFacet"}};
  facet.update(row_changes_json<Json>(changes));
  return facet;
}

/// Where the tables of a target are, as OpenLineage names such places.
std::string space_of(const Target& target) {
  if (target.is_postgres()) {
    return fmt::format("postgres://{}:{}", target.postgres().host.empty() ? "localhost" : target.postgres().host,
                       target.postgres().port.empty() ? "5432" : target.postgres().port);
  }
  if (target.is_redshift()) return "redshift://" + target.name;
  if (target.is_lake()) return target.lake().uri.empty() ? "file" : target.lake().uri;
  return "file";
}

std::string name_of(const Target& target, const std::string& table) {
  if (target.is_postgres()) {
    return fmt::format("{}.{}.{}", target.postgres().database, target.postgres().schema, to_lower(table));
  }
  if (target.is_redshift()) return to_lower(table);
  if (target.is_lake()) return fmt::format("{}.{}", target.lake().schema, to_lower(table));
  return target.local().path.string() + "/" + table;
}

Json table_dataset(const Target& target, const std::string& table) {
  return {{"namespace", space_of(target)}, {"name", name_of(target, table)}};
}

Json file_dataset(const std::filesystem::path& file) { return {{"namespace", "file"}, {"name", file.string()}}; }

Json schema_facet(const Table& table) {
  Json fields = Json::array();
  for (const Column& column : table.columns) {
    fields.push_back({{"name", column.name}, {"type", to_string(column.type)}});
  }
  return facet("SchemaDatasetFacet", "1-1-1", {{"fields", fields}});
}

/// What OpenLineage calls what was done with a column.
Json transformation(bool as_it_is) {
  return {{{"type", "DIRECT"}, {"subtype", as_it_is ? "IDENTITY" : "TRANSFORMATION"}}};
}

/// A column of a loaded table comes from the one of the same name in each export, as it is.
Json columns_facet(const TableExports& exports) {
  Json fields = Json::object();
  for (const Column& column : exports.table->columns) {
    Json inputs = Json::array();
    for (const ExportFile& file : exports.files) {
      Json input = file_dataset(file.location());
      input["field"] = column.name;
      input["transformations"] = transformation(true);
      inputs.push_back(std::move(input));
    }
    fields[column.name] = {{"inputFields", std::move(inputs)}};
  }
  return facet("ColumnLineageDatasetFacet", "1-2-0", {{"fields", std::move(fields)}});
}

/// Empty of a mart whose columns nobody can tell.
Json columns_facet(const Target& target, const ColumnLineage& columns, const std::string& mart) {
  Json fields = Json::object();
  if (const auto known = columns.marts.find(mart); known != columns.marts.end()) {
    for (const std::string& column : known->second) {
      Json inputs = Json::array();
      for (const auto& [from, as_it_is] : columns.origins.at({mart, column})) {
        Json input = table_dataset(target, from.table);
        input["field"] = from.column;
        input["transformations"] = transformation(as_it_is);
        inputs.push_back(std::move(input));
      }
      fields[column] = {{"inputFields", std::move(inputs)}};
    }
  }
  return fields.empty() ? fields : facet("ColumnLineageDatasetFacet", "1-2-0", {{"fields", std::move(fields)}});
}

struct Datasets {
  Json inputs = Json::array();
  Json outputs = Json::array();
};

/// What the step reads and makes; with what it did, how many rows.
Datasets datasets_of(const Project& project, const Target& target, const Plan& plan, const ColumnLineage& columns,
                     const Step& step, const StepResult* result) {
  Datasets sets;
  const auto add_output = [&](Json dataset) {
    if (result != nullptr) {
      dataset["outputFacets"]["outputStatistics"] =
          facet("OutputStatisticsOutputDatasetFacet", "1-0-2",
                {{"rowCount", result->counts.rows_out}, {"size", result->counts.bytes}});
      if (result->changed) dataset["outputFacets"]["rox_rowChanges"] = row_changes_facet(*result->changed);
    }
    sets.outputs.push_back(std::move(dataset));
  };
  if (step.kind == StepKind::load) {
    const TableExports& exports = plan.inputs.exports_of(step.subject);
    for (const ExportFile& file : exports.files) sets.inputs.push_back(file_dataset(file.location()));
    Json table = table_dataset(target, step.subject);
    table["facets"]["schema"] = schema_facet(*exports.table);
    table["facets"]["columnLineage"] = columns_facet(exports);
    add_output(std::move(table));
  }
  if (step.kind == StepKind::transform) {
    for (const std::string& read : plan.mart_of(step).reads) sets.inputs.push_back(table_dataset(target, read));
    Json mart = table_dataset(target, step.subject);
    if (Json facet = columns_facet(target, columns, step.subject); !facet.empty()) {
      mart["facets"]["columnLineage"] = std::move(facet);
    }
    add_output(std::move(mart));
  }
  if (step.kind == StepKind::analyze) {
    const std::set<std::string> names = names_in(plan.analysis_of(step).text);
    for (const auto& [table, fingerprint] : plan.fingerprints) {
      if (names.contains(to_lower(table))) sets.inputs.push_back(table_dataset(target, table));
    }
    add_output(file_dataset(project.answer_file(step.subject)));
  }
  return sets;
}

Json error_facet(const std::string& message) {
  return facet("ErrorMessageRunFacet", "1-0-1", {{"message", message}, {"programmingLanguage", "SQL"}});
}

}  // namespace

std::optional<LineageEndpoint> lineage_place(const Project& project) {
  LineageEndpoint place;
  place.file = project.lineage.file;
  place.url = project.lineage.url;
  if (place.file.empty() && place.url.empty() && environment("OPENLINEAGE_DISABLED") != "true") {
    const std::string base = environment("OPENLINEAGE_URL");
    const std::string endpoint = environment("OPENLINEAGE_ENDPOINT");
    if (!base.empty()) {
      place.url = base + (base.ends_with('/') ? "" : "/") + (endpoint.empty() ? "api/v1/lineage" : endpoint);
    }
  }
  if (place.file.empty() && place.url.empty()) return std::nullopt;
  place.api_key = environment("OPENLINEAGE_API_KEY");
  place.space = environment("OPENLINEAGE_NAMESPACE");
  if (place.space.empty()) place.space = project.name;
  return place;
}

LineageObserver::LineageObserver(const Project& project, const Target& target, RunObserver& next)
    : project_(project), target_(target), next_(next), place_(lineage_place(project)), http_(kPatience) {}

namespace {

/// An event without its datasets.
Json event_of(const LineageEndpoint& place, const char* type, const RunRecord& run, const std::string& job) {
  Json event = {{"eventType", type}, {"eventTime", utc_now()}};
  event["run"] = {{"runId", uuid_of(run.run + (job.empty() ? "" : " " + job))}};
  event["job"] = {{"namespace", place.space}, {"name", job.empty() ? run.command : run.command + "." + job}};
  if (!job.empty()) {
    event["run"]["facets"]["parent"] =
        facet("ParentRunFacet", "1-1-0",
              {{"run", {{"runId", uuid_of(run.run)}}}, {"job", {{"namespace", place.space}, {"name", run.command}}}});
  }
  event["run"]["facets"]["processing_engine"] =
      facet("ProcessingEngineRunFacet", "1-1-1", {{"name", "rox"}, {"version", ROX_VERSION}});
  event["inputs"] = Json::array();
  event["outputs"] = Json::array();
  event["producer"] = kProducer;
  event["schemaURL"] = kSchema;
  return event;
}

}  // namespace

void LineageObserver::run_started(const RunRecord& record, const Plan& plan, const Model& model) {
  run_ = record;
  plan_ = &plan;
  model_ = &model;
  if (place_) send(json_text(event_of(*place_, "START", run_, "")));
}

/// Where the columns of marts come from; of another step it isn't looked for.
const ColumnLineage& LineageObserver::columns_for(const Step& step) {
  static const ColumnLineage none;
  if (step.kind != StepKind::transform) return none;
  if (!columns_) {
    EmptyWarehouse warehouse(*model_);
    columns_ = read_column_lineage(warehouse, plan_->marts);
  }
  return *columns_;
}

void LineageObserver::run_finished(const RunRecord& record) {
  if (!place_ || plan_ == nullptr) return;
  const bool failed = record.status == RunStatus::failed || record.status == RunStatus::held;
  Json event = event_of(*place_, failed ? "FAIL" : "COMPLETE", run_, "");
  if (failed) event["run"]["facets"]["errorMessage"] = error_facet(record.error);
  send(json_text(event));
}

void LineageObserver::step_started(const Step& step) {
  next_.step_started(step);
  if (!place_ || plan_ == nullptr) return;
  Json event = event_of(*place_, "START", run_, step.name());
  Datasets sets = datasets_of(project_, target_, *plan_, columns_for(step), step, nullptr);
  event["inputs"] = std::move(sets.inputs);
  event["outputs"] = std::move(sets.outputs);
  send(json_text(event));
}

void LineageObserver::step_finished(const StepResult& result) {
  next_.step_finished(result);
  if (!place_ || plan_ == nullptr) return;
  const auto step = std::find_if(plan_->steps.begin(), plan_->steps.end(),
                                 [&](const Step& candidate) { return candidate.name() == result.step; });
  if (step == plan_->steps.end()) return;
  const bool failed = result.status == StepStatus::failed;
  Json event = event_of(*place_, failed ? "FAIL" : "COMPLETE", run_, step->name());
  if (failed) event["run"]["facets"]["errorMessage"] = error_facet(result.error);
  Datasets sets = datasets_of(project_, target_, *plan_, columns_for(*step), *step, failed ? nullptr : &result);
  event["inputs"] = std::move(sets.inputs);
  event["outputs"] = std::move(sets.outputs);
  send(json_text(event));
}

void LineageObserver::progress(const Step& step, std::uint64_t bytes, std::uint64_t total, std::uint64_t rows) {
  next_.progress(step, bytes, total, rows);
}

void LineageObserver::send(const std::string& event) {
  try {
    if (!place_->file.empty()) {
      make_directories(place_->file.parent_path());
      const UniqueFd file = open_plain_file(place_->file, O_WRONLY | O_CREAT | O_APPEND);
      write_all(file.get(), event + "\n", place_->file);
    }
    if (!place_->url.empty() && !is_away_) post(event);
  } catch (const Error& error) {
    is_away_ = true;
    warnings_.push_back(fmt::format("no more lineage events are sent: {}", error.what()));
  }
}

void LineageObserver::post(const std::string& event) {
  HttpRequest request;
  request.method = "POST";
  request.url = parse_url(place_->url);
  request.headers = {{"Content-Type", "application/json"}};
  if (!place_->api_key.empty()) request.headers.emplace_back("Authorization", "Bearer " + place_->api_key);
  request.body = event;
  const HttpResponse response = http_.send(request);
  if (!response.ok()) {
    throw outside_error(fmt::format("{} answered {} to an event", request.url.host, response.status));
  }
}

}  // namespace rox
