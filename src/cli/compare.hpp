// What `rox analyze --compare` does.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/verbs.hpp"
#include "sql/sql_file.hpp"

namespace rox {

/// Answers the questions on the engines (all that are configured, if none is named), shows how they compare and writes
/// reports/compare.{json,md,html}. 0: all are equal; 1: they differ; else the exit code of an engine that has no
/// answer.
ExitCode compare_answers(const Project& project, const std::vector<std::string>& engines,
                         const std::vector<SqlFile>& files, const std::function<ParamValues(const SqlFile&)>& values_of,
                         const GlobalOptions& globals);

}  // namespace rox
