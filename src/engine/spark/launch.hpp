// How Spark is started, and what it means when it doesn't start; for spark.hpp's implementation.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/process.hpp"
#include "project/project.hpp"

namespace rox {

/// What lies in the folder that a session has of its own.
struct SparkFolder {
  std::filesystem::path folder;

  std::filesystem::path script() const { return folder / "session.py"; }
  std::filesystem::path lake_script() const { return folder / "lake.py"; }
  std::filesystem::path socket() const { return folder / "rox"; }
  std::filesystem::path log() const { return folder / "log"; }
};

/// spark-submit with all its settings. Those that decide what answers are (ANSI rules, UTC, the catalogue) can't be
/// changed by rox.toml's conf, others can.
Command spark_command(const SparkConfig& config, const SparkFolder& folder);

/// Why a session ended before it was ready, by what spark-submit, Java and Python wrote.
Error start_error(const SparkConfig& config, std::string_view log);

/// The last lines of a log that say something to people: no stack traces, no usual warnings.
std::string last_lines(std::string_view log);

}  // namespace rox
