// JSON to text and back. nlohmann's parser and writer are templates that take a compiler two seconds and one in each
// file that uses them, so they are used here alone. `Json` is nlohmann::json or nlohmann::ordered_json.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace rox {

/// On one line, or with an indent (0 and more) on many. Bytes that aren't UTF-8 become U+FFFD.
template <typename Json>
std::string json_text(const Json& json, int indent = -1);

/// The same on one line, with \u escapes for what isn't ASCII.
template <typename Json>
std::string ascii_json_text(const Json& json);

/// Throws Json::parse_error.
template <typename Json>
Json parse_json(std::string_view text);

/// is_discarded() if the text isn't JSON.
template <typename Json>
Json try_parse_json(std::string_view text);

}  // namespace rox
