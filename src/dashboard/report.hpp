// The dashboard as files: one HTML page that needs neither server nor network, and the charts of a page as pictures.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "dashboard/chart.hpp"
#include "dashboard/report_options.hpp"
#include "dashboard/view.hpp"

namespace rox {

/// The whole page: the web app with the answers that it would ask for. What it can't have without a server (other
/// filters, rows) it says. Throws usage_error for a page that there isn't.
std::string report_html(const View& view, const ReportOptions& options);

/// [{"page","title","charts":[{"id","title","sql","columns":[…],"rows":[[…]]}]}]: what the pages show, and the SQL that
/// gives exactly that. Throws data_error for a figure that can't be had.
nlohmann::ordered_json report_figures(const View& view, const ReportOptions& options);

/// Draws the course over time and the rankings of the page to `folder` and returns the files.
std::vector<std::filesystem::path> write_charts(const View& view, const ReportOptions& options, ChartFormat format,
                                                const std::filesystem::path& folder);

}  // namespace rox
