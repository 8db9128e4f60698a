// What the verbs take, as values: what the manual page, the reference (docs/options.md) and the shells' completions are
// made of. There is no second list of verbs or options.
#pragma once

#include <string>
#include <vector>

namespace rox {

struct OptionInfo {
  std::vector<std::string> names;  // "-C", "--project"; of an argument its one name: "DIR"
  std::string value{};             // "DIR"; empty: a flag
  std::string help{};
  bool is_argument = false;
  bool required = false;
  bool several = false;         // takes more than one value
  bool needs_no_value = false;  // takes one, or none
};

struct VerbInfo {
  std::string name;
  std::string summary{};
  std::vector<OptionInfo> arguments{};
  std::vector<OptionInfo> options{};  // its own
  std::vector<OptionInfo> globals{};  // those of every verb that it takes
  std::vector<VerbInfo> subverbs{};
};

/// The program with all its verbs, in the order of the table (cli/verbs.cpp).
VerbInfo program_info();

}  // namespace rox
