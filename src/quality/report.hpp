// The results of checks for machines, and as they are kept: .rox/checks/<run>.json, and a CSV of the failing rows for
// each check that has some, .rox/checks/<run>/<check>.csv. The format is a contract: docs/cli.md.
#pragma once

#include <cstddef>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "quality/evaluate.hpp"

namespace rox {

/// Of how many runs failing rows are kept.
inline constexpr std::size_t kKeptCheckRuns = 20;

struct ChecksReport {
  std::string run;
  double seconds = 0;
  std::vector<CheckResult> results;
};

/// "checks" of checks_json().
nlohmann::ordered_json results_json(const std::vector<CheckResult>& results, const std::filesystem::path& root);

/// {"run","status","seconds","checks":[…]} with files relative to `root`, where they are below it.
nlohmann::ordered_json checks_json(const ChecksReport& report, const std::filesystem::path& root);

/// .rox/checks/<run>.json
std::filesystem::path check_report_file(const std::filesystem::path& state_dir, const std::string& run);

/// .rox/checks/<run>: where the rows of a run's checks go.
std::filesystem::path check_rows_dir(const std::filesystem::path& state_dir, const std::string& run);

/// Writes .rox/checks/<run>.json and removes what is left of all but the newest `keep` runs.
void keep_report(const ChecksReport& report, const std::filesystem::path& root, const std::filesystem::path& state_dir,
                 std::size_t keep = kKeptCheckRuns);

/// What checks_json() says of the newest run whose checks are kept, checked member by member; null if there is none.
/// Throws usage_error if its file is damaged.
nlohmann::ordered_json last_checks_json(const std::filesystem::path& state_dir);

/// The checks that no row failed in that run, by name. None if its report is gone or damaged.
std::set<std::string> passed_checks(const std::filesystem::path& state_dir, const std::string& run);

/// The file of a check's failing rows in that run; nothing if none is kept. Its name is in a report that anyone may
/// have written, so it is taken only from the folder of that run's rows, and only if it is a file there and no link.
std::optional<std::filesystem::path> last_failing_rows(const std::filesystem::path& root,
                                                       const std::filesystem::path& state_dir,
                                                       const std::string& check);

/// Removes what was being written when a process was killed.
void remove_unfinished_reports(const std::filesystem::path& state_dir);

/// The path as people write it in that folder.
std::string shown_path(const std::filesystem::path& path, const std::filesystem::path& root);

}  // namespace rox
