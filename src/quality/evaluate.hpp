// Checks, evaluated on an engine: which rows fail, how many, and where they are kept.
//
// Failing and not to be evaluated are two things: a check whose SQL is wrong says nothing about the data. It gets the
// status `error`, and the other checks go on.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "engine/engine.hpp"
#include "quality/check.hpp"

namespace rox {

enum class CheckStatus {
  pass,
  warn,   // rows fail, and the check's severity is warn, or rejected rows explain them (plan/quarantine.hpp)
  fail,   // rows fail, and the check's severity is error
  error,  // could not be evaluated
};

std::string_view to_string(CheckStatus status);

using CheckRow = std::vector<std::optional<std::string>>;  // a missing value is NULL

struct CheckResult {
  Check check;
  CheckStatus status = CheckStatus::pass;
  std::uint64_t failures = 0;         // failing rows, all of them
  std::vector<ResultColumn> columns;  // of `rows`
  std::vector<CheckRow> rows;         // the first failing rows
  std::uint64_t kept = 0;             // failing rows in `file`
  std::filesystem::path file;         // where they are kept; empty if none failed
  std::string explained;              // in a run: how far rejected rows explain the failing ones; mostly empty
  double seconds = 0;                 // checks that are settled together share the time
  std::optional<Error> error;         // why it could not be evaluated
};

struct EvaluateOptions {
  std::size_t shown = 10;            // rows in CheckResult::rows
  std::uint64_t kept = 10'000;       // rows in a check's file; `failures` counts on
  std::filesystem::path rows_dir{};  // <check>.csv goes there, made when a first row fails; empty: nothing is kept
  /// Told before and after each check, in order.
  std::function<void(const Check&)> started = [](const Check&) {};
  std::function<void(const CheckResult&)> finished = [](const CheckResult&) {};
};

/// A result for each check, in their order. Only reads from the engine. Throws outside errors of the files that it
/// writes; what the engine says goes into the results.
std::vector<CheckResult> evaluate(Engine& engine, const std::vector<Check>& checks, const EvaluateOptions& options);

/// What the results mean together: error before fail before warn before pass.
CheckStatus worst(const std::vector<CheckResult>& results);

/// 0: no check of severity error has failing rows. 1: one has. 2: the SQL of one could not be evaluated. 3: one could
/// not be evaluated because something outside failed. The highest counts.
ExitCode exit_code(const std::vector<CheckResult>& results);

}  // namespace rox
