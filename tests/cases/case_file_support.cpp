#include "cases/case_file.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace rox::test {
namespace {

constexpr std::string_view kIndentation = "  ";

bool is_blank(std::string_view line) { return line.find_first_not_of(' ') == std::string_view::npos; }

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace

std::string Directive::word() const {
  const std::string first = text.substr(0, text.find(' '));
  return first.ends_with(':') ? first.substr(0, first.size() - 1) : first;
}

std::string Directive::rest() const {
  const std::size_t blank = text.find(' ');
  const std::size_t start = blank == std::string::npos ? blank : text.find_first_not_of(' ', blank);
  return start == std::string::npos ? "" : text.substr(start);
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words = split(text, ' ');
  std::erase(words, "");
  return words;
}

std::vector<Directive> read_directives(std::string_view text) {
  const std::vector<std::string_view> lines = lines_of(text);
  if (lines.empty() || !lines.front().starts_with("# ")) {
    throw CaseError(1, "a case starts with what holds, as a comment: `# …`");
  }
  std::vector<Directive> directives;
  std::size_t blanks = 0;    // empty lines that are the block's if it goes on after them
  bool takes_block = false;  // comments and the start of the file don't
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = lines[i];
    if (is_blank(line)) {
      ++blanks;
    } else if (line.starts_with(kIndentation)) {
      if (!takes_block) throw CaseError(i + 1, "an indented line with nothing above that it belongs to");
      std::vector<std::string>& block = directives.back().block;
      if (!block.empty()) block.insert(block.end(), blanks, "");
      block.emplace_back(line.substr(kIndentation.size()));
      blanks = 0;
    } else if (line.starts_with(' ') || line.starts_with('\t')) {
      throw CaseError(i + 1, "lines are indented by two blanks, or not at all");
    } else {
      takes_block = !line.starts_with('#');
      if (takes_block) directives.push_back({i + 1, std::string(line), {}});
      blanks = 0;
    }
  }
  return directives;
}

}  // namespace rox::test
