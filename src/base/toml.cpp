#include "base/toml.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/toml_keys.hpp"

namespace rox {

namespace {

/// For whoever makes a schema of what is read.
void tell(const toml::table& table, std::string_view key, TomlKind kind) {
  if (TomlKeys* keys = TomlKeys::current()) keys->add_key(table, key, kind);
}

Error at_source(Error error, const std::string& file, const toml::source_region& source) {
  return std::move(error).at(file, source.begin.line, source.begin.column);
}

}  // namespace

toml::table read_toml(const std::filesystem::path& file, const std::string& not_there) {
  if (!std::filesystem::exists(file)) throw usage_error("there is no such file").at(file.string()).hint(not_there);
  return parse_toml(read_file(file, kMostText), file.string());
}

toml::table parse_toml(std::string_view text, const std::string& file) {
  try {
    return toml::parse(text, file);
  } catch (const toml::parse_error& e) {
    throw at_source(usage_error(fmt::format("not valid TOML: {}", e.description())), file, e.source())
        .hint("correct that line; the format is described at https://toml.io");
  }
}

TomlReader::TomlReader(const toml::table& table, std::string file, std::string what,
                       const std::vector<std::string>& known)
    : table_(table), file_(std::move(file)), what_(std::move(what)) {
  if (TomlKeys* keys = TomlKeys::current()) keys->add_table(table, known);
  for (const auto& [key, value] : table_) {
    if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
    throw at_source(
        usage_error(fmt::format("unknown key '{}' in {}{}", key.str(), what_, did_you_mean(key.str(), known))), file_,
        key.source())
        .hint(fmt::format("the keys that {} takes are: {}", what_, join(known, ", ")));
  }
}

bool TomlReader::is_array(std::string_view key) const {
  const toml::node* node = table_.get(key);
  return node != nullptr && node->is_array();
}

Error TomlReader::error_at(std::string_view key, const std::string& message) const {
  const toml::node* node = table_.get(key);
  return at_source(usage_error(message), file_, node != nullptr ? node->source() : table_.source());
}

Error TomlReader::wrong_kind(std::string_view key, std::string_view wanted) const {
  return error_at(key, fmt::format("'{}' in {} must be {}", key, what_, wanted));
}

std::optional<std::string> TomlReader::text(std::string_view key) const {
  tell(table_, key, TomlKind::text);
  const toml::node* node = table_.get(key);
  if (node == nullptr) return std::nullopt;
  if (!node->is_string()) throw wrong_kind(key, "a text in quotes");
  return node->as_string()->get();
}

std::string TomlReader::required_text(std::string_view key) const {
  std::optional<std::string> value = text(key);
  if (!value) throw error_at(key, fmt::format("{} has no '{}'", what_, key)).hint(fmt::format("add {} = \"…\"", key));
  if (value->empty()) throw error_at(key, fmt::format("'{}' in {} is empty", key, what_));
  return *value;
}

std::optional<bool> TomlReader::boolean(std::string_view key) const {
  tell(table_, key, TomlKind::boolean);
  const toml::node* node = table_.get(key);
  if (node == nullptr) return std::nullopt;
  if (!node->is_boolean()) throw wrong_kind(key, "true or false");
  return node->as_boolean()->get();
}

std::optional<std::uint64_t> TomlReader::number(std::string_view key, std::uint64_t max) const {
  tell(table_, key, TomlKind::number);
  const toml::node* node = table_.get(key);
  if (node == nullptr) return std::nullopt;
  const auto* integer = node->as_integer();
  if (integer == nullptr || integer->get() < 0 || static_cast<std::uint64_t>(integer->get()) > max) {
    throw wrong_kind(key, fmt::format("a whole number from 0 to {}", max));
  }
  return static_cast<std::uint64_t>(integer->get());
}

std::optional<char> TomlReader::character(std::string_view key) const {
  const std::optional<std::string> value = text(key);
  if (!value) return std::nullopt;
  if (*value == "tab") return '\t';
  if (value->size() != 1 || static_cast<unsigned char>(value->front()) >= 0x80) {
    throw wrong_kind(key, "one ASCII character (\"tab\" for a tab)");
  }
  return value->front();
}

std::optional<std::vector<std::string>> TomlReader::texts(std::string_view key) const {
  tell(table_, key, TomlKind::texts);
  const toml::node* node = table_.get(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* one = node->as_string()) return std::vector<std::string>{one->get()};
  const toml::array* array = node->as_array();
  if (array == nullptr) throw wrong_kind(key, "an array of texts");
  std::vector<std::string> values;
  for (const toml::node& element : *array) {
    if (!element.is_string()) {
      throw at_source(usage_error(fmt::format("'{}' in {} must have texts in quotes only", key, what_)), file_,
                      element.source());
    }
    values.push_back(element.as_string()->get());
  }
  return values;
}

std::vector<std::vector<std::string>> TomlReader::text_lists(std::string_view key) const {
  tell(table_, key, TomlKind::text_lists);
  const toml::node* node = table_.get(key);
  if (node == nullptr) return {};
  const toml::array* array = node->as_array();
  if (array == nullptr) throw wrong_kind(key, "an array of arrays of texts");
  std::vector<std::vector<std::string>> lists;
  for (const toml::node& element : *array) {
    std::vector<std::string>& list = lists.emplace_back();
    if (const auto* one = element.as_string()) {
      list.push_back(one->get());
      continue;
    }
    if (!element.is_array()) throw wrong_kind(key, "an array of arrays of texts");
    for (const toml::node& text : *element.as_array()) {
      if (!text.is_string()) throw wrong_kind(key, "an array of arrays of texts");
      list.push_back(text.as_string()->get());
    }
  }
  return lists;
}

const toml::table* TomlReader::table(std::string_view key) const {
  tell(table_, key, TomlKind::table);
  const toml::node* node = table_.get(key);
  if (node == nullptr) return nullptr;
  if (!node->is_table()) throw wrong_kind(key, "a table");
  return node->as_table();
}

void TomlReader::each_table(std::string_view key, const std::function<void(const toml::table&)>& read) const {
  tell(table_, key, TomlKind::tables);
  const toml::node* node = table_.get(key);
  if (node == nullptr) return;
  const toml::array* array = node->as_array();
  if (array == nullptr) throw wrong_kind(key, "an array of tables");
  for (const toml::node& element : *array) {
    if (!element.is_table()) {
      throw at_source(usage_error(fmt::format("'{}' in {} must have tables only", key, what_)), file_,
                      element.source());
    }
    read(*element.as_table());
  }
}

std::string toml_quote(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\t': out += "\\t"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
          out += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
        } else {
          out += c;
        }
    }
  }
  return out + '"';
}

std::string toml_array(const std::vector<std::string>& texts) {
  std::vector<std::string> quoted;
  for (const std::string& text : texts) quoted.push_back(toml_quote(text));
  return fmt::format("[{}]", join(quoted, ", "));
}

}  // namespace rox
