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
  const auto json = try_parse_json<nlohmann::json>(error.what());
  if (!json.is_object() || !json.contains("exception_type")) {
    return outside_error(std::string("unexpected: ") + error.what());
  }
  return duckdb_error(json.value("exception_type", std::string()) +
                      " Error: " + json.value("exception_message", std::string()));
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
  auto json = try_parse_json<nlohmann::json>(message.substr(begin, end - begin));
  if (!json.is_object()) return std::nullopt;
  const std::optional<ErrorKind> kind = parse_error_kind(json.value("kind", std::string()));
  if (!kind) return std::nullopt;
  Error error(*kind, json.value("what", std::string()));
  error = std::move(error).at(json.value("file", std::string()), json.value("line", std::uint64_t{0}),
                              json.value("column", std::uint64_t{0}));
  error = std::move(error).hint(json.value("hint", std::string()));
  if (json.value("retry", false)) error = std::move(error).retryable();
  return error;
}

}  // namespace rox
