#include "engine/duckdb/carried_error.hpp"

#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "engine/duckdb/duckdb.hpp"

namespace rox {
namespace {

constexpr std::string_view kBegin = "<rox-error>";
constexpr std::string_view kEnd = "</rox-error>";

std::string pack(const Error& error) {
  nlohmann::json json = {{"kind", to_string(error.kind())}, {"what", error.what()},
                         {"file", error.place().file},      {"line", error.place().line},
                         {"column", error.place().column},  {"hint", error.hint_text()},
                         {"retry", error.can_retry()}};
  // ASCII only, so that nothing on the way can damage it.
  std::string text = ascii_json_text(json);
  return std::string(kBegin) + text + std::string(kEnd);
}

/// DuckDB's own exceptions come through its C API into rox's functions, and say in JSON what they are.
Error foreign_error(const std::exception& error) {
  const JsonValue json = try_parse_json(error.what());
  const std::string type = json.find("exception_type").text_or("");
  if (type.empty()) return outside_error(std::string("unexpected: ") + error.what());
  return duckdb_error(type + " Error: " + json.find("exception_message").text_or(""));
}

}  // namespace

std::string carry(std::exception_ptr exception) {
  try {
    std::rethrow_exception(exception);
  } catch (const Error& error) {
    return pack(error);
  } catch (const std::exception& error) {
    return pack(foreign_error(error));
  }
}

std::optional<Error> carried_error(std::string_view message) {
  std::size_t begin = message.find(kBegin);
  std::size_t end = message.rfind(kEnd);
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) return std::nullopt;
  begin += kBegin.size();
  const JsonValue json = try_parse_json(message.substr(begin, end - begin));
  const std::optional<ErrorKind> kind = parse_error_kind(json.find("kind").text_or(""));
  if (!kind) return std::nullopt;
  Error error(*kind, json.find("what").text_or(""));
  error = std::move(error).at(json.find("file").text_or(""), json.find("line").count_or(0),
                              json.find("column").count_or(0));
  error = std::move(error).hint(json.find("hint").text_or(""));
  if (json.find("retry").flag_or(false)) error = std::move(error).retryable();
  return error;
}

}  // namespace rox
