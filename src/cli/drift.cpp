#include "cli/drift.hpp"

#include <fmt/format.h>

#include "base/terminal.hpp"

namespace rox {

namespace {

/// More lines than that tell nobody more; --json has them all.
constexpr std::size_t kMostLines = 20;

}  // namespace

void print_drift(const std::vector<Drift>& drift) {
  for (std::size_t i = 0; i < drift.size() && i < kMostLines; ++i) {
    print(fmt::format("drift: {}\n", printable(to_string(drift[i]))));
  }
  if (drift.size() > kMostLines) print(fmt::format("drift: … and {} more\n", drift.size() - kMostLines));
}

}  // namespace rox
