#include "engine/lake/lake.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <mutex>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/error.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "engine/lake/catalogue.hpp"
#include "engine/lake/iceberg_schema.hpp"
#include "engine/spark/answer.hpp"
#include "engine/spark/session.hpp"
#include "engine/sql/next_name.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

using Json = nlohmann::json;

constexpr SqlDialect kDialect = SqlDialect::spark;

std::string environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? "" : value;
}

Json json_of(const LakeTable& table) { return {table.schema, table.name}; }

Json json_of(const NextLakeTable& next) {
  Json json = {{"table", json_of(next.table)}, {"next", {next.table.schema, next.next}}};
  if (!next.key.empty()) {
    for (const std::string& column : next.key) json["key"].push_back(to_lower(column));
  }
  if (next.base) json["base"] = *next.base;
  return json;
}

template <typename List>
Json json_list(const List& list) {
  Json json = Json::array();
  for (const auto& one : list) json.push_back(json_of(one));
  return json;
}

Json request_to_make(const NextLakeTable& next, const std::string& select) {
  return {{"do", "make"}, {"table", json_of(next.table)}, {"next", {next.table.schema, next.next}}, {"sql", select}};
}

std::string full_name(const LakeTable& table) {
  return exact_name(table.schema, kDialect) + "." + exact_name(table.name, kDialect);
}

/// The one that runs on these settings, or a new one.
std::shared_ptr<SparkSession> session_for(const LakeConfig& config) {
  static std::mutex mutex;
  static std::vector<std::pair<SparkConfig, std::weak_ptr<SparkSession>>> known;
  const SparkConfig spark = spark_with_iceberg(config);
  const std::lock_guard lock(mutex);
  std::erase_if(known, [](const auto& one) { return one.second.expired(); });
  for (const auto& [settings, session] : known) {
    const std::shared_ptr<SparkSession> there = session.lock();
    if (there && settings == spark && !there->interrupted()) return there;
  }
  auto session = std::make_shared<SparkSession>(spark);
  known.emplace_back(spark, session);
  return session;
}

/// What the catalogue itself says is behind what Java says of it.
Error unreachable(const LakeConfig& config, const Error& error) {
  const std::string where = config.uri.empty() ? config.warehouse : config.uri;
  return outside_error(fmt::format("the lake's catalogue at {} does not answer as it should: {}", where, error.what()))
      .hint(config.uri.empty() ? "is `warehouse` of the target a folder that Spark can write to?"
                               : "are `uri`, `warehouse` and `options` of the target right, and is ROX_LAKE_CREDENTIAL "
                                 "(ID:SECRET) or ROX_LAKE_TOKEN set, if it takes one?");
}

}  // namespace

Lake::Lake(const LakeConfig& config)
    : config_(config), accounts_(config.schema + "_rox"), session_(session_for(config)), spark_(session_) {
  try {
    session_->ask({{"do", "lake"},
                   {"properties", catalogue_settings(config_, environment)},
                   {"namespaces", {config_.schema, accounts_}}});
  } catch (const Error& error) {
    throw unreachable(config_, error);
  }
}

Lake::~Lake() = default;

JsonValue Lake::ask(Json request, std::string_view sql) {
  const LogTimer timer("lake", json_text(request));
  request["of"] = "lake";
  return session_->ask(request, sql);
}

std::unique_ptr<Result> Lake::query(std::string_view sql) {
  if (!spark_reads_only(sql)) {
    throw usage_error(
        "only statements that read are possible here: SELECT, WITH, VALUES, TABLE, SHOW, DESCRIBE, EXPLAIN")
        .hint("what the lake holds is decided by the project's files and changed by `rox run`");
  }
  return spark_.query(sql);
}

void Lake::prepare() { ask({{"do", "prepare"}}); }

std::map<std::string, std::set<std::string>> Lake::tables() {
  std::map<std::string, std::set<std::string>> found;
  const JsonValue answer = ask({{"do", "tables"}});
  for (const auto& [schema, names] : answer.member("tables").members()) {
    for (std::string& name : names.texts()) found[schema].insert(std::move(name));
  }
  return found;
}

