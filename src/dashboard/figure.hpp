// A figure as the API answers it: what its SQL gives, and around it what a chart needs: totals, what is missing, what
// is beyond the shown, the buckets that are only part of their period, the comparison.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "dashboard/figure_sql.hpp"
#include "dashboard/page.hpp"
#include "dashboard/view.hpp"
#include "engine/engine.hpp"

namespace rox {

struct Figure {
  std::string id;
  std::string kind;  // as a chart of a page has it
  Title title{};
  Question question{};
  CompareWith comparison = CompareWith::none;
  std::optional<Period> compared{};  // of a course over time: its rows stand beside the others
  Extent extent{};
};

/// Asks the engine. Throws what it throws.
nlohmann::ordered_json figure_json(Engine& engine, const Figure& figure);

/// The figure without rows, and why it has none.
nlohmann::ordered_json failed_figure_json(const Figure& figure, SqlDialect dialect, const std::string& problem);

}  // namespace rox
