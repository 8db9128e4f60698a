#include "plan/checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/error.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "quality/evaluate.hpp"
#include "quality/sql_checks.hpp"

namespace rox {
namespace {

/// Of keys that are only inferred a load proves nothing: their checks warn.
bool is_proven_by_load(const Check& check) {
  const bool certain = check.severity == Severity::error;
  return check.kind == CheckKind::relation ||
         (certain && (check.kind == CheckKind::primary_key || check.kind == CheckKind::not_null));
}

}  // namespace

std::vector<Check> unproven_checks(const Project& project, const Model& model, SqlDialect dialect) {
  std::vector<Check> checks = all_checks(model, project.checks_dir(), dialect);
  std::erase_if(checks, is_proven_by_load);
  for (Check& check : checks) {
    if (check.kind == CheckKind::unique) check.severity = Severity::warn;
  }
  return checks;
}

ChecksReport evaluate_checks(Engine& engine, const Project& project, const std::vector<Check>& checks,
                             const std::set<std::string>& passing, Quarantine& quarantine, const std::string& run,
                             StepResult& result) {
  const auto start = std::chrono::steady_clock::now();
  EvaluateOptions options;
  options.rows_dir = check_rows_dir(project.state_dir(), run);
  ChecksReport report;
  report.run = run;
  std::vector<Check> asked = checks;
  std::erase_if(asked, [&](const Check& check) { return passing.contains(check.name); });
  std::vector<CheckResult> results = evaluate(engine, asked, options);
  auto next = results.begin();
  for (const Check& check : checks) {
    if (passing.contains(check.name)) {
      report.results.emplace_back().check = check;
    } else {
      report.results.push_back(std::move(*next++));
      quarantine.explain(report.results.back());
    }
  }
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  keep_report(report, project.root, project.state_dir());
  for (const CheckResult& check : report.results) result.counts.rows_out += check.failures;
  return report;
}

std::vector<std::string> explained_checks(const ChecksReport& report) {
  std::vector<std::string> warnings;
  for (const CheckResult& result : report.results) {
    if (result.status != CheckStatus::warn || result.explained.empty()) continue;
    warnings.push_back(fmt::format("check {}: {}", result.check.name, result.explained));
  }
  return warnings;
}

void require_passed(const ChecksReport& report, const Project& project) {
  std::vector<std::string> failed;
  for (const CheckResult& result : report.results) {
    if (result.error) throw Error(*result.error);
    if (result.status != CheckStatus::fail) continue;
    failed.push_back(fmt::format("{} ({} {}{}{})", result.check.name, human_count(result.failures),
                                 result.failures == 1 ? "row" : "rows", result.explained.empty() ? "" : "; ",
                                 result.explained));
  }
  if (failed.empty()) return;
  throw data_error(fmt::format("{} failed: {}",
                               failed.size() == 1 ? "a check" : fmt::format("{} checks", failed.size()),
                               join(failed, ", ")))
      .hint(fmt::format("the failing rows are in {}; correct the data, or say `-- severity: warn` in a check that "
                        "may fail",
                        shown_path(check_rows_dir(project.state_dir(), report.run), project.root)));
}

}  // namespace rox
