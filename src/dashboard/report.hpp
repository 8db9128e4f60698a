// The dashboard as files: one HTML page that needs neither server nor network, and the charts of the sales as pictures.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "dashboard/chart.hpp"
#include "dashboard/snapshot.hpp"

namespace rox {

enum class ReportLanguage { english, portuguese };

/// "en", "pt". Throws usage_error for another.
ReportLanguage parse_report_language(std::string_view text);

/// The whole page: the web app with the answers that it would ask for. What it can't have without a server (filters,
/// order lines) it says.
std::string report_html(const Snapshot& snapshot, ReportLanguage language);

/// Writes the charts of the sales to `folder` and returns their files; none if the project has no page Sales.
std::vector<std::filesystem::path> write_charts(const Snapshot& snapshot, ReportLanguage language, ChartFormat format,
                                                const std::filesystem::path& folder);

}  // namespace rox
