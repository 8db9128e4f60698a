#include "dashboard/report_options.hpp"

#include <fmt/format.h>

#include "base/error.hpp"

namespace rox {

ReportLanguage parse_report_language(std::string_view text) {
  if (text == "en") return ReportLanguage::english;
  if (text == "pt") return ReportLanguage::portuguese;
  throw usage_error(fmt::format("there is no report in '{}'", text)).hint("use en or pt");
}

}  // namespace rox
