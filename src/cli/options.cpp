#include "cli/options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "base/error.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

bool is_any(const CLI::App*) { return true; }

std::string full_name(const CLI::App& app) {
  return app.get_parent() == nullptr ? app.get_name() : full_name(*app.get_parent()) + " " + app.get_name();
}

CLI::App& deepest(CLI::App& app) {
  const std::vector<CLI::App*> named = app.get_subcommands();
  return named.empty() ? app : deepest(*named.front());
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

std::vector<std::string> verb_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* verb : app.get_subcommands(is_any)) names.push_back(verb->get_name());
  return names;
}

[[noreturn]] void refuse(const CLI::App& app, const std::string& word) {
  if (word.starts_with('-')) {
    const std::string name = word.substr(0, word.find('='));
    throw usage_error(fmt::format("unknown option '{}'{}", name, did_you_mean(name, option_names(app))))
        .hint(fmt::format("`{} --help` lists the options", full_name(app)));
  }
  const std::vector<std::string> verbs = verb_names(app);
  if (verbs.empty()) {
    throw usage_error(fmt::format("unexpected argument '{}'", word))
        .hint(fmt::format("`{} --help` shows what it takes; text with blanks needs quotes", full_name(app)));
  }
  throw usage_error(fmt::format("unknown verb '{}'{}", word, did_you_mean(word, verbs)))
      .hint(fmt::format("`{} --help` lists the verbs", full_name(app)));
}

OptionInfo info_of(const CLI::Option& option) {
  OptionInfo info;
  info.is_argument = option.get_positional();
  if (info.is_argument) {
    info.names.push_back(option.get_name());
  } else {
    for (const std::string& name : option.get_snames()) info.names.push_back("-" + name);
    for (const std::string& name : option.get_lnames()) info.names.push_back("--" + name);
    if (option.get_type_size_max() > 0) info.value = option.get_type_name();
  }
  info.help = option.get_description();
  info.required = option.get_required();
  info.several = option.get_expected_max() > 1;
  info.needs_no_value = option.get_expected_min() == 0;
  return info;
}

VerbInfo info_of(const CLI::App& app, const std::string& globals) {
  VerbInfo info{app.get_name(), app.get_description()};
  for (const CLI::Option* option : app.get_options()) {
    if (option == app.get_help_ptr() || option->get_description().empty()) continue;
    OptionInfo one = info_of(*option);
    (one.is_argument                  ? info.arguments
     : option->get_group() == globals ? info.globals
                                      : info.options)
        .push_back(std::move(one));
  }
  for (const CLI::App* verb : app.get_subcommands(is_any)) info.subverbs.push_back(info_of(*verb, globals));
  return info;
}

}  // namespace

Option& Option::required() {
  option_->required();
  return *this;
}

Option& Option::excludes(const Option& other) {
  option_->excludes(other.option_);
  return *this;
}

Option& Option::between(int least, int most) {
  option_->check(CLI::Range(least, most));
  return *this;
}

Option& Option::between(double least, double most) {
  option_->check(CLI::Range(least, most));
  return *this;
}

Option& Option::not_negative() {
  option_->check(CLI::NonNegativeNumber);
  return *this;
}

Option& Option::one_at_a_time() {
  option_->allow_extra_args(false);
  return *this;
}

Option& Option::separated_by_commas() {
  option_->delimiter(',');
  return *this;
}

Option& Option::value_name(const std::string& name) {
  option_->type_name(name);
  return *this;
}

Option& Option::shows_default() {
  option_->capture_default_str();
  return *this;
}

Option& Option::group(const std::string& title) {
  option_->group(title);
  return *this;
}

Option Options::add(const std::string& names, std::string& value, const std::string& help) {
  return Option(*app_->add_option(names, value, help));
}

Option Options::add(const std::string& names, std::filesystem::path& value, const std::string& help) {
  return Option(*app_->add_option(names, value, help));
}

Option Options::add(const std::string& names, std::uint16_t& value, const std::string& help) {
  return Option(*app_->add_option(names, value, help));
}

