// The manual, made from what the verbs take.
#pragma once

#include <string>

#include "cli/verb_info.hpp"

namespace rox {

/// "init DIR [--into DIR] [--name TEXT] …": what a verb takes in one line, but for what every verb does.
std::string synopsis(const VerbInfo& verb);

/// rox.1, for man.
std::string manual_page(const VerbInfo& program);

/// docs/options.md.
std::string reference_page(const VerbInfo& program);

}  // namespace rox
