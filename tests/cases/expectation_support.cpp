#include "cases/expectation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <stdexcept>

#include "base/text.hpp"
#include "cases/case_files.hpp"

namespace rox::test {
namespace {

constexpr std::string_view kNothing = "(none)";

std::vector<std::string> split(std::string_view text, std::string_view separator) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + separator.size());
  }
}

std::vector<std::string> names_in_folder(const std::string& folder) {
  if (!std::filesystem::is_directory(folder)) throw std::invalid_argument(fmt::format("there is no folder {}", folder));
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> lines_of_files(const std::string& folder) {
  std::vector<std::string> lines;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    for (std::string& line : text_lines(read_bytes(entry.path()))) lines.push_back(std::move(line));
  }
  return lines;
}

/// Where a sign stands by itself: before a blank, or at the end.
std::size_t find_sign(const std::string& text, const std::string& sign) {
  const std::size_t inside = text.find(sign + " ");
  if (inside != std::string::npos) return inside;
  return text.ends_with(sign) ? text.size() - sign.size() : std::string::npos;
}

std::regex regex_of(const std::string& pattern) {
  try {
    return std::regex(pattern);
  } catch (const std::regex_error& error) {
    throw std::invalid_argument(fmt::format("no regular expression: '{}' ({})", pattern, error.what()));
  }
}

}  // namespace

std::string shown(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += "  " + line + "\n";
  return lines.empty() ? fmt::format("  {}\n", kNothing) : text;
}

Subject::Subject(const std::string& text) : text_(text) {
  std::vector<std::string> parts = split(text, " | ");
  std::vector<std::string> words = words_of(parts.front());
  kind_ = words.empty() ? "" : words.front();
  words.erase(words.begin(), words.begin() + (words.empty() ? 0 : 1));
  if (kind_ == "json") {
    parse_json(words);
  } else if (kind_ == "file" || kind_ == "files" || kind_ == "names" || kind_ == "paths") {
    if (words.size() != 1) throw std::invalid_argument(fmt::format("`{}` takes one path: '{}'", kind_, text));
    argument_ = words.front();
  } else if (kind_ != "stdout" && kind_ != "stderr" && kind_ != "output") {
    throw std::invalid_argument(fmt::format("unknown directive: '{}'", text));
  } else if (!words.empty()) {
    throw std::invalid_argument(fmt::format("`{}` takes no more words: '{}'", kind_, text));
  }
  parts.erase(parts.begin());
  if (is_json() && !parts.empty() && parts.front() == "keys") {
    keys_ = true;
    parts.erase(parts.begin());
  }
  for (const std::string& part : parts) pipes_.push_back(parse_pipe(part));
}

Subject::Pipe Subject::parse_pipe(const std::string& text) {
  if (text == "sort" || text == "unique" || text == "count") return {text};
  if (text.starts_with("match ")) return {"match", 0, regex_of(text.substr(6))};
  for (const std::string name : {"first", "last"}) {
    const std::string number = text.starts_with(name + " ") ? text.substr(name.size() + 1) : "";
    if (!number.empty() && number.find_first_not_of("0123456789") == std::string::npos) {
      return {name, std::stoul(number)};
    }
  }
  throw std::invalid_argument(fmt::format("unknown filter: '| {}'", text));
}

void Subject::parse_json(std::vector<std::string> words) {
  if (!words.empty() && !words.front().starts_with('.')) {
    argument_ = words.front();
    words.erase(words.begin());
  }
  if (words.empty()) throw std::invalid_argument("`json` takes a path");
  path_ = parse_json_path(words.front());
  fields_.assign(words.begin() + 1, words.end());
}

std::string Subject::file_text(const Findings& findings) const {
  if (kind_ == "file" || !argument_.empty()) return read_bytes(findings.expand(argument_));
  if (findings.last == nullptr) throw std::invalid_argument("no command ran before this");
  if (kind_ == "stderr") return findings.last->errors;
  return kind_ == "output" ? findings.last->output + findings.last->errors : findings.last->output;
}

std::vector<std::string> Subject::json_lines(const Findings& findings) const {
  const Json root = Json::parse(file_text(findings), nullptr, false);
  if (root.is_discarded()) throw std::invalid_argument(argument_.empty() ? "standard output is no JSON" : "no JSON");
  std::vector<std::string> lines;
  for (const Json& value : find_values(root, path_)) {
    std::vector<std::string> texts;
    if (keys_) {
      for (const auto& member : value.items()) texts.push_back(member.key());
      std::sort(texts.begin(), texts.end());
    } else if (fields_.empty()) {
      texts.push_back(text_of(value));
    }
    for (const std::string& field : fields_) texts.push_back(text_of(field_of(value, field)));
    lines.push_back(join(texts, " "));
  }
  return lines;
}

