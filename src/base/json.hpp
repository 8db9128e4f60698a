// JSON to text and back. nlohmann's parser and writer are templates that take a compiler two seconds and one in each
// file that uses them, so they are used here alone.
//
// Whatever is read may be damaged or forged, rox's own files too, and nlohmann's own accessors aren't made for that:
// operator[] of a const value reads memory that isn't there, value() and conversions throw exceptions without a file.
// So what is read is a JsonValue: each access is checked, and says which file and which member (a JSON pointer) isn't
// as it should be. scripts/layers refuses nlohmann's accessors elsewhere in src/; to write JSON, use nlohmann's values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"

namespace rox {

/// On one line, or with an indent (0 and more) on many. Bytes that aren't UTF-8 become U+FFFD. `Json` is nlohmann::json
/// or nlohmann::ordered_json.
template <typename Json>
std::string json_text(const Json& json, int indent = -1);

/// The same on one line, with \u escapes for what isn't ASCII.
template <typename Json>
std::string ascii_json_text(const Json& json);

/// A value in JSON that was read, and all that is in it, which lives as long as any value of the same text.
class JsonValue {
 public:
  /// Null.
  JsonValue() = default;

  bool is_null() const;
  bool is_object() const;
  bool is_array() const;

  /// What has to be there. Throw error() if it isn't, or is of another kind.
  JsonValue member(std::string_view key) const;
  std::vector<JsonValue> elements() const;
  std::vector<std::pair<std::string, JsonValue>> members() const;  // by name
  std::string text() const;
  bool flag() const;
  std::uint64_t count() const;  // a whole number from 0
  std::int64_t integer() const;
  double number() const;
  std::vector<std::string> texts() const;
  std::map<std::string, std::string> text_map() const;
  /// As it is, to be written again: a text, a number, true, false or null.
  nlohmann::ordered_json scalar() const;

  /// What may be there: null if this is no object or has no such member.
  JsonValue find(std::string_view key) const;
  /// The value if it is of that kind.
  std::string text_or(std::string fallback) const;
  bool flag_or(bool fallback) const;
  std::int64_t integer_or(std::int64_t fallback) const;
  std::uint64_t count_or(std::uint64_t fallback) const;
  std::vector<JsonValue> elements_or_none() const;

  /// A usage_error about this value: "FILE: at /tables/0/name: PROBLEM".
  Error error(std::string_view problem) const;

 private:
  struct Document;
  friend JsonValue parse_json(std::string_view text, const std::string& where, std::uint64_t line);

  JsonValue(std::shared_ptr<const Document> document, const nlohmann::json* value)
      : document_(std::move(document)), value_(value) {}
  const nlohmann::json& value() const;

  std::shared_ptr<const Document> document_;
  const nlohmann::json* value_ = nullptr;
};

/// `where` is the file (or what gave the text) for errors, `line` the text's first line in it. Throws usage_error for
/// what isn't JSON or is nested too deeply.
JsonValue parse_json(std::string_view text, const std::string& where, std::uint64_t line = 1);

/// Null for what isn't JSON.
JsonValue try_parse_json(std::string_view text);

/// The JSON of one of rox's own files. Throws usage_error for one that isn't JSON or is larger than any that rox
/// writes.
JsonValue read_json(const std::filesystem::path& file);

}  // namespace rox
