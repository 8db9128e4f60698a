#include "ledger/target_state.hpp"

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/file_name.hpp"
#include "base/json.hpp"
#include "engine/duckdb/duckdb.hpp"
#include "engine/lake/lake.hpp"
#include "engine/postgres/postgres.hpp"
#include "engine/redshift/accessor.hpp"
#include "ledger/counts_json.hpp"

namespace rox {
namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kStateVersion = 4;

Json to_json(const FileIdentity& identity) {
  return {identity.device, identity.inode, identity.bytes, identity.modified_ns};
}

FileIdentity identity_from(const JsonValue& json) {
  const std::vector<JsonValue> parts = json.elements();
  if (parts.size() != 4) throw json.error("not the four numbers of a file");
  return {parts[0].count(), parts[1].count(), parts[2].count(), parts[3].integer()};
}

Json to_json(const LoadedTable& table) {
  Json json = {{"table", table.table}, {"fingerprint", table.fingerprint}, {"run", table.run}};
  put_counts(json, table.counts);
  return json;
}

LoadedTable table_from(const JsonValue& json) {
  return {json.member("table").text(), json.member("fingerprint").text(), json.member("run").text(), counts_from(json)};
}

Json to_json(const BuiltMart& mart) {
  Json json = {{"mart", mart.mart}, {"fingerprint", mart.fingerprint}, {"run", mart.run}};
  put_counts(json, mart.counts);
  return json;
}

BuiltMart mart_from(const JsonValue& json) {
  return {json.member("mart").text(), json.member("fingerprint").text(), json.member("run").text(), counts_from(json)};
}

Json to_json(const RelationReport& report) {
  return {{"table", report.table},
          {"columns", report.columns},
          {"parent", report.parent},
          {"parent_columns", report.parent_columns},
          {"fingerprint", report.fingerprint},
          {"orphans", report.orphans},
          {"keys", report.keys},
          {"examples", report.examples}};
}

RelationReport relation_from(const JsonValue& json) {
  const auto text = [&](const char* key) { return json.member(key).text(); };
  return {text("table"),
          text("columns"),
          text("parent"),
          text("parent_columns"),
          text("fingerprint"),
          json.member("orphans").count(),
          json.member("keys").count(),
          text("examples")};
}

Json to_json(const std::map<std::string, KeptFile>& kept) {
  Json json = Json::object();
  for (const auto& [name, file] : kept) json[name] = {file.fingerprint, file.hash};
  return json;
}

KeptFile kept_file_from(const JsonValue& json) {
  const std::vector<std::string> parts = json.texts();
  if (parts.size() != 2) throw json.error("not a fingerprint and a hash");
  return {parts[0], parts[1]};
}

std::map<std::string, KeptFile> kept_files_from(const JsonValue& json) {
  std::map<std::string, KeptFile> kept;
  for (const auto& [name, file] : json.members()) {
    if (!file_name_problem(name)) kept[name] = kept_file_from(file);  // others no file can have
  }
  return kept;
}

Json to_json(const HashCache& hashes) {
  Json json = Json::object();
  for (const auto& [path, entry] : hashes.entries()) {
    json[path] = {to_json(entry.identity), entry.hashed_ns, entry.hash};
  }
  return json;
}

HashCache::Entry entry_from(const JsonValue& json) {
  const std::vector<JsonValue> parts = json.elements();
  if (parts.size() != 3) throw json.error("not what is remembered of a file");
  return {identity_from(parts[0]), parts[1].integer(), parts[2].text()};
}

HashCache hashes_from(const JsonValue& json) {
  std::map<std::string, HashCache::Entry> entries;
  for (const auto& [path, entry] : json.members()) entries[path] = entry_from(entry);
  return HashCache(std::move(entries));
}

TargetState state_from(const JsonValue& json) {
  TargetState state;
  if (json.member("version").count() != kStateVersion) return state;
  if (const JsonValue file = json.member("warehouse_file"); !file.is_null()) state.warehouse_file = identity_from(file);
  for (const JsonValue& table : json.member("tables").elements()) {
    LoadedTable loaded = table_from(table);
    state.warehouse.tables.emplace(loaded.table, loaded);
  }
  for (const JsonValue& mart : json.member("marts").elements()) {
    BuiltMart built = mart_from(mart);
    state.warehouse.marts.emplace(built.mart, built);
  }
  for (const JsonValue& report : json.member("relations").elements()) {
    state.warehouse.relations.push_back(relation_from(report));
  }
  state.checked = kept_file_from(json.member("checked"));
  state.checked_run = json.member("checked_run").text();
  state.answers = kept_files_from(json.member("answers"));
  state.rejects = kept_files_from(json.member("rejects"));
  if (const JsonValue seen = json.find("seen_exports"); !seen.is_null()) state.seen_exports = seen.text_map();
  state.outputs = hashes_from(json.member("outputs"));
  state.files = hashes_from(json.member("files"));
  return state;
}

std::filesystem::path state_file(const std::filesystem::path& state_dir, const std::string& target) {
  return file_named(state_dir / "state", target, ".json");
}

}  // namespace

