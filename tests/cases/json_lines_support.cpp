#include "cases/json_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "base/text.hpp"

namespace rox::test {
namespace {

constexpr std::string_view kNameEnd = ".[";

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

JsonStep::Condition parse_condition(std::string_view text) {
  const std::size_t op = text.find_first_of("=!<>");
  if (op == 0 || op == std::string_view::npos) throw std::invalid_argument(fmt::format("no condition: '{}'", text));
  const std::size_t size = text.substr(op, 2).ends_with('=') ? 2 : 1;
  const std::string_view sign = text.substr(op, size);
  if (sign == "!" || sign == "==") throw std::invalid_argument(fmt::format("no comparison: '{}' in '{}'", sign, text));
  return {std::string(text.substr(0, op)), std::string(sign), std::string(text.substr(op + size))};
}

JsonStep parse_brackets(std::string_view inside) {
  JsonStep step;
  if (inside == "*") return step;
  if (is_number(inside)) {
    step.kind = JsonStep::Kind::index;
    step.index = std::stoul(std::string(inside));
    return step;
  }
  step.kind = JsonStep::Kind::where;
  while (true) {
    const std::size_t comma = inside.find(',');
    step.conditions.push_back(parse_condition(inside.substr(0, comma)));
    if (comma == std::string_view::npos) return step;
    inside.remove_prefix(comma + 1);
  }
}

bool meets(const Json& value, const JsonStep::Condition& condition) {
  const Json field = field_of(value, condition.field);
  if (condition.op == "=" || condition.op == "!=") {
    const bool equal = glob_match(condition.value, text_of(field));
    return equal == (condition.op == "=");
  }
  if (!field.is_number())
    throw std::invalid_argument(fmt::format("{} is no number: {}", condition.field, field.dump()));
  const double found = field.get<double>(), limit = std::stod(condition.value);
  if (condition.op == "<") return found < limit;
  if (condition.op == "<=") return found <= limit;
  return condition.op == ">" ? found > limit : found >= limit;
}

std::string shortened(const Json& value) {
  constexpr std::size_t kMost = 200;
  std::string text = value.dump();
  if (text.size() > kMost) text = text.substr(0, kMost) + " …";
  return text;
}

void take_member(const Json& value, const JsonStep& step, bool last, std::vector<Json>& found) {
  if (value.is_object() && value.contains(step.name)) {
    found.push_back(value.at(step.name));
  } else if (last && value.is_object()) {
    found.emplace_back();
  } else {
    throw std::invalid_argument(fmt::format("there is no '{}' in {}", step.name, shortened(value)));
  }
}

void take_elements(const Json& value, const JsonStep& step, std::vector<Json>& found) {
  if (!value.is_array()) throw std::invalid_argument(fmt::format("no array: {}", shortened(value)));
  if (step.kind == JsonStep::Kind::index) {
    if (step.index >= value.size()) {
      throw std::invalid_argument(fmt::format("there is no [{}] in {}", step.index, shortened(value)));
    }
    found.push_back(value[step.index]);
    return;
  }
  for (const Json& element : value) {
    const bool taken = std::all_of(step.conditions.begin(), step.conditions.end(),
                                   [&](const auto& condition) { return meets(element, condition); });
    if (taken) found.push_back(element);
  }
}

/// Where the brackets that the text starts with are closed: conditions may have brackets in them.
std::size_t closing_bracket(std::string_view text) {
  std::size_t end = text.find(']');
  while (end + 1 < text.size() && kNameEnd.find(text[end + 1]) == std::string_view::npos) end = text.find(']', end + 1);
  return end;
}

}  // namespace

std::vector<JsonStep> parse_json_path(std::string_view text) {
  const std::string whole(text);
  std::vector<JsonStep> path;
  if (!text.starts_with('.')) throw std::invalid_argument(fmt::format("a path starts with a dot: '{}'", whole));
  if (text == "." || text.starts_with(".[")) text.remove_prefix(1);
  while (!text.empty()) {
    const bool member = text.front() == '.';
    const std::size_t end = std::min(member ? text.find_first_of(kNameEnd, 1) : closing_bracket(text), text.size());
    if (end <= 1 || (!member && (text.front() != '[' || end == text.size()))) {
      throw std::invalid_argument(fmt::format("no path: '{}'", whole));
    }
    const std::string_view inside = text.substr(1, end - 1);
    if (member) {
      path.push_back({JsonStep::Kind::member, std::string(inside), 0, {}});
    } else {
      path.push_back(parse_brackets(inside));
    }
    text.remove_prefix(member ? end : end + 1);
  }
  return path;
}

std::vector<Json> find_values(const Json& root, const std::vector<JsonStep>& path) {
  std::vector<Json> values{root};
  for (std::size_t i = 0; i < path.size(); ++i) {
    std::vector<Json> found;
    for (const Json& value : values) {
      if (path[i].kind == JsonStep::Kind::member) {
        take_member(value, path[i], i + 1 == path.size(), found);
      } else {
        take_elements(value, path[i], found);
      }
    }
    values = std::move(found);
  }
  return values;
}

Json field_of(const Json& value, std::string_view field) {
  if (field == ".") return value;
  const std::size_t dot = std::min(field.find('.'), field.size());
  const auto member = value.is_object() ? value.find(std::string(field.substr(0, dot))) : value.end();
  if (member == value.end()) return {};
  return dot == field.size() ? *member : field_of(*member, field.substr(dot + 1));
}

std::string text_of(const Json& value) {
  if (value.is_null()) return "-";
  return value.is_string() ? value.get<std::string>() : value.dump();
}

}  // namespace rox::test
