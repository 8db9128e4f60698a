#include "quality/report.hpp"

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/json.hpp"
#include "engine/result/result_writer.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::string_view kEnding = ".json";

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json cell(const ResultColumn& column, const std::optional<std::string>& value) {
  if (!value) return nullptr;
  std::string text;
  append_json_value(column.kind, *value, text);
  return try_parse_json(text).scalar();
}

Json rows_json(const CheckResult& result) {
  Json rows = Json::array();
  for (const CheckRow& row : result.rows) {
    Json cells = Json::array();
    for (std::size_t c = 0; c < row.size(); ++c) cells.push_back(cell(result.columns[c], row[c]));
    rows.push_back(std::move(cells));
  }
  return rows;
}

Json columns_json(const CheckResult& result) {
  Json columns = Json::array();
  if (result.failures == 0) return columns;
  for (const ResultColumn& column : result.columns) columns.push_back({{"name", column.name}, {"type", column.type}});
  return columns;
}

Json error_json(const Error& error, const fs::path& root) {
  Json json{{"kind", to_string(error.kind())}, {"message", error.what()}};
  const SourceLocation& place = error.place();
  if (!place.file.empty()) json["file"] = shown_path(place.file, root);
  if (place.line != 0) json["line"] = place.line;
  if (place.column != 0) json["column"] = place.column;
  if (!error.hint_text().empty()) json["hint"] = error.hint_text();
  return json;
}

Json to_json(const CheckResult& result, const fs::path& root) {
  const Check& check = result.check;
  Json json{{"check", check.name},
            {"kind", to_string(check.kind)},
            {"table", text_or_null(check.table())},
            {"severity", to_string(check.severity)},
            {"status", to_string(result.status)},
            {"failures", result.failures},
            {"columns", columns_json(result)},
            {"rows", rows_json(result)},
            {"title", check.title},
            {"meaning", text_or_null(check.meaning)},
            {"file", result.file.empty() ? Json(nullptr) : Json(shown_path(result.file, root))},
            {"kept", result.kept},
            {"source", check.file ? Json(shown_path(check.file->path, root)) : Json(nullptr)},
            {"seconds", result.seconds}};
  if (!result.explained.empty()) json["explained"] = result.explained;
  if (result.error) json["error"] = error_json(*result.error, root);
  return json;
}

fs::path checks_dir(const fs::path& state_dir) { return state_dir / "checks"; }

/// A run has a summary, a folder, or (if it was killed) something unfinished: all are named by it.
void prune(const fs::path& dir, std::size_t keep) {
  std::map<std::string, std::vector<fs::path>, std::greater<>> runs;
  for (const fs::path& path : entries_of(dir)) {
    const std::string name = path.filename().string();
    if (name.starts_with('.')) continue;  // somebody is writing it
    runs[name.substr(0, name.find('.'))].push_back(path);
  }
  std::error_code error;
  for (const auto& [run, paths] : runs) {
    if (keep > 0) {
      --keep;
      continue;
    }
    for (const fs::path& path : paths) {
      fs::remove_all(path, error);
      if (error) throw system_error("can't remove " + path.string(), error.value());
    }
  }
}

/// The newest report; nothing if there is none.
std::optional<fs::path> newest_report(const fs::path& state_dir) {
  std::optional<fs::path> newest;
  for (fs::path& path : entries_of(checks_dir(state_dir))) {
    if (path.extension() == kEnding) newest = std::move(path);
  }
  return newest;
}

/// Whether it is a file in the folder of that run's rows, and no link leads out of there.
bool is_rows_file(const fs::path& path, const fs::path& state_dir, const std::string& run) {
  std::error_code nowhere;
  const fs::path folder = check_rows_dir(fs::canonical(state_dir, nowhere), run);
  const fs::path file = fs::canonical(path, nowhere);
  return !nowhere && file.parent_path() == folder && file.extension() == ".csv" && fs::is_regular_file(file, nowhere);
}

Json text_or_null(const JsonValue& value) { return value.is_null() ? Json(nullptr) : Json(value.text()); }

Json columns_from(const JsonValue& list) {
  Json columns = Json::array();
  for (const JsonValue& column : list.elements()) {
    columns.push_back({{"name", column.member("name").text()}, {"type", column.member("type").text()}});
  }
  return columns;
}

Json rows_from(const JsonValue& list) {
  Json rows = Json::array();
  for (const JsonValue& row : list.elements()) {
    Json cells = Json::array();
    for (const JsonValue& cell : row.elements()) cells.push_back(cell.scalar());
    rows.push_back(std::move(cells));
  }
  return rows;
}

