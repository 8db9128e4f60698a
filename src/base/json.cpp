#include "base/json.hpp"

#include <nlohmann/json.hpp>

namespace rox {

template <typename Json>
std::string json_text(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

template <typename Json>
std::string ascii_json_text(const Json& json) {
  return json.dump(-1, ' ', true, Json::error_handler_t::replace);
}

template <typename Json>
Json parse_json(std::string_view text) {
  return Json::parse(text);
}

template <typename Json>
Json try_parse_json(std::string_view text) {
  return Json::parse(text, nullptr, false);
}

using Sorted = nlohmann::json;
template std::string json_text(const Sorted& json, int indent);
template std::string ascii_json_text(const Sorted& json);
template Sorted parse_json(std::string_view text);
template Sorted try_parse_json(std::string_view text);

using Ordered = nlohmann::ordered_json;
template std::string json_text(const Ordered& json, int indent);
template std::string ascii_json_text(const Ordered& json);
template Ordered parse_json(std::string_view text);
template Ordered try_parse_json(std::string_view text);

}  // namespace rox
