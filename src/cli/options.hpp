// What a verb takes on the command line. A verb says it so:
//
//     options.add("DIR", arguments->dir, "Where to write the exports").required();
//     options.add("--threads", arguments->threads, "Threads to use").value_name("N").between(1, 1024);
//     options.add_flag("--force", arguments->force, "Replace files of the same names");
//
// The variables are filled when the command line is parsed. They have to live until then, and hold the defaults.
//
// CLI11 does the work. Only options.cpp includes it: its headers cost a compiler three seconds, and clang-tidy seven.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/verb_info.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace rox {

/// One of a verb's options, to say more about it. A handle: copies are about the same option.
class Option {
 public:
  explicit Option(CLI::Option& option) : option_(&option) {}

  Option& required();
  Option& excludes(const Option& other);

  Option& between(int least, int most);
  Option& between(double least, double most);
  Option& not_negative();

  /// Of a list: one value each time that the option is given, so that an argument may follow. Otherwise it takes all
  /// words up to the next option.
  Option& one_at_a_time();
  /// Of a list: A,B is two values.
  Option& separated_by_commas();

  /// What the help calls the value, in place of its type.
  Option& value_name(const std::string& name);
  /// The help says what the variable holds now.
  Option& shows_default();
  /// The title that the help lists it under.
  Option& group(const std::string& title);

 private:
  CLI::Option* option_;
};

/// What a verb takes, or the program itself before its verb. A handle: copies are about the same verb.
class Options {
 public:
  explicit Options(CLI::App& app) : app_(&app) {}

  /// An option ("--threads", "-t,--target") or, named without dashes ("DIR"), an argument.
  Option add(const std::string& names, std::string& value, const std::string& help);
  Option add(const std::string& names, std::filesystem::path& value, const std::string& help);
  Option add(const std::string& names, std::uint16_t& value, const std::string& help);
  Option add(const std::string& names, std::uint32_t& value, const std::string& help);
  Option add(const std::string& names, std::uint64_t& value, const std::string& help);
  Option add(const std::string& names, double& value, const std::string& help);
  Option add(const std::string& names, std::chrono::milliseconds& value, const std::string& help);  // in seconds: 0.5
  Option add(const std::string& names, std::optional<std::uint32_t>& value, const std::string& help);
  Option add(const std::string& names, std::optional<std::uint64_t>& value, const std::string& help);
  Option add(const std::string& names, std::vector<std::string>& values, const std::string& help);
  /// A list that may be empty when it is given: `--compare` alone.
  Option add(const std::string& names, std::optional<std::vector<std::string>>& values, const std::string& help);

  Option add_flag(const std::string& names, bool& value, const std::string& help);

  /// Options of a verb may stand after its subverb: `rox model show --json`.
  Options add_subverb(const std::string& name, const std::string& summary);
  void require_subverb();
  /// A word that the verb doesn't take is an error at once, without a suggestion: CommandLine::refuse_strays() never
  /// hears of it.
  Options& strict();

  std::string name() const;
  /// The verb with its subverbs. Options in the group `globals` are those of every verb.
  VerbInfo info(const std::string& globals) const;
  /// What `--help` prints of a verb.
  std::string help() const;
  /// Whether the command line names this verb.
  bool named() const;

 private:
  CLI::App* app_;
};

/// The command line of the whole program.
class CommandLine {
 public:
  explicit CommandLine(const std::string& program);
  ~CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  /// The program's own options, and as its subverbs the verbs.
  Options before_verb();

  /// Fills the variables. False: help is asked for, so nothing else counts. Throws usage_error, but not yet for words
  /// that nothing takes.
  bool parse(int argc, const char* const* argv);
  /// Throws usage_error for a word that nothing takes, and for an option before the verb that the verb doesn't take.
  /// The error names the nearest that there is.
  void refuse_strays() const;
  /// The deepest verb that is named: show, of `rox model show`. Nothing if none is.
  std::optional<Options> chosen() const;

 private:
  std::unique_ptr<CLI::App> app_;
};

}  // namespace rox
