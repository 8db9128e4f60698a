// What changes of tables and marts do to an answer that was asked of them as they were.
#pragma once

#include <optional>

#include "build/changed_tables.hpp"
#include "build/merge_answer.hpp"
#include "sql/sql_file.hpp"

namespace rox {

/// How the lines of the analysis' answer change; nothing if it has to be asked in full to know. Throws what its SQL
/// does.
std::optional<AnswerChange> find_answer_change(ChangedTables& tables, const SqlFile& analysis);

}  // namespace rox
