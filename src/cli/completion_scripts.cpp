#include "cli/completion_scripts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "base/text.hpp"

namespace rox {
namespace {

/// What completes a value: "files", "folders", or words that `rox completion` lists. Nothing for others.
std::string_view kind_of(std::string_view verb, const OptionInfo& option) {
  struct Kind {
    std::string_view verb;  // empty: of any
    std::string_view name;  // of the option, or of the value
    std::string_view kind;
  };
  static constexpr std::array kKinds{Kind{"", "--target", "targets"},  Kind{"analyze", "NAMES", "analyses"},
                                     Kind{"check", "NAMES", "checks"}, Kind{"", "TABLE", "tables"},
                                     Kind{"", "TABLES", "tables"},     Kind{"", "--tables", "tables"},
                                     Kind{"", "RUN", "runs"},          Kind{"", "STEP", "steps"},
                                     Kind{"", "STEPS", "steps"},       Kind{"completion", "WHAT", "shells"},
                                     Kind{"", "VERB", "verbs"},        Kind{"", "DIR", "folders"},
                                     Kind{"", "FOLDER", "folders"},    Kind{"", "FILE", "files"}};
  for (const Kind& kind : kKinds) {
    if (!kind.verb.empty() && kind.verb != verb) continue;
    if (kind.name == option.names.back() || kind.name == option.value) return kind.kind;
  }
  return "";
}

std::vector<OptionInfo> options_of(const VerbInfo& verb) {
  std::vector<OptionInfo> options = verb.options;
  options.insert(options.end(), verb.globals.begin(), verb.globals.end());
  return options;
}

/// The cases that the shells' functions look things up in, by "model show" and the like.
struct Cases {
  std::string verbs;
  std::string options;
  std::string values;  // by "model show --target"
  std::string arguments;
};

void add_cases(const VerbInfo& verb, const std::string& path, Cases& cases) {
  std::vector<std::string> names;
  for (const VerbInfo& subverb : verb.subverbs) names.push_back(subverb.name);
  if (!names.empty()) cases.verbs += fmt::format("    '{}') echo '{}' ;;\n", path, join(names, " "));
  std::vector<std::string> options;
  for (const OptionInfo& option : options_of(verb)) {
    options.push_back(option.names.back());
    if (option.value.empty()) continue;
    std::vector<std::string> patterns;
    for (const std::string& name : option.names) patterns.push_back(fmt::format("'{} {}'", path, name));
    const std::string_view kind = kind_of(verb.name, option);
    cases.values += fmt::format("    {}) echo '{}' ;;\n", join(patterns, " | "), kind.empty() ? "nothing" : kind);
  }
  if (!options.empty()) cases.options += fmt::format("    '{}') echo '{}' ;;\n", path, join(options, " "));
  for (const OptionInfo& argument : verb.arguments) {
    const std::string_view kind = kind_of(verb.name, argument);
    if (!kind.empty()) cases.arguments += fmt::format("    '{}') echo '{}' ;;\n", path, kind);
  }
  for (const VerbInfo& subverb : verb.subverbs) {
    add_cases(subverb, path.empty() ? subverb.name : path + " " + subverb.name, cases);
  }
}

/// Functions that bash and zsh share. _rox_look sets `rox_at` to the verb among the words before the last one,
/// `rox_folder` to what -C says, and `rox_kind` to what the last word is.
std::string shared_functions(const VerbInfo& program) {
  Cases cases;
  add_cases(program, "", cases);
  return fmt::format(R"sh(
_rox_verbs() {{
  case $1 in
{}  esac
}}
_rox_options() {{
  case $1 in
{}  esac
}}
_rox_value() {{
  case $1 in
{}  esac
}}
_rox_argument() {{
  case $1 in
{}  esac
}}
_rox_look() {{
  local word last=''
  rox_at='' rox_folder=. rox_kind=''
  for word in "$@"; do
    case " $(_rox_verbs "$rox_at") " in
      *" $word "*) rox_at=${{rox_at:+$rox_at }}$word ;;
    esac
    case $last in
      -C | --project) rox_folder=$word ;;
    esac
    last=$word
  done
  case $last in
    -*) rox_kind=$(_rox_value "$rox_at $last") ;;
  esac
  [ -n "$rox_kind" ] || rox_kind=$(_rox_argument "$rox_at")
}}
_rox_words() {{
  case $1 in
    '' | nothing | files | folders) ;;
    verbs) _rox_verbs '' ;;
    shells) echo 'bash zsh fish' ;;
    *) rox completion "$1" -C "$2" 2>/dev/null ;;
  esac
}}
)sh",
                     cases.verbs, cases.options, cases.values, cases.arguments);
}

std::string fish_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