std::vector<std::string> Subject::source_lines(const Findings& findings) const {
  if (is_json()) return json_lines(findings);
  if (kind_ == "names") return names_in_folder(findings.expand(argument_));
  if (kind_ == "files") return lines_of_files(findings.expand(argument_));
  if (kind_ == "paths") return paths_of(findings.expand(argument_));
  return text_lines(file_text(findings));
}

std::vector<std::string> Subject::lines(const Findings& findings) const {
  std::vector<std::string> lines = source_lines(findings);
  for (const Pipe& pipe : pipes_) {
    if (pipe.name == "count") {
      lines = {std::to_string(lines.size())};
    } else if (pipe.name == "match") {
      std::erase_if(lines, [&](const std::string& line) { return !std::regex_search(line, pipe.pattern); });
    } else if (pipe.name == "first") {
      lines.resize(std::min(lines.size(), pipe.count));
    } else if (pipe.name == "last") {
      lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(std::min(lines.size(), pipe.count)));
    } else {
      std::sort(lines.begin(), lines.end());
      if (pipe.name == "unique") lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
    }
  }
  return lines;
}

Expectation::Parts Expectation::parts_of(const std::string& whole) {
  Parts parts;
  parts.negated = whole.starts_with("not ");
  const std::string text = parts.negated ? whole.substr(4) : whole;
  std::size_t at = std::string::npos, size = 0;
  for (const std::string sign : {":", " =", " ~"}) {
    const std::size_t found = find_sign(text, sign);
    if (found >= at) continue;
    at = found;
    size = sign.size();
    parts.sign = sign.back();
  }
  parts.subject = text.substr(0, at);
  if (at == std::string::npos) {
    const Subject known(parts.subject);  // or that is what is wrong
    throw std::invalid_argument(fmt::format("what of `{}`? It takes `: TEXT`, `= TEXT` or `~ REGEX`", known.text()));
  }
  parts.value = text.substr(std::min(at + size + 1, text.size()));
  return parts;
}

Expectation::Expectation(const Directive& directive) : Expectation(parts_of(directive.text), directive.block) {}

Expectation::Expectation(const Parts& parts, const std::vector<std::string>& block)
    : negated_(parts.negated), sign_(parts.sign), subject_(parts.subject), inline_(block.empty()), wanted_(block) {
  if (parts.value.empty() == block.empty()) {
    throw std::invalid_argument("write what is expected in this line or indented below it; `= (none)` is nothing");
  }
  if (inline_) wanted_ = {parts.value};
  if (negated_ && sign_ == '=') throw std::invalid_argument("`not` goes with `: TEXT` and `~ REGEX`");
  if (subject_.is_json() && sign_ != '=') throw std::invalid_argument("JSON is compared with `=` alone");
  if (sign_ != '~') return;
  for (const std::string& pattern : wanted_) patterns_.push_back(regex_of(pattern));
}

void Expectation::check_equal(const std::vector<std::string>& found, const Findings& findings) const {
  std::vector<std::string> wanted;
  for (const std::string& line : wanted_) wanted.push_back(findings.expand(line));
  const bool nothing = wanted.size() == 1 && wanted.front() == kNothing;
  if (nothing) wanted.clear();
  const bool words = inline_ && !nothing && subject_.has_words();
  if (words ? join(found, " ") == wanted.front() : found == wanted) return;
  throw std::runtime_error(
      fmt::format("{} differs\nexpected:\n{}got:\n{}", subject_.text(), shown(wanted), shown(found)));
}

void Expectation::check_found(const std::vector<std::string>& found, const std::string& wanted, bool is_there) const {
  if (is_there != negated_) return;
  throw std::runtime_error(fmt::format("{} has {} line {} '{}'{}\ngot:\n{}", subject_.text(), negated_ ? "a" : "no",
                                       sign_ == '~' ? "that matches" : "with", wanted,
                                       negated_ ? ", and should not" : "", shown(found)));
}

void Expectation::check(const Findings& findings) const {
  const std::vector<std::string> found = subject_.lines(findings);
  if (sign_ == '=') return check_equal(found, findings);
  for (std::size_t i = 0; i < wanted_.size(); ++i) {
    const std::string wanted = sign_ == ':' ? findings.expand(wanted_[i]) : wanted_[i];
    const bool is_there = std::any_of(found.begin(), found.end(), [&](const std::string& line) {
      return sign_ == '~' ? std::regex_search(line, patterns_[i]) : line.find(wanted) != std::string::npos;
    });
    check_found(found, wanted, is_there);
  }
}

}  // namespace rox::test
