#include "cli/asked_engine.hpp"

#include <fmt/format.h>

#include <vector>

#include "base/terminal.hpp"
#include "base/text.hpp"
#include "cli/steps.hpp"
#include "engine/open.hpp"
#include "run/spark_reader.hpp"

namespace rox {
namespace {

constexpr const char* kSpark = "spark";

SparkSource spark_source(const std::string& from) {
  if (from.empty() || from == "staged") return SparkSource::staged;
  if (from == "exports") return SparkSource::exports;
  throw usage_error(fmt::format("--from can't be '{}'{}", from, did_you_mean(from, {"staged", "exports"})))
      .hint("Spark reads what is staged, or with `--from exports` the exports themselves");
}

/// --target, or with --engine the target that has that engine.
const Target& asked_target(const Project& project, const GlobalOptions& globals, const std::string& engine) {
  const Target& target = chosen_target(project, globals);
  if (engine.empty() || target.engine() == engine) return target;
  std::vector<std::string> known;
  for (const auto& [name, other] : project.targets) {
    if (other.engine() == engine) return other;
    known.emplace_back(other.engine());
  }
  known.emplace_back(kSpark);
  throw usage_error(fmt::format("no target of rox.toml is on engine '{}'{}", engine, did_you_mean(engine, known)))
      .hint("engines of the project's targets, and Spark: " + join(known, ", "));
}

}  // namespace

void AskedEngine::add_to(Options& verb) {
  verb.add("--engine", name, "Ask the target with this engine, or spark (default: --target's)").value_name("NAME");
  verb.add("--from", from, "With --engine spark: read what is staged (the default), or the exports")
      .value_name("staged|exports");
}

std::unique_ptr<Engine> open_asked_engine(const Project& project, const GlobalOptions& globals,
                                          const AskedEngine& asked) {
  const SparkSource source = spark_source(asked.from);
  if (asked.name != kSpark) {
    if (!asked.from.empty()) {
      throw usage_error("--from is for Spark").hint("add --engine spark; other engines have the data in their tables");
    }
    return open_for_reading(asked_target(project, globals, asked.name), project);
  }
  if (!globals.quiet) {
    note(fmt::format("starting Spark on {} …", project.spark.value_or(SparkConfig{}).master));
  }
  ProgressView progress(globals.show_progress());
  return open_spark(project, chosen_target(project, globals), source, progress);
}

}  // namespace rox
