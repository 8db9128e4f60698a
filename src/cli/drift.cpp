#include "cli/drift.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/terminal.hpp"

namespace rox {

namespace {

using Json = nlohmann::ordered_json;

/// More lines than that tell nobody more; --json has them all.
constexpr std::size_t kMostLines = 20;

}  // namespace

Json drift_json(const std::vector<Drift>& drift) {
  const auto or_null = [](const std::string& text) { return text.empty() ? Json() : Json(text); };
  Json list = Json::array();
  for (const Drift& one : drift) {
    list.push_back({{"table", or_null(one.table)},
                    {"column", or_null(one.column)},
                    {"kind", one.kind},
                    {"action", one.action},
                    {"detail", one.detail}});
  }
  return list;
}

void print_drift(const std::vector<Drift>& drift) {
  for (std::size_t i = 0; i < drift.size() && i < kMostLines; ++i) {
    print(fmt::format("drift: {}\n", printable(to_string(drift[i]))));
  }
  if (drift.size() > kMostLines) print(fmt::format("drift: … and {} more\n", drift.size() - kMostLines));
}

}  // namespace rox
