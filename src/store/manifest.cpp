#include "store/manifest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/file_name.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

/// Raise it when staged files or the manifest are written otherwise: what an older rox staged is staged anew.
constexpr int kFormat = 1;

Json to_json(const StagedTable& table) {
  Json columns = Json::array();
  for (const StagedColumn& column : table.columns) {
    columns.push_back({{"name", column.name}, {"type", to_string(column.type)}, {"nullable", column.nullable}});
  }
  Json exports = Json::array();
  for (const StagedExport& file : table.exports) {
    exports.push_back({{"file", file.file}, {"bytes", file.bytes}, {"xxh3", file.xxh3}});
  }
  Json files = Json::array();
  for (const StagedFile& file : table.files) {
    files.push_back({{"path", file.path}, {"rows", file.rows}, {"bytes", file.bytes}, {"xxh3", file.xxh3}});
  }
  return {{"table", table.table},
          {"fingerprint", table.fingerprint},
          {"run", table.run},
          {"rows_read", table.rows_read},
          {"rows_staged", table.rows_staged},
          {"rows_rejected", table.rows_rejected},
          {"columns", columns},
          {"primary_key", table.primary_key},
          {"exports", exports},
          {"files", files}};
}

StagedTable table_from(const Json& json) {
  StagedTable table;
  table.table = json.at("table");
  table.fingerprint = json.at("fingerprint");
  table.run = json.at("run");
  table.rows_read = json.at("rows_read");
  table.rows_staged = json.at("rows_staged");
  table.rows_rejected = json.at("rows_rejected");
  for (const Json& column : json.at("columns")) {
    table.columns.push_back(
        {column.at("name"), parse_type(column.at("type").get<std::string>()), column.at("nullable")});
  }
  table.primary_key = json.at("primary_key").get<std::vector<std::string>>();
  for (const Json& file : json.at("exports")) {
    table.exports.push_back({file.at("file"), file.at("bytes"), file.at("xxh3")});
  }
  for (const Json& file : json.at("files")) {
    table.files.push_back({file.at("path"), file.at("rows"), file.at("bytes"), file.at("xxh3")});
  }
  return table;
}

Error not_a_manifest(const std::string& where, const std::string& problem) {
  return usage_error(problem).at(where).hint("stage into another folder with --output, or remove the file");
}

}  // namespace

const StagedTable* Manifest::find_table(std::string_view name) const {
  auto found = std::find_if(tables.begin(), tables.end(),
                            [&](const StagedTable& table) { return equals_ignore_case(table.table, name); });
  return found == tables.end() ? nullptr : &*found;
}

std::filesystem::path manifest_file(const std::filesystem::path& folder) { return folder / "manifest.json"; }

std::string manifest_text(const Manifest& manifest) {
  Json tables = Json::array();
  for (const StagedTable& table : manifest.tables) tables.push_back(to_json(table));
  const Json json = {{"format", kFormat},   {"rox", manifest.rox},         {"project", manifest.project},
                     {"run", manifest.run}, {"created", manifest.created}, {"tables", tables}};
  return json_text(json, 1) + "\n";
}

Manifest parse_manifest(const std::string& text, const std::string& where) {
  try {
    const Json json = parse_json<Json>(text);
    const int format = json.at("format");
    if (format > kFormat) {
      throw not_a_manifest(where, fmt::format("this manifest has format {}, and this rox knows {}", format, kFormat));
    }
    Manifest manifest{json.at("project"), json.at("rox"), json.at("run"), json.at("created"), {}};
    for (const Json& table : json.at("tables")) manifest.tables.push_back(table_from(table));
    for (const StagedTable& table : manifest.tables) {
      for (const StagedFile& file : table.files) {
        if (stays_inside(file.path)) continue;
        throw not_a_manifest(where, fmt::format("it names a file outside of its folder: {}", file.path));
      }
    }
    return manifest;
  } catch (const Json::exception& error) {
    throw not_a_manifest(where, fmt::format("this is no manifest of staged files ({})", error.what()));
  }
}

std::optional<Manifest> read_manifest(const std::filesystem::path& folder) {
  const std::filesystem::path file = manifest_file(folder);
  if (!file_identity(file)) return std::nullopt;
  return parse_manifest(read_file(file), file.string());
}

}  // namespace rox