std::string Lake::run_of(const LakeTable& table) {
  return ask({{"do", "run_of"}, {"table", json_of(table)}}).member("run").text();
}

void Lake::view(const std::string& name, const LakeTable& table) {
  spark_.make_view(name, "SELECT * FROM " + full_name(table));
}

void Lake::view_files(const std::string& name, const std::vector<std::filesystem::path>& files) {
  spark_.make_view(name, SparkFiles{.format = "parquet", .options = {}, .schema = {}, .paths = files});
}

void Lake::view_published() {
  const std::set<std::string> published = tables()[schema()];
  for (const std::string& name : published) {
    if (run_in_name(name).empty()) view(name, {schema(), name});
  }
}

void Lake::make(const NextLakeTable& next, const std::string& select) { ask(request_to_make(next, select), select); }

void Lake::make(const NextLakeTable& next, const std::string& select, const Table& table, const LakeLayout& layout) {
  Json request = request_to_make(next, select);
  request["schema"] = iceberg_schema(table);
  request["comment"] = table.comment;
  if (!layout.transform.empty()) request["partition"] = {layout.transform, to_lower(layout.column)};
  for (const std::string& column : layout.sort_key) request["sort"].push_back(to_lower(column));
  ask(std::move(request), select);
}

void Lake::read(const std::string& program, const std::vector<std::string>& arguments,
                const std::vector<Share>& shares) {
  Json list = Json::array();
  for (const Share& share : shares) {
    list.push_back({{"table", share.table},
                    {"files", share.files},
                    {"options", share.options},
                    {"folder", share.folder.string()}});
  }
  const JsonValue answer =
      ask({{"do", "read"}, {"program", program}, {"arguments", arguments}, {"shares", std::move(list)}});
  const std::vector<JsonValue> failures = answer.member("failures").elements();
  if (failures.empty()) return;
  const std::int64_t code = failures.front().member("code").integer();
  std::string text(trim(failures.front().member("text").text()));
  if (text.starts_with("error: ")) text = text.substr(std::string_view("error: ").size());
  const ErrorKind kind = code == 1 ? ErrorKind::data : code == 2 ? ErrorKind::usage : ErrorKind::outside;
  throw Error(kind, "a task of Spark's that reads exports: " + text)
      .hint("the tasks need rox (`program` of the target), the project and its exports at the same paths");
}

bool Lake::publish(const std::vector<NextLakeTable>& tables, const std::string& run) {
  const JsonValue answer = ask({{"do", "publish"}, {"tables", json_list(tables)}, {"run", run}});
  if (const JsonValue other = answer.find("overtaken"); !other.is_null()) {
    throw outside_error(fmt::format("run {} of another rox published in {} meanwhile", other.text(), config_.schema))
        .hint("nothing was published here; run it again")
        .retryable();
  }
  return answer.member("together").flag();
}

void Lake::discard(const std::vector<NextLakeTable>& tables) {
  if (!tables.empty()) ask({{"do", "discard"}, {"tables", json_list(tables)}});
}

void Lake::drop(const std::vector<LakeTable>& tables) {
  if (!tables.empty()) ask({{"do", "drop"}, {"tables", json_list(tables)}});
}

void Lake::forget(const std::vector<LakeTable>& tables, unsigned days) {
  if (!tables.empty()) ask({{"do", "forget"}, {"tables", json_list(tables)}, {"days", days}});
}

std::shared_ptr<const void> share_spark(const Target& target) {
  if (!target.is_lake()) return nullptr;
  return session_for(target.lake());
}

std::unique_ptr<Lake> open_lake(const LakeConfig& config) {
  auto lake = std::make_unique<Lake>(config);
  if (lake->tables()[lake->accounts()].empty()) {
    throw usage_error(fmt::format("no lake is there yet: {} of {} has no tables of rox's", config.schema,
                                  config.uri.empty() ? config.warehouse : config.uri))
        .hint("make it with `rox run` on this target");
  }
  lake->view_published();
  return lake;
}

}  // namespace rox
