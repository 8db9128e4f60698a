#include "cli/drift.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/terminal.hpp"
#include "run/run.hpp"

namespace rox {

namespace {

/// More lines than that tell nobody more; --json has them all.
constexpr std::size_t kMostLines = 20;

}  // namespace

void print_drift(const std::vector<Drift>& drift) {
  for (std::size_t i = 0; i < drift.size() && i < kMostLines; ++i) {
    print_text(fmt::format("drift: {}\n", printable(to_string(drift[i]))));
  }
  if (drift.size() > kMostLines) print(fmt::format("drift: … and {} more\n", drift.size() - kMostLines));
}

void print_drift(const RunRecord& record) {
  print_drift(record.drift);
  const bool published = record.status != RunStatus::failed && record.status != RunStatus::held;
  const bool grows = std::any_of(record.drift.begin(), record.drift.end(), [](const Drift& drift) {
    return drift.action == "added" || drift.action == "widened";
  });
  if (grows && !published && !has_published(record)) {
    print_text("model.toml is as it was: what is widened or added is written into it by the run that publishes\n");
  }
}

}  // namespace rox
