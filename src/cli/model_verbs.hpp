// What `rox model` has below it, one file a verb.
#pragma once

#include "cli/verbs.hpp"

namespace rox {

Action model_diagram_verb(CLI::App& app, const GlobalOptions& globals);

}  // namespace rox