TargetState read_target_state(const std::filesystem::path& state_dir, const std::string& target) {
  const std::filesystem::path file = state_file(state_dir, target);
  if (!file_identity(file)) return {};
  try {
    return state_from(read_json(file));
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::usage) throw;
    TargetState empty;
    empty.warnings.push_back(fmt::format("{}; it is set aside, and made again", placed_text(error)));
    return empty;
  }
}

void write_target_state(const std::filesystem::path& state_dir, const std::string& target, const TargetState& state) {
  Json json = {{"version", kStateVersion},
               {"warehouse_file", nullptr},
               {"tables", Json::array()},
               {"marts", Json::array()},
               {"relations", Json::array()},
               {"answers", to_json(state.answers)},
               {"checked", {state.checked.fingerprint, state.checked.hash}},
               {"checked_run", state.checked_run},
               {"rejects", to_json(state.rejects)},
               {"outputs", to_json(state.outputs)},
               {"files", to_json(state.files)}};
  if (state.warehouse_file) json["warehouse_file"] = to_json(*state.warehouse_file);
  for (const auto& [name, table] : state.warehouse.tables) json["tables"].push_back(to_json(table));
  for (const auto& [name, mart] : state.warehouse.marts) json["marts"].push_back(to_json(mart));
  for (const RelationReport& report : state.warehouse.relations) json["relations"].push_back(to_json(report));
  json["seen_exports"] = state.seen_exports;
  make_directories(state_dir / "state");
  write_file(state_file(state_dir, target), json_text(json, 1) + "\n");
}

namespace {

/// The bytes that every file of DuckDB's has behind its first checksum.
bool has_duckdb_mark(const std::filesystem::path& file) {
  constexpr std::size_t kAt = 8;
  constexpr std::string_view kMark = "DUCK";
  std::string begin(kAt + kMark.size(), '\0');
  std::ifstream stream(file, std::ios::binary);
  stream.read(begin.data(), static_cast<std::streamsize>(begin.size()));
  return stream && begin.substr(kAt) == kMark;
}

}  // namespace

bool is_own_warehouse(const TargetState& state, const std::filesystem::path& file) {
  const auto identity = file_identity(file);
  if (!identity || !state.warehouse_file || identity->inode != state.warehouse_file->inode) return false;
  return identity->device == state.warehouse_file->device || has_duckdb_mark(file);
}

WarehouseState read_warehouse(const Target& target, const TargetState& sidecar, const RunConfig& run) {
  if (target.is_postgres()) {
    PostgresConnection connection(target.postgres(), {.search_path = {}, .read_only = true});
    return read_accounts(connection);
  }
  if (target.is_redshift()) {
    return read_accounts(*redshift_accessor(target)->open({.search_path = {}, .read_only = true}));
  }
  if (target.is_lake()) {
    Lake lake(target.lake());
    return lake.tables()[lake.accounts()].empty() ? WarehouseState{} : read_accounts(lake);
  }
  const auto identity = file_identity(target.local().path);
  if (!identity) return {};
  if (sidecar.warehouse_file == identity) return sidecar.warehouse;
  DuckDbOptions options;
  options.read_only = true;
  options.threads = run.threads;
  options.memory_limit = run.memory_limit;
  DuckDbConnection connection = DuckDbDatabase(target.local().path, options).connect();
  WarehouseState state = read_accounts(connection);
  if (state.tables.empty()) {
    throw usage_error("this is a DuckDB database, but not one that rox made")
        .at(target.local().path.string())
        .hint(fmt::format("rox replaces its warehouse whole: give [target.{}] another path, or remove the file",
                          target.name));
  }
  return state;
}

}  // namespace rox
