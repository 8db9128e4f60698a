// --select and --exclude: which steps of a plan are meant, in the grammar of dbt.
//
// clang-format off
//     fact_sales                a table, mart or analysis, or a step by its full name (transform.fact_sales);
//                               * and ? fit any text
//     tag:monthly               marts and analyses whose file says `-- tags: monthly, …`
//     path:marts/sales          what is made from that file, or from the files of that folder
//     kind:analyze              load, transform, check, analyze
//     +fact_sales               with all that it is made from; 2+fact_sales: two steps up
//     Person+                   with all that is made from it; Person+1: one step down
//     tag:monthly,kind:analyze  both have to fit
// clang-format on
//
// Several arguments, or words in one, add up. What --exclude names is taken away.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "plan/plan.hpp"
#include "project/project.hpp"

namespace rox {

/// Which steps are meant, as the user says it (selection.hpp). Nothing said means all of them.
struct StepSelection {
  std::vector<std::string> select;
  std::vector<std::string> exclude;

  bool all() const { return select.empty() && exclude.empty(); }
};

/// The names of the chosen steps, of those that can be chosen: load.*, transform.*, checks, analyze.*. Throws
/// usage_error for a word that fits nothing or isn't of the grammar.
std::set<std::string> select_steps(const Plan& plan, const StepSelection& selection, const Project& project);

}  // namespace rox
