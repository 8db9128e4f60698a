// Texts in reports: Markdown, HTML, and values as people read them.
#pragma once

#include <string>
#include <string_view>

#include "quality/compare_cells.hpp"

namespace rox {

/// 'text' or 12.50, NULL; what isn't printable becomes visible.
std::string shown_value(const CellValue& value, ResultKind kind = ResultKind::text);

/// What would be syntax is escaped.
std::string html_text(std::string_view text);
std::string markdown_text(std::string_view text);

/// A whole page that needs nothing else, light or dark as the reader's system is. `body` is HTML.
std::string html_page(std::string_view title, std::string_view body);

}  // namespace rox