Json error_from(const JsonValue& error) {
  Json json{{"kind", error.member("kind").text()}, {"message", error.member("message").text()}};
  if (const JsonValue file = error.find("file"); !file.is_null()) json["file"] = file.text();
  if (const JsonValue line = error.find("line"); !line.is_null()) json["line"] = line.count();
  if (const JsonValue column = error.find("column"); !column.is_null()) json["column"] = column.count();
  if (const JsonValue hint = error.find("hint"); !hint.is_null()) json["hint"] = hint.text();
  return json;
}

/// As to_json() wrote it.
Json result_from(const JsonValue& result) {
  Json json{{"check", result.member("check").text()},
            {"kind", result.member("kind").text()},
            {"table", text_or_null(result.member("table"))},
            {"severity", result.member("severity").text()},
            {"status", result.member("status").text()},
            {"failures", result.member("failures").count()},
            {"columns", columns_from(result.member("columns"))},
            {"rows", rows_from(result.member("rows"))},
            {"title", result.member("title").text()},
            {"meaning", text_or_null(result.member("meaning"))},
            {"file", text_or_null(result.member("file"))},
            {"kept", result.member("kept").count()},
            {"source", text_or_null(result.member("source"))},
            {"seconds", result.member("seconds").number()}};
  if (const JsonValue error = result.find("error"); !error.is_null()) json["error"] = error_from(error);
  return json;
}

}  // namespace

Json last_checks_json(const fs::path& state_dir) {
  const auto file = newest_report(state_dir);
  if (!file) return nullptr;
  const JsonValue report = read_json(*file);
  Json checks = Json::array();
  for (const JsonValue& result : report.member("checks").elements()) checks.push_back(result_from(result));
  return {{"run", report.member("run").text()},
          {"status", report.member("status").text()},
          {"seconds", report.member("seconds").number()},
          {"checks", std::move(checks)}};
}

std::set<std::string> passed_checks(const fs::path& state_dir, const std::string& run) {
  std::set<std::string> passed;
  const fs::path file = check_report_file(state_dir, run);
  if (!file_identity(file)) return passed;
  try {
    for (const JsonValue& result : read_json(file).member("checks").elements()) {
      if (result.member("status").text() == to_string(CheckStatus::pass)) passed.insert(result.member("check").text());
    }
  } catch (const Error&) {
    return {};
  }
  return passed;
}

std::optional<fs::path> last_failing_rows(const fs::path& root, const fs::path& state_dir, const std::string& check) {
  const auto report = newest_report(state_dir);
  if (!report) return std::nullopt;
  for (const JsonValue& result : read_json(*report).member("checks").elements()) {
    const JsonValue file = result.member("file");
    if (result.member("check").text() != check || file.is_null()) continue;
    fs::path rows = root / file.text();
    if (!is_rows_file(rows, state_dir, report->stem().string()))
      throw file.error("not the file of that run's failing rows");
    return rows;
  }
  return std::nullopt;
}

std::string shown_path(const fs::path& path, const fs::path& root) {
  const fs::path relative = path.lexically_relative(root);
  const bool below = !relative.empty() && *relative.begin() != "..";
  return (below ? relative : path).string();
}

Json results_json(const std::vector<CheckResult>& results, const fs::path& root) {
  Json checks = Json::array();
  for (const CheckResult& result : results) checks.push_back(to_json(result, root));
  return checks;
}

Json checks_json(const ChecksReport& report, const fs::path& root) {
  return {{"run", report.run},
          {"status", to_string(worst(report.results))},
          {"seconds", report.seconds},
          {"checks", results_json(report.results, root)}};
}

fs::path check_report_file(const fs::path& state_dir, const std::string& run) {
  return checks_dir(state_dir) / (run + std::string(kEnding));
}

fs::path check_rows_dir(const fs::path& state_dir, const std::string& run) { return checks_dir(state_dir) / run; }

void remove_unfinished_reports(const fs::path& state_dir) {
  const fs::path dir = checks_dir(state_dir);
  remove_unfinished(dir);
  std::error_code ignored;  // it may be gone meanwhile
  for (const fs::path& path : entries_of(dir)) {
    if (fs::is_directory(path, ignored)) remove_unfinished(path);
  }
}

void keep_report(const ChecksReport& report, const fs::path& root, const fs::path& state_dir, std::size_t keep) {
  const fs::path dir = checks_dir(state_dir);
  make_directories(dir);
  write_file(check_report_file(state_dir, report.run), json_text(checks_json(report, root)) + "\n");
  prune(dir, keep);
}

}  // namespace rox
