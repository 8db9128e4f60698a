#include "quality/report_text.hpp"

#include <fmt/format.h>

#include "base/terminal.hpp"

namespace rox {
namespace {

constexpr std::string_view kStyle = R"css(
:root { color-scheme: light dark; --good: #1a7f37; --bad: #b42318; --line: #d0d7de; --soft: #f6f8fa; }
@media (prefers-color-scheme: dark) { :root { --good: #3fb950; --bad: #ff7b72; --line: #3d444d; --soft: #161b22; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .45rem .7rem; text-align: left; vertical-align: top; }
th { background: var(--soft); }
.equal { color: var(--good); } .order, .different, .failed { color: var(--bad); font-weight: 600; }
small { opacity: .7; } pre { background: var(--soft); padding: .7rem; overflow-x: auto; white-space: pre-wrap; }
)css";

}  // namespace

std::string shown_value(const CellValue& value, ResultKind kind) {
  if (!value) return "NULL";
  const bool quoted = kind == ResultKind::text || kind == ResultKind::time || kind == ResultKind::other;
  return quoted ? fmt::format("'{}'", printable(*value)) : *value;
}

std::string html_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '&': out += "&amp;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string markdown_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("|*_`<>\\#").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string html_page(std::string_view title, std::string_view body) {
  return fmt::format(
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width\"><title>{}</title><style>{}</style></head><body>\n{}</body></html>\n",
      html_text(title), kStyle, body);
}

}  // namespace rox
