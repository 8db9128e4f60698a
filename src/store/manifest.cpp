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
constexpr std::uint64_t kFormat = 1;

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

Type type_from(const JsonValue& json) {
  try {
    return parse_type(json.text());
  } catch (const Error& error) {
    throw json.error(error.what());
  }
}

/// Where a staged file is: in the folder of its table, nowhere else. Who follows the manifest reads the file, and sends
/// it to a bucket.
std::string path_from(const JsonValue& json, const std::string& table) {
  std::string path = json.text();
  const std::size_t slash = path.find('/');
  const std::string file = slash == std::string::npos ? "" : path.substr(slash + 1);
  const bool plain = std::all_of(path.begin(), path.end(), [](char c) { return static_cast<unsigned char>(c) >= ' '; });
  const bool hidden = path.starts_with('.') || file.starts_with('.');
  if (path.substr(0, slash) != table || file.empty() || file.find('/') != std::string::npos || hidden || !plain) {
    throw json.error(fmt::format("not the path of a file of table '{}'", table));
  }
  return path;
}

StagedTable table_from(const JsonValue& json) {
  StagedTable table;
  table.table = json.member("table").text();
  table.fingerprint = json.member("fingerprint").text();
  table.run = json.member("run").text();
  table.rows_read = json.member("rows_read").count();
  table.rows_staged = json.member("rows_staged").count();
  table.rows_rejected = json.member("rows_rejected").count();
  for (const JsonValue& column : json.member("columns").elements()) {
    table.columns.push_back(
        {column.member("name").text(), type_from(column.member("type")), column.member("nullable").flag()});
  }
  table.primary_key = json.member("primary_key").texts();
  for (const JsonValue& file : json.member("exports").elements()) {
    table.exports.push_back({file.member("file").text(), file.member("bytes").count(), file.member("xxh3").text()});
  }
  for (const JsonValue& file : json.member("files").elements()) {
    table.files.push_back({path_from(file.member("path"), table.table), file.member("rows").count(),
                           file.member("bytes").count(), file.member("xxh3").text()});
  }
  return table;
}

Manifest manifest_from(const JsonValue& json) {
  if (const std::uint64_t format = json.member("format").count(); format > kFormat) {
    throw json.error(fmt::format("this manifest has format {}, and this rox knows {}", format, kFormat));
  }
  const auto text = [&](const char* key) { return json.member(key).text(); };
  Manifest manifest{text("project"), text("rox"), text("run"), text("created"), {}};
  for (const JsonValue& table : json.member("tables").elements()) manifest.tables.push_back(table_from(table));
  return manifest;
}

/// `read` reads a manifest that may be none.
template <typename Read>
Manifest checked_manifest(Read read) {
  try {
    return manifest_from(read());
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::usage) throw;
    throw usage_error(fmt::format("this is no manifest of staged files: {}", error.what()))
        .at(error.place().file, error.place().line)
        .hint("stage into another folder with --output, or remove the file");
  }
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
  return checked_manifest([&] { return parse_json(text, where); });
}

std::optional<Manifest> read_manifest(const std::filesystem::path& folder) {
  const std::filesystem::path file = manifest_file(folder);
  if (!file_identity(file)) return std::nullopt;
  return checked_manifest([&] { return read_json(file); });
}

}  // namespace rox
