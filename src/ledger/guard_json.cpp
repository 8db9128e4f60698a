#include "ledger/guard_json.hpp"

#include <nlohmann/json.hpp>

namespace rox {
namespace {

std::string text_of(const JsonValue& json, const char* key) { return json.find(key).text_or(""); }

std::optional<double> number_of(const JsonValue& json, const char* key) {
  const JsonValue value = json.find(key);
  if (value.is_null()) return std::nullopt;
  return value.number();
}

}  // namespace

void put_guard(nlohmann::ordered_json& json, const GuardResult& result) {
  const auto put_number = [&](const char* key, const std::optional<double>& number) {
    if (number) json[key] = *number;
  };
  const auto put_text = [&](const char* key, const std::string& text) {
    if (!text.empty()) json[key] = text;
  };
  json["guard"] = result.guard;
  json["subject"] = result.subject;
  put_text("column", result.column);
  json["measure"] = to_string(result.measure);
  json["verdict"] = to_string(result.verdict);
  put_number("value", result.value);
  put_number("level", result.level);
  put_number("least", result.least);
  put_number("most", result.most);
  if (result.usual) {
    json["usual"] = {{"median", result.usual->median},
                     {"spread", result.usual->spread},
                     {"samples", result.usual->samples},
                     {"weekday", result.usual->weekday}};
    if (result.usual->most_at_turns) json["usual"]["most_at_turns"] = *result.usual->most_at_turns;
  }
  put_text("due", result.due);
  put_text("meaning", result.meaning);
  put_text("owner", result.owner);
}

GuardResult guard_from(const JsonValue& json) {
  GuardResult result;
  result.guard = json.member("guard").text();
  result.subject = json.member("subject").text();
  result.column = text_of(json, "column");
  const auto measure = parse_guard_measure(json.member("measure").text());
  const auto verdict = parse_guard_verdict(json.member("verdict").text());
  if (!measure || !verdict) throw json.error("not what a guard finds");
  result.measure = *measure;
  result.verdict = *verdict;
  result.value = number_of(json, "value");
  result.level = number_of(json, "level");
  result.least = number_of(json, "least");
  result.most = number_of(json, "most");
  if (const JsonValue usual = json.find("usual"); usual.is_object()) {
    constexpr std::uint64_t kWeek = 7;
    result.usual =
        UsualRange{usual.member("median").number(), usual.member("spread").number(),
                   static_cast<unsigned>(usual.member("samples").count()),
                   static_cast<unsigned>(usual.member("weekday").count() % kWeek), number_of(usual, "most_at_turns")};
  }
  result.due = text_of(json, "due");
  result.meaning = text_of(json, "meaning");
  result.owner = text_of(json, "owner");
  return result;
}

}  // namespace rox
