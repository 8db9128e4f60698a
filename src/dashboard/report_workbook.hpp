// A report as a workbook: a sheet a page, with the figures of its charts as tables.
#pragma once

#include <filesystem>

#include "dashboard/report_options.hpp"
#include "dashboard/view.hpp"

namespace rox {

/// Writes the pages (or the one that `options` name) to `file`: what was chosen, then each figure. Throws data_error
/// for a figure that can't be had.
void write_report_workbook(const View& view, const ReportOptions& options, const std::filesystem::path& file);

}  // namespace rox
