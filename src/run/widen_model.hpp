// During a run with [source] drift = "widen": what exports have that the model has no room for, and that loses nothing,
// becomes part of the model.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "discovery/widen.hpp"
#include "ledger/drift.hpp"
#include "model/model.hpp"
#include "plan/plan.hpp"
#include "project/project.hpp"
#include "run/model_draft.hpp"
#include "source/export.hpp"
#include "source/reject.hpp"

namespace rox {

/// A column that has become too narrow; or a table that needs more words for "missing", then no column.
struct Widening {
  std::string table;
  std::string column;
  ColumnReading reading;
  std::vector<std::string> null_words;
  Drift drift;

  bool asks_as(const Widening& other) const {
    return table == other.table && column == other.column && reading == other.reading && null_words == other.null_words;
  }
};

/// What the rows of a table that were refused by their columns' types ask for, where no person chose these; of columns
/// that refer to one that becomes text, too. Empty: they are mistakes in the data. Throws data_error if they prove that
/// a column is written in another way now: its values that can be read in both ways would be wrong.
std::vector<Widening> find_widenings(const Project& project, const ModelDraft& draft, const Table& table,
                                     const std::vector<ExportFile>& exports, const std::vector<Reject>& rejects);

/// Takes them into the draft, which remembers that nobody chose these types. `plan`: whose exports ask for them.
void widen_draft(ModelDraft& draft, const Project& project, const std::vector<Widening>& widenings, const Plan& plan,
                 const TargetState& state);

/// The exports of tables whose headers, as the plan has seen, have columns that the model lacks and nobody took out of
/// it. Not those that lack some that it has: then they may have been renamed, and the load refuses them.
std::vector<ExportFile> exports_with_new_columns(const Remembered& inferred, const Plan& plan);

}  // namespace rox
