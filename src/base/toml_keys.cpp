#include "base/toml_keys.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

thread_local TomlKeys* living = nullptr;

std::string below(const std::string& path, std::string_view key) {
  return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
}

}  // namespace

TomlKeys::TomlKeys() : outer_(living) { living = this; }
TomlKeys::~TomlKeys() { living = outer_; }
TomlKeys* TomlKeys::current() { return living; }

std::string TomlKeys::path_of(const toml::table& table) {
  if (paths_.empty()) paths_[&table] = "";
  if (const auto found = paths_.find(&table); found != paths_.end()) return found->second;
  // One that no reader was asked for by its key: it is called as the user likes.
  for (const auto& [parent, path] : paths_) {
    for (const auto& [key, node] : *parent) {
      if (node.as_table() != &table) continue;
      std::string own = below(path, "*");
      paths_[&table] = own;
      return own;
    }
  }
  throw std::logic_error("a table of another document");
}

void TomlKeys::add_table(const toml::table& table, const std::vector<std::string>& known) {
  Entry& entry = entries_[path_of(table)];
  for (const std::string& key : known) {
    if (std::find(entry.keys.begin(), entry.keys.end(), key) == entry.keys.end()) entry.keys.push_back(key);
  }
}

void TomlKeys::add_key(const toml::table& table, std::string_view key, TomlKind kind) {
  const std::string path = path_of(table);
  entries_[path].kinds[std::string(key)].insert(kind);
  const toml::node* node = table.get(key);
  if (node == nullptr) return;
  if (const toml::table* inner = node->as_table()) paths_[inner] = below(path, key);
  if (kind != TomlKind::tables || !node->is_array()) return;
  for (const toml::node& element : *node->as_array()) {
    if (const toml::table* inner = element.as_table()) paths_[inner] = below(path, key) + "[]";
  }
}

Json TomlKeys::value(const std::string& path, TomlKind kind) const {
  const Json text{{"type", "string"}};
  const Json texts{{"type", "array"}, {"items", text}};
  switch (kind) {
    case TomlKind::text: return {{"type", "string"}};
    case TomlKind::boolean: return {{"type", "boolean"}};
    case TomlKind::number: return {{"type", "integer"}, {"minimum", 0}};
    case TomlKind::texts: return {{"anyOf", {text, texts}}};
    case TomlKind::text_lists: return {{"type", "array"}, {"items", {{"anyOf", {text, texts}}}}};
    case TomlKind::table: return object(path);
    case TomlKind::tables: return {{"type", "array"}, {"items", object(path + "[]")}};
  }
  return Json::object();
}

Json TomlKeys::object(const std::string& path) const {
  Json json{{"type", "object"}};
  // Tables that the user names.
  if (entries_.contains(below(path, "*"))) {
    json["additionalProperties"] = object(below(path, "*"));
    return json;
  }
  const auto found = entries_.find(path);
  if (found == entries_.end()) return json;
  Json properties = Json::object();
  for (const std::string& key : found->second.keys) {
    const auto kinds = found->second.kinds.find(key);
    if (kinds == found->second.kinds.end()) continue;
    Json choices = Json::array();
    for (const TomlKind kind : kinds->second) choices.push_back(value(below(path, key), kind));
    properties[key] = choices.size() == 1 ? choices.front() : Json{{"anyOf", choices}};
  }
  json["properties"] = std::move(properties);
  json["additionalProperties"] = false;
  return json;
}

Json TomlKeys::schema(const std::string& title) const {
  Json json{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", title}};
  json.update(object(""));
  return json;
}

}  // namespace rox
