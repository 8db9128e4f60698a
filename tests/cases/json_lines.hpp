// JSON as lines of text, which cases compare: one for each value that a path finds (the language: case_file.hpp).
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace rox::test {

/// With its members in the order of the text.
using Json = nlohmann::ordered_json;

/// A step on the way to a value.
struct JsonStep {
  struct Condition {
    std::string field;  // "kind", "references.table"; "." is the element itself
    std::string op;     // = != < <= > >=
    std::string value;  // for = and !=, * and ? stand for any text and any character
  };
  enum class Kind { member, index, all, where };
  Kind kind = Kind::all;
  std::string name;                   // of a member
  std::size_t index = 0;              // of an element
  std::vector<Condition> conditions;  // that elements have to meet
};

/// Throws std::invalid_argument if the text is no path.
std::vector<JsonStep> parse_json_path(std::string_view text);

/// What the path leads to; a last member that is missing is null. Throws std::invalid_argument if there is no such way.
std::vector<Json> find_values(const Json& root, const std::vector<JsonStep>& path);

/// A member, or one of a member: "error.line". Null if it is missing.
Json field_of(const Json& value, std::string_view field);

/// Text as it is, numbers and truth as JSON writes them, `-` for null, arrays and objects as JSON in one line.
std::string text_of(const Json& value);

}  // namespace rox::test
