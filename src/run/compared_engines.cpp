#include "run/compared_engines.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "engine/open.hpp"
#include "run/spark_reader.hpp"

namespace rox {
namespace {

/// The target of that name, or the only one on that engine.
const Target& find_target(const Project& project, const std::string& name) {
  if (const auto found = project.targets.find(name); found != project.targets.end()) return found->second;
  const Target* match = nullptr;
  for (const auto& [target_name, target] : project.targets) {
    if (target.engine() != name) continue;
    if (match != nullptr) {
      throw usage_error(fmt::format("several targets are on engine '{}': {} and {}", name, match->name, target_name))
          .hint("name the target");
    }
    match = &target;
  }
  if (match != nullptr) return *match;
  std::vector<std::string> known = reader_names(project);
  if (!project.spark) known.emplace_back(kSparkReader);
  known.emplace_back(kSparkExportsReader);
  throw usage_error(fmt::format("there is no target or engine '{}'{}", name, did_you_mean(name, known)))
      .hint("there are: " + join(known, ", "));
}

}  // namespace

std::vector<std::string> reader_names(const Project& project) {
  std::vector<std::string> names;
  for (const auto& [name, target] : project.targets) names.push_back(name);
  if (project.spark) names.emplace_back(kSparkReader);
  return names;
}

ComparedEngine open_compared_engine(const Project& project, const std::string& name) {
  ComparedEngine reader{name, nullptr, std::nullopt};
  const bool exports = name == kSparkExportsReader;
  const bool spark = (exports || name == kSparkReader) && !project.targets.contains(name);
  const Target& target = spark ? project.targets.begin()->second : find_target(project, name);
  try {
    RunObserver unobserved;
    reader.engine = spark
                        ? open_spark(project, target, exports ? SparkSource::exports : SparkSource::staged, unobserved)
                        : open_for_reading(target, project);
  } catch (const Error& error) {
    reader.error = error;
  }
  return reader;
}

}  // namespace rox