/// How fish completes a value of that kind.
std::string fish_values(std::string_view kind) {
  if (kind == "files") return " -r -F";
  if (kind == "folders") return " -x -a '(__fish_complete_directories)'";
  if (kind == "shells") return " -x -a 'bash zsh fish'";
  if (kind == "verbs") return " -x -a '(__rox_verbs)'";
  if (kind.empty()) return " -x";
  return fmt::format(" -x -a '(rox completion {} 2>/dev/null)'", kind);
}

void add_fish(const VerbInfo& verb, const std::string& condition, std::string& out) {
  for (const OptionInfo& option : options_of(verb)) {
    out += fmt::format("complete -c rox -n {}", fish_quoted(condition));
    for (const std::string& name : option.names) {
      out += name.starts_with("--") ? fmt::format(" -l {}", name.substr(2)) : fmt::format(" -s {}", name.substr(1));
    }
    if (!option.value.empty()) out += fish_values(kind_of(verb.name, option));
    out += fmt::format(" -d {}\n", fish_quoted(option.help));
  }
  for (const OptionInfo& argument : verb.arguments) {
    const std::string_view kind = kind_of(verb.name, argument);
    if (!kind.empty() && kind != "files") {
      out += fmt::format("complete -c rox -n {}{}\n", fish_quoted(condition), fish_values(kind));
    } else if (kind == "files") {
      out += fmt::format("complete -c rox -n {} -F\n", fish_quoted(condition));
    }
  }
  std::vector<std::string> names;
  for (const VerbInfo& subverb : verb.subverbs) names.push_back(subverb.name);
  for (const VerbInfo& subverb : verb.subverbs) {
    const std::string here = fmt::format("{}; and not __fish_seen_subcommand_from {}", condition, join(names, " "));
    out += fmt::format("complete -c rox -n {} -a {} -d {}\n", fish_quoted(here), subverb.name,
                       fish_quoted(subverb.summary));
    add_fish(subverb, fmt::format("{}; and __fish_seen_subcommand_from {}", condition, subverb.name), out);
  }
}

}  // namespace

std::string bash_completion(const VerbInfo& program) {
  return "# rox's completions for bash, made by `rox completion bash`.\n" + shared_functions(program) + R"sh(
_rox() {
  local rox_at rox_folder rox_kind word=${COMP_WORDS[COMP_CWORD]}
  _rox_look "${COMP_WORDS[@]:1:COMP_CWORD-1}"
  COMPREPLY=()
  if [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$(_rox_options "$rox_at")" -- "$word"))
    return
  fi
  case $rox_kind in
    folders) compopt -o filenames; COMPREPLY=($(compgen -d -- "$word")) ;;
    files) compopt -o filenames; COMPREPLY=($(compgen -f -- "$word")) ;;
    *)
      local words
      words=$(_rox_words "$rox_kind" "$rox_folder")
      [[ -n $words || -n $rox_kind ]] || words=$(_rox_verbs "$rox_at")
      COMPREPLY=($(compgen -W "$words" -- "$word"))
      ;;
  esac
}
complete -F _rox rox
)sh";
}

std::string zsh_completion(const VerbInfo& program) {
  return "#compdef rox\n# rox's completions for zsh, made by `rox completion zsh`.\n" + shared_functions(program) +
         R"sh(
_rox() {
  local rox_at rox_folder rox_kind
  _rox_look "${(@)words[2,CURRENT-1]}"
  if [[ $words[CURRENT] == -* ]]; then
    compadd -- ${=$(_rox_options "$rox_at")}
    return
  fi
  case $rox_kind in
    folders) _files -/ ;;
    files) _files ;;
    *)
      local all=$(_rox_words "$rox_kind" "$rox_folder")
      [[ -n $all || -n $rox_kind ]] || all=$(_rox_verbs "$rox_at")
      compadd -- ${(f)${all// /$'\n'}}
      ;;
  esac
}
if [[ $funcstack[1] == _rox ]]; then _rox "$@"; else compdef _rox rox; fi
)sh";
}

std::string fish_completion(const VerbInfo& program) {
  std::vector<std::string> names;
  std::string lines;
  for (const VerbInfo& verb : program.subverbs) {
    names.push_back(verb.name);
    lines +=
        fmt::format("complete -c rox -n __fish_use_subcommand -a {} -d {}\n", verb.name, fish_quoted(verb.summary));
    add_fish(verb, "__fish_seen_subcommand_from " + verb.name, lines);
  }
  return fmt::format(
      "# rox's completions for fish, made by `rox completion fish`.\n"
      "function __rox_verbs\n    printf '%s\\n' {}\nend\n"
      "complete -c rox -f\n{}",
      join(names, " "), lines);
}

}  // namespace rox
