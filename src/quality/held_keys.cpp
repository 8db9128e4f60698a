#include "quality/held_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string_view>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "quality/report.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

/// The reports, the newest first: they are named by their runs.
std::vector<fs::path> reports_in(const fs::path& dir) {
  std::vector<fs::path> files;
  for (fs::path& path : entries_of(dir)) {
    if (path.extension() == ".json") files.push_back(std::move(path));
  }
  std::reverse(files.begin(), files.end());
  return files;
}

/// By table that has keys: whether all of them held in that run.
std::map<std::string, bool> keys_in(const fs::path& report) {
  std::map<std::string, bool> held;
  std::set<std::string> incomplete;  // tables that miss a value which an inferred key needs
  for (const JsonValue& check : read_json(report).member("checks").elements()) {
    const JsonValue table = check.member("table");
    if (table.is_null()) continue;
    const std::string kind = check.member("kind").text();
    const bool passed = check.member("status").text() == "pass";
    if (kind == "primary_key" || kind == "unique") {
      bool& all = held.try_emplace(table.text(), true).first->second;
      all = all && passed;
    }
    if (kind == "not_null" && !passed) incomplete.insert(table.text());
  }
  for (const std::string& table : incomplete) {
    if (const auto found = held.find(table); found != held.end()) found->second = false;
  }
  return held;
}

}  // namespace

std::vector<HeldKey> held_keys(const Model& model, const fs::path& state_dir) {
  std::map<std::string, std::size_t> runs;
  std::set<std::string> counted;  // whose last runs are still being counted
  for (const Table& table : model.tables) {
    if (table.inferred_keys && (!table.primary_key.empty() || !table.unique.empty())) counted.insert(table.name);
  }
  for (const fs::path& report : reports_in(check_report_file(state_dir, "").parent_path())) {
    if (counted.empty()) break;
    std::map<std::string, bool> held;
    try {
      held = keys_in(report);
    } catch (const Error&) {
      continue;
    }
    for (const auto& [table, holds] : held) {
      if (!counted.contains(table)) continue;
      if (holds) {
        ++runs[table];
      } else {
        counted.erase(table);
      }
    }
  }
  std::vector<HeldKey> keys;
  for (const Table& table : model.tables) {
    const auto found = runs.find(table.name);
    if (found != runs.end() && found->second >= kLongHeld) keys.push_back({table.name, found->second});
  }
  return keys;
}

std::string held_keys_text(const std::vector<HeldKey>& keys) {
  if (keys.empty()) return "";
  std::vector<std::string> tables;
  std::size_t least = keys.front().runs;
  for (const HeldKey& key : keys) {
    tables.push_back(key.table);
    least = std::min(least, key.runs);
  }
  return fmt::format("the inferred keys of {} held in the last {} runs: `rox model confirm {}` makes them certain",
                     join(tables, ", "), least, join(tables, " "));
}

}  // namespace rox
