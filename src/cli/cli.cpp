#include "cli/cli.hpp"

#include <fmt/format.h>

#include <csignal>
#include <exception>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/interrupt.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "cli/manual.hpp"
#include "cli/verb_info.hpp"
#include "cli/verbs.hpp"
#include "cli/version.hpp"

namespace rox {
namespace {

constexpr int kBugExit = 70;  // EX_SOFTWARE: none of ExitCode, so that scripts don't take a bug for bad data

constexpr std::pair<VerbGroup, const char*> kGroups[] = {
    {VerbGroup::start, "Start"},
    {VerbGroup::pipeline, "From exports to the warehouse"},
    {VerbGroup::answers, "Answers"},
    {VerbGroup::rox, "rox itself"},
};

std::string overview() {
  std::string text =
      "rox: a folder of CSV exports as a verified warehouse, every row accounted for.\n\n"
      "Usage: rox VERB [OPTIONS]\n";
  for (const auto& [group, title] : kGroups) {
    std::string lines;
    for (const Verb& verb : verbs()) {
      if (verb.group == group) lines += fmt::format("  {:<10} {}\n", verb.name, verb.summary);
    }
    if (!lines.empty()) text += fmt::format("\n{}:\n{}", title, lines);
  }
  text +=
      "\n  rox help VERB    what a verb takes\n"
      "  rox --version    what this rox is made of: its commit and libraries\n\n"
      "Exit codes: 0 done, 1 the data or the run failed, 2 the command or a project file is wrong,\n"
      "3 something outside failed (disk, network, database), 70 a bug in rox.\n";
  return text;
}

constexpr const char* kGlobals = "Options of every verb";

void add_global_options(Options& verb, const VerbTraits& traits, GlobalOptions& globals) {
  const char* group = kGlobals;
  if (traits.project) {
    verb.add("-C,--project", globals.project_dir, "The project's folder, or one inside it (default: here)")
        .value_name("DIR")
        .group(group);
    verb.add("-t,--target", globals.target, "A target of rox.toml (default: local)").value_name("NAME").group(group);
    verb.add("--source", globals.source, "Read the exports from DIR instead of [source] path")
        .value_name("DIR")
        .group(group);
  }
  if (traits.changes) verb.add_flag("--dry-run", globals.dry_run, "Only say what would be done").group(group);
  verb.add_flag("--json", globals.json, "Machine output").group(group);
  verb.add_flag("-q,--quiet", globals.quiet, "No progress and no notes").group(group);
  verb.add_flag("-v,--verbose", globals.verbose, "More about what is done").group(group);
}

struct DefinedVerb {
  Options options;
  Action action;
};

/// The command line, and what it is parsed into.
struct Program {
  CommandLine line{"rox"};
  GlobalOptions globals;
  std::vector<DefinedVerb> verbs;
  bool version = false;
  std::string help_topic;
  bool manual = false;
  bool reference = false;
};

constexpr const char* kHelp = "help";

void define(Program& program) {
  Options before_verb = program.line.before_verb();
  add_global_options(before_verb, {}, program.globals);  // `rox -C DIR VERB` works as `rox VERB -C DIR` does
  before_verb.add_flag("--version", program.version, "");
  for (const Verb& verb : verbs()) {
    Options options = before_verb.add_subverb(std::string(verb.name), std::string(verb.summary));
    Action action = verb.define(options, program.globals);
    add_global_options(options, verb.traits, program.globals);
    program.verbs.push_back({options, std::move(action)});
  }
  Options help = before_verb.add_subverb(kHelp, "what a verb takes; or all of it as a page");
  help.strict();
  help.add("VERB", program.help_topic, "The verb (default: all, a line each)");
  help.add_flag("--man", program.manual, "The manual page, for man");
  help.add_flag("--markdown", program.reference, "All verbs and options, as docs/options.md has them");
}

std::vector<std::string> verb_names() {
  std::vector<std::string> names{kHelp};
  for (const Verb& verb : verbs()) names.emplace_back(verb.name);
  return names;
}

std::string help_topic(const Program& program) {
  if (program.manual) return manual_page(program_info());
  if (program.reference) return reference_page(program_info());
  const std::string& topic = program.help_topic;
  if (topic.empty()) return overview();
  for (const DefinedVerb& verb : program.verbs) {
    if (verb.options.name() == topic) return verb.options.help();
  }
  throw usage_error(fmt::format("unknown verb '{}'{}", topic, did_you_mean(topic, verb_names())))
      .hint("`rox --help` lists the verbs");
}

ExitCode run(Program& program, int argc, char** argv) {
  const bool wants_help = !program.line.parse(argc, argv);
  const std::optional<Options> verb = program.line.chosen();
  if (wants_help) {
    print(verb ? verb->help() : overview());
    return ExitCode::done;
  }
  if (program.version) {
    print(program.globals.json ? json_text(version_json()) + "\n" : version_text());
    return ExitCode::done;
  }
  program.line.refuse_strays();
  if (verb && verb->name() == kHelp) {
    print(help_topic(program));
    return ExitCode::done;
  }
  log_to(program.globals.verbose && !program.globals.quiet ? note_as_is : LogSink());
  for (const DefinedVerb& defined : program.verbs) {
    if (defined.options.named()) return defined.action();
  }
  print(overview());
  return ExitCode::usage;
}

nlohmann::json error_json(const Error& error) {
  nlohmann::json json{{"kind", to_string(error.kind())}, {"message", error.what()}};
  if (!error.place().file.empty()) json["file"] = error.place().file;
  if (error.place().line != 0) json["line"] = error.place().line;
  if (error.place().column != 0) json["column"] = error.place().column;
  if (!error.hint_text().empty()) json["hint"] = error.hint_text();
  return json;
}

int report(const Error& error, bool json) {
  if (json) {
    nlohmann::json object{{"error", error_json(error)}};
    note_as_is(json_text(object));
  } else {
    const char* red = stderr_has_color() ? "\x1B[1;31m" : "";
    const char* plain = stderr_has_color() ? "\x1B[0m" : "";
    note(fmt::format("{}error:{} {}", red, plain, error.report()));
  }
  return static_cast<int>(error.exit_code());
}

int report_bug(const std::exception& error, bool json) {
  if (json) {
    nlohmann::json object{{"error", {{"kind", "bug"}, {"message", bug_text(error)}}}};
    note_as_is(json_text(object));
  } else {
    note("error: " + report_of(error));
  }
  return kBugExit;
}

/// Whether errors are wanted as JSON, also when the command line could not be parsed.
bool asks_for_json(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--json") return true;
  }
  return false;
}

/// Does what the command line says and reports what goes wrong. Returns the exit code.
int run_reporting(int argc, char** argv) {
  std::signal(SIGXFSZ, SIG_IGN);  // a write past the limit then fails with EFBIG, which is reported
  std::signal(SIGPIPE, SIG_IGN);  // print() says ReaderGone instead, which ends a verb in order
  bool json = asks_for_json(argc, argv);
  try {
    Program program;
    define(program);
    ExitCode code = run(program, argc, argv);
    flush_output();
    return static_cast<int>(code);
  } catch (const ReaderGone&) {
    return static_cast<int>(ExitCode::done);
  } catch (const Error& error) {
    return report(error, json);
  } catch (const std::exception& error) {
    if (const std::optional<Error> known = standard_error(error)) return report(*known, json);
    return report_bug(error, json);
  }
}

}  // namespace

VerbInfo program_info() {
  Program program;
  define(program);
  VerbInfo info = program.line.before_verb().info(kGlobals);
  info.name = "rox";
  return info;
}

int run_cli(int argc, char** argv) {
  const int code = run_reporting(argc, argv);
  end_if_interrupted();
  return code;
}

}  // namespace rox