Option Options::add(const std::string& names, std::uint32_t& value, const std::string& help) {
  return Option(*app_->add_option(names, value, help));
}

Option Options::add(const std::string& names, std::uint64_t& value, const std::string& help) {
  return Option(*app_->add_option(names, value, help));
}

Option Options::add(const std::string& names, double& value, const std::string& help) {
  return Option(*app_->add_option(names, value, help));
}

Option Options::add(const std::string& names, std::chrono::milliseconds& value, const std::string& help) {
  const auto take = [&value](const double& seconds) {
    value = std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
  };
  return Option(*app_->add_option_function<double>(names, take, help));
}

Option Options::add(const std::string& names, std::optional<std::uint32_t>& value, const std::string& help) {
  return Option(*app_->add_option(names, value, help));
}

Option Options::add(const std::string& names, std::optional<std::uint64_t>& value, const std::string& help) {
  return Option(*app_->add_option(names, value, help));
}

Option Options::add(const std::string& names, std::vector<std::string>& values, const std::string& help) {
  return Option(*app_->add_option(names, values, help));
}

Option Options::add(const std::string& names, std::optional<std::vector<std::string>>& values,
                    const std::string& help) {
  const auto take = [&values](std::vector<std::string> given) {
    std::erase(given, "");  // what CLI11 makes of none
    values = std::move(given);
  };
  CLI::Option* option = app_->add_option_function<std::vector<std::string>>(names, take, help);
  return Option(*option->expected(0, -1));
}

Option Options::add_flag(const std::string& names, bool& value, const std::string& help) {
  return Option(*app_->add_flag(names, value, help));
}

Options Options::add_subverb(const std::string& name, const std::string& summary) {
  CLI::App* verb = app_->add_subcommand(name, summary);
  // Not for the program's own: those that a verb takes, it has itself.
  if (app_->get_parent() != nullptr) verb->fallthrough();
  return Options(*verb);
}

void Options::require_subverb() { app_->require_subcommand(1); }

Options& Options::strict() {
  app_->allow_extras(false);
  return *this;
}

std::string Options::name() const { return app_->get_name(); }

VerbInfo Options::info(const std::string& globals) const { return info_of(*app_, globals); }

std::string Options::help() const { return app_->help(full_name(*app_->get_parent())); }

bool Options::named() const { return app_->parsed(); }

CommandLine::CommandLine(const std::string& program) : app_(std::make_unique<CLI::App>("", program)) {
  app_->set_help_flag("-h,--help", "This help");
  app_->require_subcommand(0, 1);  // a second word that is also a verb (`rox help query`) is an argument
  app_->allow_extras();            // refuse_strays() says more about them than CLI11
}

CommandLine::~CommandLine() = default;

Options CommandLine::before_verb() { return Options(*app_); }

bool CommandLine::parse(int argc, const char* const* argv) {
  try {
    app_->parse(argc, argv);
    return true;
  } catch (const CLI::CallForHelp&) {
    return false;
  } catch (const CLI::ParseError& error) {
    throw usage_error(error.what()).hint(fmt::format("`{} --help` shows what it takes", full_name(deepest(*app_))));
  }
}

void CommandLine::refuse_strays() const {
  const CLI::App& verb = deepest(*app_);
  if (const std::vector<std::string> words = app_->remaining(true); !words.empty()) refuse(verb, words.front());
  const std::vector<CLI::App*> named = app_->get_subcommands();
  if (named.empty()) return;
  for (const CLI::Option* option : app_->get_options()) {
    if (option->count() == 0) continue;
    const std::string name = "--" + option->get_lnames().front();
    if (named.front()->get_option_no_throw(name) == nullptr) refuse(verb, name);
  }
}

std::optional<Options> CommandLine::chosen() const {
  CLI::App& verb = deepest(*app_);
  if (&verb == app_.get()) return std::nullopt;
  return Options(verb);
}

}  // namespace rox
