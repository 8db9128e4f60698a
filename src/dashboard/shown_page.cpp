#include "dashboard/shown_page.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "dashboard/page_view.hpp"

namespace rox {

const Params& params_for(const ReportOptions& options, const std::string& page) {
  static const Params kNone;
  return options.page.empty() || options.page == page ? options.params : kNone;
}

std::vector<JsonValue> shown_pages(const View& view, const ReportOptions& options) {
  std::vector<JsonValue> pages;
  for (const Page& page : view.dashboard()->pages) {
    if (!options.page.empty() && options.page != page.name) continue;
    const std::string text = json_text(page_view(view, page.name, params_for(options, page.name)).json);
    const JsonValue& shown = pages.emplace_back(parse_json(text, page.name));
    for (const JsonValue& chart : shown.member("charts").elements()) {
      if (const JsonValue failed = chart.member("failed"); !failed.is_null()) {
        throw data_error(fmt::format("{} of page {}: {}", chart.member("id").text(), page.name, failed.text()));
      }
    }
  }
  return pages;
}

std::string title_in(const JsonValue& titled, ReportLanguage language) {
  return titled.member(language == ReportLanguage::english ? "title" : "title_pt").text();
}

}  // namespace rox
