#include "base/wrapped_text.hpp"

#include <algorithm>

#include "base/display_width.hpp"

namespace rox {
namespace {

/// The first word of `text`: up to a blank that isn't between backquotes. A backquote that is never closed is a sign
/// like others.
std::string_view first_word(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && text[at] != ' ') {
    const std::size_t close = text[at] == '`' ? text.find('`', at + 1) : std::string_view::npos;
    at = close == std::string_view::npos ? at + 1 : close + 1;
  }
  return text.substr(0, at);
}

void wrap_line(std::string_view line, std::size_t width, std::string& out) {
  constexpr std::string_view kHint = "  hint: ";
  constexpr std::size_t kFurther = 2;
  const std::size_t blanks = std::min(line.find_first_not_of(' '), line.size());
  const std::size_t indent = line.starts_with(kHint) ? kHint.size() : blanks + kFurther;
  out.append(line.substr(0, blanks));
  line.remove_prefix(blanks);
  std::size_t used = blanks;
  bool begins = true;
  while (!line.empty()) {
    const std::size_t gap = std::min(line.find_first_not_of(' '), line.size());
    const std::string_view word = first_word(line.substr(gap));
    const std::size_t wide = display_width(word);
    if (!begins && used + gap + wide > width && !word.empty()) {
      out += '\n';
      out.append(indent, ' ');
      used = indent;
    } else {
      out.append(gap, ' ');
      used += gap;
    }
    out += word;
    used += wide;
    begins = false;
    line.remove_prefix(gap + word.size());
  }
}

}  // namespace

std::string wrapped(std::string_view text, std::size_t width) {
  constexpr std::size_t kNarrowest = 20;  // below that nothing is read more easily
  if (width < kNarrowest) return std::string(text);
  std::string out;
  while (true) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    if (display_width(line) <= width) {
      out.append(line);
    } else {
      wrap_line(line, width, out);
    }
    if (end == std::string_view::npos) return out;
    out += '\n';
    text.remove_prefix(end + 1);
  }
}

}  // namespace rox
