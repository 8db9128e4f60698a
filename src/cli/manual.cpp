#include "cli/manual.hpp"

#include <fmt/format.h>

#include <string_view>
#include <vector>

#include "base/text.hpp"

namespace rox {
namespace {

/// "--into DIR", "--compare [NAME…]", "DIR…".
std::string shown(const OptionInfo& option) {
  const std::string& name = option.names.back();
  const std::string more = option.several ? "…" : "";
  if (option.is_argument) return name + more;
  if (option.value.empty()) return name;
  return fmt::format(fmt::runtime(option.needs_no_value ? "{} [{}{}]" : "{} {}{}"), name, option.value, more);
}

/// All its names: "-C, --project DIR".
std::string heading(const OptionInfo& option) {
  if (option.is_argument) return shown(option);
  std::vector<std::string> names(option.names.begin(), option.names.end() - 1);
  names.push_back(shown(option));
  return join(names, ", ");
}

/// Text for roff: no line of it is taken for a request, and a dash can be searched for.
std::string roff(std::string_view text) {
  std::string out;
  bool line_begins = true;
  for (const char c : text) {
    if (line_begins && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
    line_begins = c == '\n';
  }
  return out;
}

void put_options(const std::vector<OptionInfo>& options, std::string& out) {
  for (const OptionInfo& option : options) {
    out += fmt::format(".TP\n.B {}\n{}\n", roff(heading(option)), roff(option.help));
  }
}

void put_verb(const VerbInfo& verb, const std::string& prefix, std::string& out) {
  const std::string name = prefix + " " + verb.name;
  if (verb.subverbs.empty()) {
    out += fmt::format(".SS \"{}\"\n{}\n", roff(prefix + " " + synopsis(verb)), roff(verb.summary));
  } else {
    out += fmt::format(".SS \"{}\"\n{}\n", roff(name), roff(verb.summary));
  }
  put_options(verb.arguments, out);
  put_options(verb.options, out);
  for (const VerbInfo& subverb : verb.subverbs) put_verb(subverb, name, out);
}

void put_table(const std::vector<OptionInfo>& options, std::string& out) {
  if (options.empty()) return;
  const auto cell = [](std::string text) {
    for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) text.insert(at, 1, '\\');
    return text;
  };
  out += "\n| | |\n|---|---|\n";
  for (const OptionInfo& option : options) {
    out += fmt::format("| `{}` | {} |\n", cell(heading(option)), cell(option.help));
  }
}

void put_section(const VerbInfo& verb, const std::string& prefix, std::string& out) {
  const std::string name = prefix + " " + verb.name;
  out += fmt::format("\n## {}\n\n", name);
  if (verb.subverbs.empty()) out += fmt::format("    {} {}\n\n", prefix, synopsis(verb));
  out += verb.summary + ".\n";
  std::vector<OptionInfo> all = verb.arguments;
  all.insert(all.end(), verb.options.begin(), verb.options.end());
  put_table(all, out);
  std::vector<std::string> globals;
  for (const OptionInfo& option : verb.globals) globals.push_back("`" + option.names.back() + "`");
  if (!globals.empty()) out += fmt::format("\nAnd {}.\n", join(globals, ", "));
  for (const VerbInfo& subverb : verb.subverbs) put_section(subverb, name, out);
}

/// The options that every verb may take, each once.
std::vector<OptionInfo> all_globals(const VerbInfo& program) {
  std::vector<OptionInfo> globals;
  for (const VerbInfo& verb : program.subverbs) {
    for (const OptionInfo& option : verb.globals) {
      bool known = false;
      for (const OptionInfo& other : globals) known = known || other.names == option.names;
      if (!known) globals.push_back(option);
    }
  }
  return globals;
}

}  // namespace

std::string synopsis(const VerbInfo& verb) {
  std::vector<std::string> words{verb.name};
  for (const OptionInfo& argument : verb.arguments) {
    words.push_back(argument.required ? shown(argument) : fmt::format("[{}]", shown(argument)));
  }
  for (const OptionInfo& option : verb.options) {
    words.push_back(option.required ? shown(option) : fmt::format("[{}]", shown(option)));
  }
  return join(words, " ");
}

std::string manual_page(const VerbInfo& program) {
  std::string out = fmt::format(".TH ROX 1 \"\" \"rox {}\" \"User Commands\"\n", ROX_VERSION);
  out += ".SH NAME\nrox \\- a folder of CSV exports as a verified warehouse, every row accounted for\n";
  out += ".SH SYNOPSIS\n.B rox\n.I VERB\n[OPTIONS]\n";
  out +=
      ".SH DESCRIPTION\nrox turns a folder of exports into a warehouse: typed, keyed, checked row by row, analysed on "
      "more than one engine, shown on a dashboard. It needs nothing but itself; PostgreSQL, Redshift and Spark are "
      "other places for the same project.\n.PP\n.nf\nrox init exports \\-\\-into shop\nrox run \\-C shop\nrox query "
      "\\-C "
      "shop 'SELECT count(*) FROM sales'\n.fi\n";
  out += ".SH VERBS\n";
  for (const VerbInfo& verb : program.subverbs) put_verb(verb, program.name, out);
  out += ".SH OPTIONS OF EVERY VERB\nWhere they mean something.\n";
  put_options(all_globals(program), out);
  out +=
      ".SH EXIT STATUS\n.TP\n.B 0\ndone\n.TP\n.B 1\nthe data or the run failed\n.TP\n.B 2\nthe command or a project "
      "file "
      "is wrong\n.TP\n.B 3\nsomething outside failed (disk, network, database)\n.TP\n.B 70\na bug in rox\n";
  out +=
      ".SH FILES\n.TP\n.I rox.toml\nwhere the exports are, how they are written, and where the warehouse goes\n.TP\n.I "
      "model.toml\nthe tables, their types, keys and relations\n";
  return out;
}

std::string reference_page(const VerbInfo& program) {
  std::string out =
      "# Every verb and its options\n\n"
      "Made by `rox help --markdown` from the verbs' own table, as `rox help VERB`, the manual page (`rox help --man`) "
      "and the\n[completions](cli.md#rox-completion) are. [cli.md](cli.md) says what the verbs do.\n\n"
      "## Options of every verb\n\nWhere they mean something.\n";
  put_table(all_globals(program), out);
  for (const VerbInfo& verb : program.subverbs) put_section(verb, program.name, out);
  return out;
}

}  // namespace rox
