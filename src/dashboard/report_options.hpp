// What a report shows, and in which language.
#pragma once

#include <string>
#include <string_view>

#include "dashboard/params.hpp"

namespace rox {

enum class ReportLanguage { english, portuguese };

/// "en", "pt". Throws usage_error for another.
ReportLanguage parse_report_language(std::string_view text);

struct ReportOptions {
  ReportLanguage language = ReportLanguage::english;
  std::string page{};  // shown first; empty: the first
  Params params{};     // of that page, or of all: period, from, to, where.…, as in the page's address
};

}  // namespace rox
