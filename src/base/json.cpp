#include "base/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/file.hpp"

namespace rox {
namespace {

using Json = nlohmann::json;

/// nlohmann copies, writes and compares values by recursion.
constexpr std::size_t kDeepest = 200;
/// Parsed, a text takes some ten times its size.
constexpr std::uint64_t kLargestFile = std::uint64_t{256} << 20;

/// Throws before anything is built of it.
void refuse_depth(std::string_view text, const std::string& where, std::uint64_t line) {
  std::size_t depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') ++line;
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
      continue;
    }
    if (c == '"') quoted = true;
    if ((c == ']' || c == '}') && depth > 0) --depth;
    if ((c == '[' || c == '{') && ++depth > kDeepest) {
      throw usage_error(fmt::format("not JSON of rox's: more than {} levels deep", kDeepest)).at(where, line);
    }
  }
}

std::string escaped(std::string_view key) {
  std::string out;
  for (const char c : key) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

/// The JSON pointer of `wanted` in `json`: looked for only when there is an error to tell.
bool find_pointer(const Json& json, const Json* wanted, std::string& pointer) {
  if (&json == wanted) return true;
  const std::size_t length = pointer.size();
  if (json.is_object()) {
    for (const auto& [key, value] : json.items()) {
      pointer += '/' + escaped(key);
      if (find_pointer(value, wanted, pointer)) return true;
      pointer.resize(length);
    }
  } else if (json.is_array()) {
    for (std::size_t i = 0; i < json.size(); ++i) {
      pointer += fmt::format("/{}", i);
      if (find_pointer(json[i], wanted, pointer)) return true;
      pointer.resize(length);
    }
  }
  return false;
}

}  // namespace

struct JsonValue::Document {
  std::string where;
  std::uint64_t line = 1;
  Json root;
};

