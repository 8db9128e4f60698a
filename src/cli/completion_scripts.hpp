// Scripts by which shells complete what rox takes, made from what the verbs take. What only the project knows (its
// tables, targets, runs and so on) they ask of `rox completion WORDS`.
#pragma once

#include <string>

#include "cli/verb_info.hpp"

namespace rox {

std::string bash_completion(const VerbInfo& program);
std::string zsh_completion(const VerbInfo& program);
std::string fish_completion(const VerbInfo& program);

}  // namespace rox
