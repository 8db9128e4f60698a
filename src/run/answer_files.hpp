// The answers of a run: each analysis asked of the published warehouse and written to answers/<name>.csv.
#pragma once

#include "engine/engine.hpp"
#include "ledger/ledger.hpp"
#include "project/project.hpp"
#include "sql/sql_file.hpp"

namespace rox {

/// Answers with the parameters' defaults; the file appears at once, when the answer is whole. Fills in the counts.
/// Returns the file's hash.
std::string write_answer(Engine& engine, const Project& project, const SqlFile& analysis, StepResult& result);

}  // namespace rox
