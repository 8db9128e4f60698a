// The answers of a run: each analysis asked of the published warehouse and written to answers/<name>.csv.
#pragma once

#include <optional>
#include <string>

#include "build/merge_answer.hpp"
#include "engine/engine.hpp"
#include "ledger/ledger.hpp"
#include "project/project.hpp"
#include "sql/sql_file.hpp"

namespace rox {

/// Answers with the parameters' defaults; the file appears at once, when the answer is whole. Fills in the counts.
/// Returns the file's hash.
std::string write_answer(Engine& engine, const Project& project, const SqlFile& analysis, StepResult& result);

/// The same without asking all of it: the file, whose hash was `hash`, with what changed in it. Nothing if that can't
/// be done, and then nothing has happened.
std::optional<std::string> update_answer(const Project& project, const std::string& analysis, const std::string& hash,
                                         const AnswerChange& change, StepResult& result);

}  // namespace rox
