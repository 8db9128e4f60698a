// What a case expects of what there is: `stdout: text`, `json .steps[*].step | count = 3` (the language:
// case_file.hpp).
#pragma once

#include <functional>
#include <regex>
#include <string>
#include <vector>

#include "cases/case_file.hpp"
#include "cases/command.hpp"
#include "cases/json_lines.hpp"

namespace rox::test {

/// What a SUBJECT is looked up in: the last command, and the values of $NAMEs in a text.
struct Findings {
  const CommandResult* last = nullptr;  // null before the first command
  std::function<std::string(const std::string&)> expand;
};

/// What a case looks at, as lines.
class Subject {
 public:
  /// Throws std::invalid_argument if the text is no subject.
  explicit Subject(const std::string& text);

  std::vector<std::string> lines(const Findings& findings) const;
  /// Whether its lines are words, which may stand beside each other in a case.
  bool has_words() const { return kind_ == "json" || kind_ == "names" || kind_ == "paths"; }
  bool is_json() const { return kind_ == "json"; }
  const std::string& text() const { return text_; }

 private:
  struct Pipe {
    std::string name;
    std::size_t count = 0;  // of first and last
    std::regex pattern{};   // of match
  };

  static Pipe parse_pipe(const std::string& text);
  void parse_json(std::vector<std::string> words);
  std::string file_text(const Findings& findings) const;
  std::vector<std::string> json_lines(const Findings& findings) const;
  std::vector<std::string> source_lines(const Findings& findings) const;

  std::string text_;
  std::string kind_;
  std::string argument_;  // a file, a folder, a pattern
  std::vector<JsonStep> path_;
  std::vector<std::string> fields_;
  bool keys_ = false;
  std::vector<Pipe> pipes_;
};

/// A subject and what it has to be.
class Expectation {
 public:
  /// Throws std::invalid_argument if the directive is none.
  explicit Expectation(const Directive& directive);

  /// Throws std::runtime_error, which tells what was expected and what there is.
  void check(const Findings& findings) const;

 private:
  struct Parts {
    bool negated = false;
    std::string subject;
    char sign = ':';    // ':' has, '=' is, '~' matches
    std::string value;  // in the line itself
  };
  static Parts parts_of(const std::string& text);
  Expectation(const Parts& parts, const std::vector<std::string>& block);

  void check_equal(const std::vector<std::string>& found, const Findings& findings) const;
  void check_found(const std::vector<std::string>& found, const std::string& wanted, bool is_there) const;

  bool negated_;
  char sign_;
  Subject subject_;
  bool inline_;
  std::vector<std::string> wanted_;
  std::vector<std::regex> patterns_;
};

/// Lines for people, indented.
std::string shown(const std::vector<std::string>& lines);

}  // namespace rox::test
