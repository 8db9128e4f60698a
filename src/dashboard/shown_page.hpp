// The pages of a report as the app gets them, for what isn't the app: figures as JSON, pictures, a workbook.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "dashboard/report_options.hpp"
#include "dashboard/view.hpp"

namespace rox {

/// The page's parameters: what was chosen counts for the chosen page, or for all if none is.
const Params& params_for(const ReportOptions& options, const std::string& page);

/// The chosen page, or all. Throws data_error if a figure of one can't be had.
std::vector<JsonValue> shown_pages(const View& view, const ReportOptions& options);

/// "title" or "title_pt" of a page, a figure or a filter.
std::string title_in(const JsonValue& titled, ReportLanguage language);

}  // namespace rox
