#include "cli/cli.hpp"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <csignal>
#include <exception>
#include <memory>
#include <new>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "base/interrupt.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "cli/verbs.hpp"
#include "engine/duckdb/duckdb.hpp"

namespace rox {
namespace {

constexpr int kBugExit = 70;  // EX_SOFTWARE: none of ExitCode, so that scripts don't take a bug for bad data

constexpr std::pair<VerbGroup, const char*> kGroups[] = {
    {VerbGroup::start, "Start"},
    {VerbGroup::pipeline, "From exports to the warehouse"},
    {VerbGroup::answers, "Answers"},
};

std::string version_text() { return fmt::format("rox {} (DuckDB {})\n", ROX_VERSION, duckdb_version()); }

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
      "  rox --version    the versions of rox and of the DuckDB inside\n\n"
      "Exit codes: 0 done, 1 the data or the run failed, 2 the command or a project file is wrong,\n"
      "3 something outside failed (disk, network, database), 70 a bug in rox.\n";
  return text;
}

void add_global_options(CLI::App& app, const VerbTraits& traits, GlobalOptions& globals) {
  const char* group = "Options of every verb";
  if (traits.project) {
    app.add_option("-C,--project", globals.project_dir, "The project's folder, or one inside it (default: here)")
        ->type_name("DIR")
        ->group(group);
    app.add_option("-t,--target", globals.target, "A target of rox.toml (default: local)")
        ->type_name("NAME")
        ->group(group);
    app.add_option("--source", globals.source, "Read the exports from DIR instead of [source] path")
        ->type_name("DIR")
        ->group(group);
  }
  if (traits.changes) app.add_flag("--dry-run", globals.dry_run, "Only say what would be done")->group(group);
  app.add_flag("--json", globals.json, "Machine output")->group(group);
  app.add_flag("-q,--quiet", globals.quiet, "No progress and no notes")->group(group);
  app.add_flag("-v,--verbose", globals.verbose, "More about what is done")->group(group);
}

struct CommandLine {
  CLI::App app{"", "rox"};
  GlobalOptions globals;
  std::vector<std::pair<CLI::App*, Action>> actions;
  bool version = false;
  std::string help_topic;
};

/// Words that nothing takes are collected (allow_extras) and reported by us, with a suggestion. Options of
/// a verb may stand after its own subverbs (fallthrough): `rox model show --json`.
void relax(CLI::App& app) {
  app.allow_extras();
  for (CLI::App* sub : app.get_subcommands([](CLI::App*) { return true; })) {
    sub->fallthrough();
    relax(*sub);
  }
}

void define(CommandLine& line) {
  line.app.set_help_flag("-h,--help", "This help");
  add_global_options(line.app, {}, line.globals);  // `rox -C DIR VERB` works as `rox VERB -C DIR` does
  line.app.require_subcommand(0, 1);  // a second word that is also a verb (`rox help query`) is an argument
  line.app.add_flag("--version", line.version);
  for (const Verb& verb : verbs()) {
    CLI::App* sub = line.app.add_subcommand(std::string(verb.name), std::string(verb.summary));
    line.actions.emplace_back(sub, verb.define(*sub, line.globals));
    add_global_options(*sub, verb.traits, line.globals);
    relax(*sub);
  }
  line.app.add_subcommand("help", "What a verb takes")->add_option("VERB", line.help_topic);
  line.app.allow_extras();
}

std::vector<std::string> verb_names() {
  std::vector<std::string> names{"help"};
  for (const Verb& verb : verbs()) names.emplace_back(verb.name);
  return names;
}

std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* level = &app; level != nullptr; level = level->get_parent()) {
    for (const CLI::Option* option : level->get_options()) {
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
  }
  return names;
}

/// The deepest verb that was named: `rox model show` is show.
const CLI::App& chosen(const CLI::App& app) {
  auto subs = app.get_subcommands();
  return subs.empty() ? app : chosen(*subs.front());
}

std::string full_name(const CLI::App& app) {
  return app.get_parent() == nullptr ? app.get_name() : full_name(*app.get_parent()) + " " + app.get_name();
}

[[noreturn]] void reject_word(const CLI::App& app, const std::string& word) {
  if (word.starts_with("-")) {
    std::string name = word.substr(0, word.find('='));
    throw usage_error(fmt::format("unknown option '{}'{}", name, did_you_mean(name, option_names(app))))
        .hint(fmt::format("`{} --help` lists the options", full_name(app)));
  }
  std::vector<std::string> known;
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; }))
    known.push_back(sub->get_name());
  if (known.empty()) {
    throw usage_error(fmt::format("unexpected argument '{}'", word))
        .hint(fmt::format("`{} --help` shows what it takes; text with blanks needs quotes", full_name(app)));
  }
  throw usage_error(fmt::format("unknown verb '{}'{}", word, did_you_mean(word, known)))
      .hint(fmt::format("`{} --help` lists the verbs", full_name(app)));
}