template <typename Json>
std::string json_text(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

template <typename Json>
std::string ascii_json_text(const Json& json) {
  return json.dump(-1, ' ', true, Json::error_handler_t::replace);
}

using Sorted = nlohmann::json;
template std::string json_text(const Sorted& json, int indent);
template std::string ascii_json_text(const Sorted& json);

using Ordered = nlohmann::ordered_json;
template std::string json_text(const Ordered& json, int indent);
template std::string ascii_json_text(const Ordered& json);

JsonValue parse_json(std::string_view text, const std::string& where, std::uint64_t line) {
  refuse_depth(text, where, line);
  auto document = std::make_shared<JsonValue::Document>();
  document->where = where;
  document->line = line;
  try {
    document->root = Json::parse(text);
  } catch (const Json::parse_error& error) {
    const std::size_t at = std::min(error.byte, text.size());
    const auto lines = static_cast<std::uint64_t>(std::count(text.begin(), text.begin() + static_cast<long>(at), '\n'));
    throw usage_error(text.empty() ? "not JSON: it is empty" : "not JSON, or only the beginning of it")
        .at(where, line + lines);
  } catch (const Json::exception&) {
    throw usage_error("not JSON: a number in it is too large").at(where, line);
  }
  const Json* root = &document->root;
  return {std::move(document), root};
}

JsonValue try_parse_json(std::string_view text) {
  try {
    return parse_json(text, {});
  } catch (const Error&) {
    return {};
  }
}

JsonValue read_json(const std::filesystem::path& file) {
  if (const auto identity = file_identity(file); identity && identity->bytes > kLargestFile) {
    throw usage_error(fmt::format("this has {} MB, and rox writes no such file of more than {} MB",
                                  identity->bytes >> 20, kLargestFile >> 20))
        .at(file.string());
  }
  return parse_json(read_file(file), file.string());
}

const Json& JsonValue::value() const {
  static const Json kNull;
  return value_ == nullptr ? kNull : *value_;
}

bool JsonValue::is_null() const { return value().is_null(); }
bool JsonValue::is_object() const { return value().is_object(); }
bool JsonValue::is_array() const { return value().is_array(); }

Error JsonValue::error(std::string_view problem) const {
  if (document_ == nullptr) return usage_error(fmt::format("in JSON: {}", problem));
  std::string pointer;
  find_pointer(document_->root, value_, pointer);
  const std::string place = pointer.empty() ? "" : fmt::format("at {}: ", pointer);
  // A text of many lines doesn't say which of them a value is on; one of JSON lines does.
  Error error = usage_error(fmt::format("{}{}", place, problem));
  return std::move(error).at(document_->where, document_->line > 1 ? document_->line : 0);
}

JsonValue JsonValue::find(std::string_view key) const {
  const Json& json = value();
  if (!json.is_object()) return {};
  const auto found = json.find(std::string(key));
  if (found == json.end()) return {};
  return {document_, &*found};
}

JsonValue JsonValue::member(std::string_view key) const {
  const Json& json = value();
  if (!json.is_object()) throw error("not an object");
  const auto found = json.find(std::string(key));
  if (found == json.end()) throw error(fmt::format("there is no \"{}\"", key));
  return {document_, &*found};
}

std::vector<JsonValue> JsonValue::elements() const {
  const Json& json = value();
  if (!json.is_array()) throw error("not an array");
  std::vector<JsonValue> elements;
  elements.reserve(json.size());
  for (const Json& element : json) elements.push_back({document_, &element});
  return elements;
}

std::vector<std::pair<std::string, JsonValue>> JsonValue::members() const {
  const Json& json = value();
  if (!json.is_object()) throw error("not an object");
  std::vector<std::pair<std::string, JsonValue>> members;
  members.reserve(json.size());
  for (const auto& [key, member] : json.items()) members.emplace_back(key, JsonValue(document_, &member));
  return members;
}

std::string JsonValue::text() const {
  if (!value().is_string()) throw error("not a text");
  return value().get<std::string>();
}

bool JsonValue::flag() const {
  if (!value().is_boolean()) throw error("neither true nor false");
  return value().get<bool>();
}

std::uint64_t JsonValue::count() const {
  // A value that was made in memory (1) is signed; one that was read never is, from 0 on.
  if (!value().is_number_unsigned()) throw error("not a whole number from 0");
  return value().get<std::uint64_t>();
}

std::int64_t JsonValue::integer() const {
  const Json& json = value();
  const bool fits = json.is_number_integer() &&
                    (!json.is_number_unsigned() ||
                     json.get<std::uint64_t>() <= std::uint64_t{std::numeric_limits<std::int64_t>::max()});
  if (!fits) throw error("not a whole number");
  return json.get<std::int64_t>();
}

double JsonValue::number() const {
  if (!value().is_number()) throw error("not a number");
  return value().get<double>();
}

std::vector<std::string> JsonValue::texts() const {
  std::vector<std::string> texts;
  for (const JsonValue& element : elements()) texts.push_back(element.text());
  return texts;
}

std::map<std::string, std::string> JsonValue::text_map() const {
  std::map<std::string, std::string> map;
  for (const auto& [key, value] : members()) map.emplace(key, value.text());
  return map;
}

nlohmann::ordered_json JsonValue::scalar() const {
  const Json& json = value();
  if (json.is_null()) return nullptr;
  if (json.is_string()) return json.get<std::string>();
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number_unsigned()) return json.get<std::uint64_t>();
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_number()) return json.get<double>();
  throw error("not a single value");
}

std::string JsonValue::text_or(std::string fallback) const {
  return value().is_string() ? text() : std::move(fallback);
}

bool JsonValue::flag_or(bool fallback) const { return value().is_boolean() ? flag() : fallback; }

std::int64_t JsonValue::integer_or(std::int64_t fallback) const {
  return value().is_number_integer() ? integer() : fallback;
}

std::uint64_t JsonValue::count_or(std::uint64_t fallback) const {
  return value().is_number_unsigned() ? count() : fallback;
}

std::vector<JsonValue> JsonValue::elements_or_none() const {
  return is_array() ? elements() : std::vector<JsonValue>();
}

}  // namespace rox
