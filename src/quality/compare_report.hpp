// A comparison for people and machines: reports/compare.{json,md,html}. The JSON is a contract: docs/compare.md.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "quality/compare_engines.hpp"

namespace rox {

/// "= 12,757", "≠ 3 cells, 1 missing", "order", "failed": a comparison in a table's cell.
std::string verdict_text(const EngineAnswer& answer, bool baseline);

/// The differences of one answer, a line each, for people.
std::vector<std::string> difference_lines(const Comparison& comparison, std::string_view baseline,
                                          std::string_view engine);

/// What a comparison that isn't equal has found, as in comparison_json().
nlohmann::ordered_json comparison_details(const Comparison& comparison);

std::string comparison_json(const ComparisonReport& report);
std::string comparison_markdown(const ComparisonReport& report);
std::string comparison_html(const ComparisonReport& report);

}  // namespace rox
