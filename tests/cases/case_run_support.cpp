#include "cases/case_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <stdexcept>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "cases/case_file.hpp"
#include "cases/case_files.hpp"
#include "cases/command.hpp"
#include "cases/expectation.hpp"
#include "repository.hpp"

namespace rox::test {
namespace {

namespace fs = std::filesystem;

/// Thrown by a case that this machine can't run.
struct Skipped {
  std::string reason;
};

/// What a case knows while it runs.
struct CaseRun {
  std::map<std::string, std::string> values{};                           // of $NAMEs
  std::map<std::string, std::map<std::string, FileState>> remembered{};  // by pattern
  std::string command{};                                                 // the last one, as the case has it
  std::optional<CommandResult> last{};

  /// With the values of $NAMEs; one that no `let` has set stays as it is.
  std::string expand(const std::string& text) const;
  Findings findings() const {
    return {last ? &*last : nullptr, [this](const std::string& text) { return expand(text); }};
  }
};

std::string CaseRun::expand(const std::string& text) const {
  const auto is_name = [&](std::size_t at) {
    return at < text.size() && (std::isalnum(static_cast<unsigned char>(text[at])) != 0 || text[at] == '_');
  };
  std::string out;
  for (std::size_t i = 0, end = 0; i < text.size(); i = end) {
    end = i + 1;
    while (text[i] == '$' && is_name(end)) ++end;
    const auto value = text[i] == '$' ? values.find(text.substr(i + 1, end - i - 1)) : values.end();
    out += value == values.end() ? text.substr(i, end - i) : value->second;
  }
  return out;
}

/// What a directive does once the case runs.
using Action = std::function<void(CaseRun&)>;

[[noreturn]] void refuse(const Directive& directive, std::string_view usage) {
  throw std::invalid_argument(fmt::format("`{}`, not '{}'", usage, directive.text));
}

/// What stands before and after `separator`; without that, nothing after.
std::pair<std::string, std::string> halves(const std::string& text, std::string_view separator) {
  const std::size_t at = text.find(separator);
  if (at == std::string::npos) return {text, ""};
  return {text.substr(0, at), text.substr(at + separator.size())};
}

// --- files

Action use(const Directive& directive) {
  const std::vector<std::string> words = words_of(directive.rest());
  if (words.empty() || words.size() > 2) refuse(directive, "use NAME [DIR]");
  return [=](CaseRun&) {
    const fs::path fixture = repository() / "tests/cases/fixtures" / words[0];
    const bool is_project = !fs::exists(fixture);
    copy_fixture(is_project ? repository() / "projects" / words[0] : fixture, words.size() == 2 ? words[1] : ".",
                 is_project);
  };
}

Action write_lines(const Directive& directive, bool append) {
  const auto [file, how] = halves(directive.rest(), " (");
  if (file.empty() || file.find(' ') != std::string::npos || (!how.empty() && !how.ends_with(')'))) {
    refuse(directive, "write FILE [(HOW, …)]");
  }
  const Encoding encoding = parse_encoding(how.substr(0, how.size() - (how.empty() ? 0 : 1)));
  const std::string bytes = encoded(directive.block, encoding);
  return [file = file, bytes, append](CaseRun& run) { write_bytes(run.expand(file), bytes, append); };
}

Action write(const Directive& directive) { return write_lines(directive, false); }
Action append(const Directive& directive) { return write_lines(directive, true); }

Action export_csv(const Directive& directive) {
  const std::vector<std::string> words = words_of(directive.rest());
  if (words.size() != 1) refuse(directive, "export NAME");
  const std::string bytes = encoded(directive.block, {.crlf = true});
  return [=](CaseRun&) { write_bytes(fs::path("exports") / (words[0] + ".csv"), bytes); };
}

Action bytes(const Directive& directive) {
  const std::vector<std::string> words = words_of(directive.rest());
  if (words.size() != 1) refuse(directive, "bytes FILE");
  return [=, bytes = unescaped(directive.block)](CaseRun&) { write_bytes(words[0], bytes); };
}

Action edit(const Directive& directive) {
  const auto [file, change] = halves(directive.rest(), ": ");
  const auto [old_text, new_text] = halves(change + " ", " => ");
  if (old_text.empty() || change.find(" =>") == std::string::npos) refuse(directive, "edit FILE: OLD => NEW");
  const std::string new_one = new_text.empty() ? "" : new_text.substr(0, new_text.size() - 1);
  return [=, file = file, old_one = old_text](CaseRun& run) { replace_once(run.expand(file), old_one, new_one); };
}

Action insert(const Directive& directive) {
  const bool before = directive.rest().find(" before ") != std::string::npos;
  const auto [file, text] = halves(directive.rest(), before ? " before " : " after ");
  if (text.empty()) refuse(directive, "insert FILE after TEXT");
  return [=, file = file, text = text, lines = directive.block](CaseRun&) { insert_lines(file, text, before, lines); };
}

Action cut(const Directive& directive) {
  const auto [file, texts] = halves(directive.rest(), ": ");
  const auto [first, last] = halves(texts, " ... ");
  if (first.empty()) refuse(directive, "cut FILE: TEXT [... LINE]");
  return [=, file = file, first = first, last = last](CaseRun&) { cut_lines(file, first, last); };
}

Action remove(const Directive& directive) {
  const std::vector<std::string> paths = words_of(directive.rest());
  if (paths.empty()) refuse(directive, "remove PATH…");
  return [=](CaseRun& run) {
    for (const std::string& path : paths) {
      if (fs::remove_all(run.expand(path)) == 0) throw std::invalid_argument(fmt::format("there is no {}", path));
    }
  };
}

Action move(const Directive& directive) {
  const std::vector<std::string> paths = words_of(directive.rest());
  if (paths.size() != 2) refuse(directive, "move FROM TO");
  return [=](CaseRun&) { fs::rename(paths[0], paths[1]); };
}

Action copy(const Directive& directive) {
  const std::vector<std::string> paths = words_of(directive.rest());
  if (paths.size() != 2) refuse(directive, "copy FROM TO");
  return [=](CaseRun&) {
    fs::copy(paths[0], paths[1], fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  };
}

Action touch(const Directive& directive) {
  const std::vector<std::string> paths = words_of(directive.rest());
  if (paths.size() != 1) refuse(directive, "touch FILE");
  return [=](CaseRun&) {
    if (!fs::exists(paths[0])) write_bytes(paths[0], "");
    fs::last_write_time(paths[0], fs::file_time_type::clock::now());
  };
}

Action make_folder(const Directive& directive) {
  const std::vector<std::string> paths = words_of(directive.rest());
  if (paths.size() != 1) refuse(directive, "mkdir DIR");
  return [=](CaseRun&) { fs::create_directory(paths[0]); };
}

Action remember(const Directive& directive) {
  const std::vector<std::string> patterns = words_of(directive.rest());
  if (patterns.empty()) refuse(directive, "remember GLOB…");
  return [=](CaseRun& run) {
    for (const std::string& pattern : patterns) {
      run.remembered[pattern] = states_of(pattern);
      if (run.remembered[pattern].empty()) throw std::invalid_argument(fmt::format("there is no {}", pattern));
    }
  };
}

Action let(const Directive& directive) {
  const auto [name, text] = halves(directive.rest(), " = ");
  if (name.empty() || text.empty()) refuse(directive, "let NAME = SUBJECT");
  return [=, name = name, subject = Subject(text)](CaseRun& run) {
    const std::vector<std::string> lines = subject.lines(run.findings());
    if (lines.size() != 1) {
      throw std::invalid_argument(fmt::format("{} is not one line:\n{}", subject.text(), shown(lines)));
    }
    run.values[name] = lines.front();
  };
}

Action keep(const Directive& directive) {
  const std::vector<std::string> paths = words_of(directive.rest());
  if (paths.size() != 1) refuse(directive, "keep FILE");
  return [=](CaseRun& run) {
    if (!run.last) throw std::invalid_argument("no command ran before this");
    write_bytes(paths[0], run.last->output);
  };
}

Action needs(const Directive& directive) {
  const std::string what = directive.rest();
  if (what.empty()) refuse(directive, "needs PATH");
  return [=](CaseRun& run) {
    const bool raw = what == "raw data";
    const char* chosen = std::getenv("ROX_RAW_DATA");
    const fs::path raw_data = chosen != nullptr ? fs::path(chosen) : repository() / "../shared/data/rox-raw";
    const fs::path path = raw ? raw_data : fs::path(run.expand(what));
    if (!fs::exists(path)) {
      throw Skipped{raw ? fmt::format("no raw exports at {} (set ROX_RAW_DATA)", path.string())
                        : fmt::format("there is no {}", path.string())};
    }
    if (raw) run.values["raw"] = fs::canonical(path).string();
  };
}

// --- commands

std::vector<std::string> rox_words(const std::string& command) {
  std::vector<std::string> words = shell_words(command);
  if (words.empty() || words.front() != "rox") throw std::invalid_argument("only rox can be run: `$ rox VERB …`");
  words.erase(words.begin());
  return words;
}

void run_command(CaseRun& run, std::vector<std::string> words, const std::string& command, int exit_code) {
  for (std::string& word : words) word = run.expand(word);
  run.command = command;
  run.last.reset();
  run.last = run_rox(words);
  if (run.last->exit_code == exit_code) return;
  throw std::runtime_error(fmt::format("exit code {}, expected {}", run.last->exit_code, exit_code));
}

/// Below a command stands what is expected of it, word by word: lines that only look like output would not be compared.
void refuse_block(const Directive& directive) {
  if (directive.block.empty()) return;
  throw std::invalid_argument(
      fmt::format("`{}` takes no indented lines; `stdout =` compares what was printed", directive.word()));
}

/// `$ rox …`, with the exit code that the next line says.
Action command(const Directive& directive, int exit_code) {
  const std::string text = directive.rest();
  return [=, words = rox_words(text)](CaseRun& run) { run_command(run, words, text, exit_code); };
}

int exit_code_of(const Directive& directive) {
  const std::string code = directive.rest();
  if (code.empty() || code.size() > 3 || code.find_first_not_of("0123456789") != std::string::npos) {
    refuse(directive, "exit N");
  }
  refuse_block(directive);
  return std::stoi(code);
}

Action query(const Directive& directive) {
  const std::string sql = directive.rest();
  if (sql.empty()) refuse(directive, "query SQL");
  const Expectation rows({directive.line, "stdout =", directive.block});
  return [=](CaseRun& run) {
    run_command(run, {"query", sql, "--csv"}, fmt::format("rox query \"{}\" --csv", sql), 0);
    const std::size_t heading = run.last->output.find('\n');
    CommandResult without_heading = *run.last;
    without_heading.output.erase(0, heading == std::string::npos ? heading : heading + 1);
    Findings findings = run.findings();
    findings.last = &without_heading;
    rows.check(findings);
  };
}

// --- expectations

Action expect_there(const Directive& directive, bool there) {
  const std::vector<std::string> paths = words_of(directive.rest());
  if (paths.empty()) refuse(directive, there ? "exists PATH…" : "missing PATH…");
  return [=](CaseRun& run) {
    for (const std::string& path : paths) {
      if (fs::exists(run.expand(path)) == there) continue;
      throw std::runtime_error(fmt::format("{} {}", path, there ? "isn't there" : "is there, and should not be"));
    }
  };
}

Action exists(const Directive& directive) { return expect_there(directive, true); }
Action missing(const Directive& directive) { return expect_there(directive, false); }

Action same(const Directive& directive) {
  const std::vector<std::string> paths = words_of(directive.rest());
  if (paths.size() != 2) refuse(directive, "same A B");
  return [=](CaseRun& run) {
    const std::string differs = difference(run.expand(paths[0]), run.expand(paths[1]));
    if (!differs.empty()) throw std::runtime_error(differs);
  };
}

void expect_untouched(const std::string& pattern, const std::map<std::string, FileState>& before) {
  const std::map<std::string, FileState> now = states_of(pattern);
  for (const auto& [path, state] : before) {
    const auto found = now.find(path);
    if (found == now.end()) throw std::runtime_error(fmt::format("{} is gone", path));
    if (found->second.bytes != state.bytes) throw std::runtime_error(fmt::format("{} changed", path));
    if (found->second != state) throw std::runtime_error(fmt::format("{} was written again", path));
  }
  for (const auto& [path, state] : now) {
    if (!before.contains(path)) throw std::runtime_error(fmt::format("{} is new", path));
  }
}

Action untouched(const Directive& directive) {
  const std::vector<std::string> patterns = words_of(directive.rest());
  if (patterns.empty()) refuse(directive, "untouched GLOB…");
  return [=](CaseRun& run) {
    for (const std::string& pattern : patterns) {
      const auto before = run.remembered.find(pattern);
      if (before == run.remembered.end()) throw std::invalid_argument(fmt::format("{} isn't remembered", pattern));
      expect_untouched(pattern, before->second);
    }
  };
}

Action expect(const Directive& directive) {
  return [expectation = Expectation(directive)](CaseRun& run) { expectation.check(run.findings()); };
}

// --- the language

/// A word that a line starts with. What isn't in the table is an expectation of a subject.
struct Word {
  const char* name;
  Action (*compile)(const Directive&);
  bool takes_block;
  bool expects;
};

constexpr Word kWords[] = {
    {"use", use, false, false},           {"write", write, true, false},
    {"append", append, true, false},      {"export", export_csv, true, false},
    {"bytes", bytes, true, false},        {"edit", edit, false, false},
    {"insert", insert, true, false},      {"cut", cut, false, false},
    {"remove", remove, false, false},     {"move", move, false, false},
    {"copy", copy, false, false},         {"touch", touch, false, false},
    {"mkdir", make_folder, false, false}, {"remember", remember, false, false},
    {"let", let, false, false},           {"keep", keep, false, false},
    {"needs", needs, false, false},       {"query", query, true, true},
    {"exists", exists, false, true},      {"missing", missing, false, true},
    {"same", same, false, true},          {"untouched", untouched, false, true},
};

struct Step {
  std::size_t line;
  Action act;
};

Action compile(const Directive& directive, bool& expects) {
  const std::string word = directive.word();
  const auto* known = std::find_if(std::begin(kWords), std::end(kWords), [&](const Word& w) { return word == w.name; });
  if (known == std::end(kWords)) {
    expects = true;
    return expect(directive);
  }
  if (directive.block.empty() == known->takes_block) {
    throw std::invalid_argument(known->takes_block ? fmt::format("`{}` takes indented lines below it", word)
                                                   : fmt::format("`{}` takes no indented lines", word));
  }
  expects = expects || known->expects;
  return known->compile(directive);
}

std::vector<Step> compile(const std::vector<Directive>& directives) {
  std::vector<Step> steps;
  bool expects = false;
  for (std::size_t i = 0; i < directives.size(); ++i) {
    const Directive& directive = directives[i];
    try {
      if (directive.word() == "$") {
        refuse_block(directive);
        const bool says_exit = i + 1 < directives.size() && directives[i + 1].word() == "exit";
        steps.push_back({directive.line, command(directive, says_exit ? exit_code_of(directives[i + 1]) : 0)});
        expects = expects || says_exit;
        i += says_exit ? 1 : 0;
      } else if (directive.word() == "exit") {
        throw std::invalid_argument("`exit N` stands right below a command");
      } else {
        steps.push_back({directive.line, compile(directive, expects)});
      }
    } catch (const std::logic_error& error) {
      throw CaseError(directive.line, error.what());
    }
  }
  if (!expects) throw CaseError(1, "it expects nothing, so it can't fail");
  return steps;
}

std::string report(const std::string& what, const CaseRun& run) {
  if (run.command.empty()) return what;
  std::string text = fmt::format("{}{}after: {}\n", what, what.ends_with('\n') ? "" : "\n", run.command);
  if (!run.last) return text;
  return text + fmt::format("exit code: {}\n--- standard output\n{}--- standard error\n{}", run.last->exit_code,
                            run.last->output, run.last->errors);
}

}  // namespace

CaseOutcome run_case(std::string_view text) {
  CaseRun run;
  std::size_t line = 1;
  try {
    for (const Step& step : compile(read_directives(text))) {
      line = step.line;
      step.act(run);
    }
  } catch (const Skipped& skipped) {
    return {std::nullopt, skipped.reason};
  } catch (const CaseError& error) {
    return {CaseFailure{error.line(), error.what()}, ""};
  } catch (const std::exception& error) {
    return {CaseFailure{line, report(error.what(), run)}, ""};
  }
  return {};
}

}  // namespace rox::test