/// Options before the verb have to be some that the verb takes.
void check_leading_options(const CLI::App& root, const CLI::App& verb) {
  const CLI::App* owner = &verb;
  while (owner->get_parent() != nullptr && owner->get_parent() != &root) owner = owner->get_parent();
  if (owner == &root) return;
  for (const CLI::Option* option : root.get_options()) {
    if (option->count() == 0) continue;
    std::string name = "--" + option->get_lnames().front();
    if (owner->get_option_no_throw(name) == nullptr) reject_word(verb, name);
  }
}

std::string help_of(const CLI::App& app) {
  return app.get_parent() == nullptr ? overview() : app.help(full_name(*app.get_parent()));
}

std::string help_topic(const CLI::App& app, const std::string& topic) {
  if (topic.empty()) return overview();
  for (const Verb& verb : verbs()) {
    if (verb.name == topic) return help_of(*app.get_subcommand(topic));
  }
  throw usage_error(fmt::format("unknown verb '{}'{}", topic, did_you_mean(topic, verb_names())))
      .hint("`rox --help` lists the verbs");
}

/// Logs go to standard error, always: standard output is for results.
void set_up_logs(const GlobalOptions& globals) {
  auto logger = std::make_shared<spdlog::logger>(
      "rox", std::make_shared<spdlog::sinks::stderr_color_sink_mt>(stderr_has_color() ? spdlog::color_mode::always
                                                                                      : spdlog::color_mode::never));
  logger->set_pattern(globals.verbose ? "%H:%M:%S.%e %^%l%$ %v" : "%^%l%$: %v");
  logger->set_level(globals.quiet ? spdlog::level::err : globals.verbose ? spdlog::level::debug : spdlog::level::warn);
  spdlog::set_default_logger(std::move(logger));
}

ExitCode run(CommandLine& line, int argc, char** argv) {
  try {
    line.app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    print(help_of(chosen(line.app)));
    return ExitCode::done;
  } catch (const CLI::ParseError& error) {
    throw usage_error(error.what()).hint(fmt::format("`{} --help` shows what it takes", full_name(chosen(line.app))));
  }
  if (line.version) {
    print(version_text());
    return ExitCode::done;
  }
  const CLI::App& verb = chosen(line.app);
  if (auto words = line.app.remaining(true); !words.empty()) reject_word(verb, words.front());
  check_leading_options(line.app, verb);
  if (verb.get_name() == "help") {
    print(help_topic(line.app, line.help_topic));
    return ExitCode::done;
  }
  set_up_logs(line.globals);
  for (auto& [sub, action] : line.actions) {
    if (sub->parsed()) return action();
  }
  print(overview());
  return ExitCode::usage;
}

nlohmann::json error_json(const Error& error) {
  const char* kinds[] = {"data", "usage", "outside"};
  nlohmann::json json{{"kind", kinds[static_cast<int>(error.kind())]}, {"message", error.what()}};
  if (!error.place().file.empty()) json["file"] = error.place().file;
  if (error.place().line != 0) json["line"] = error.place().line;
  if (error.place().column != 0) json["column"] = error.place().column;
  if (!error.hint_text().empty()) json["hint"] = error.hint_text();
  return json;
}

int report(const Error& error, bool json) {
  if (json) {
    nlohmann::json object{{"error", error_json(error)}};
    note(object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  } else {
    const char* red = stderr_has_color() ? "\x1B[1;31m" : "";
    const char* plain = stderr_has_color() ? "\x1B[0m" : "";
    note(fmt::format("{}error:{} {}", red, plain, error.report()));
  }
  return static_cast<int>(error.exit_code());
}

int report_bug(const std::exception& error, bool json) {
  std::string text = fmt::format("this is a bug in rox: {}", error.what());
  if (json) {
    nlohmann::json object{{"error", {{"kind", "bug"}, {"message", text}}}};
    note(object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  } else {
    note(fmt::format("error: {}\n  hint: please report it, with the command and this text", text));
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
    CommandLine line;
    define(line);
    ExitCode code = run(line, argc, argv);
    flush_output();
    return static_cast<int>(code);
  } catch (const ReaderGone&) {
    return static_cast<int>(ExitCode::done);
  } catch (const Error& error) {
    return report(error, json);
  } catch (const std::bad_alloc&) {
    return report(outside_error("out of memory").hint("lower [run] memory_limit or threads in rox.toml"), json);
  } catch (const std::system_error& error) {
    return report(outside_error(error.what()), json);
  } catch (const std::exception& error) {
    return report_bug(error, json);
  }
}

}  // namespace

int run_cli(int argc, char** argv) {
  const int code = run_reporting(argc, argv);
  end_if_interrupted();
  return code;
}

}  // namespace rox
