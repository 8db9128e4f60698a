#include "plan/planner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/error.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "guard/guard_file.hpp"
#include "load/marks_file.hpp"
#include "plan/checks.hpp"
#include "plan/fingerprint.hpp"
#include "plan/step_graph.hpp"
#include "sql/references.hpp"

namespace rox {
namespace {

void leave_out(Step& step) {
  if (step.due) step.reason = "it isn't selected";
  step.due = false;
}

std::uint64_t bytes_of(const TableExports& exports) {
  std::uint64_t bytes = 0;
  for (const ExportFile& file : exports.files) bytes += file.bytes;
  return bytes;
}

/// A step of which there is one, due or not for one of two reasons.
Step only_step(StepKind kind, std::string fingerprint, bool due, const char* why, const char* why_not) {
  return {{kind, ""}, std::move(fingerprint), due, due ? why : why_not};
}

class Planner {
 public:
  Planner(const Project& project, const Model& model, const WarehouseState& warehouse, TargetState& state,
          const PlanOptions& options)
      : project_(project), model_(model), warehouse_(warehouse), state_(state), options_(options) {}

  Plan make() {
    if (options_.loads) find();
    if (!options_.selection.all()) {
      // Names of what isn't selected are the steps of the whole plan.
      make_steps();
      chosen_ = select_steps(plan_, options_.selection, project_);
    }
    make_steps();
    if (options_.loads) map_inputs(project_, plan_.inputs, plan_.drift);
    link_steps(plan_);
    return std::move(plan_);
  }

 private:
  /// The exports, and the fingerprints of the tables.
  void find() {
    found_.inputs = find_inputs(project_, model_, state_.files, found_.drift);
    found_.fingerprints = table_fingerprints(found_.inputs, state_.files, project_.source.dialect);
  }

  void make_steps() {
    plan_ = found_;
    if (options_.loads) {
      plan_loads();
      if (chosen_) keep_loaded();
      plan_relations();
      if (options_.uploads) plan_transfers(StepKind::upload);
      if (options_.copies) plan_transfers(StepKind::copy);
    } else {
      take_loaded();
      if (options_.earlier) plan_return(*options_.earlier);
    }
    if (options_.marts) {
      plan_marts();
    } else {
      find_stale_marts();
    }
    plan_.fresh = is_fresh();
    if (plan_.fresh) make_all_marts();
    if (options_.checks) plan_checks();
    plan_guards();
    plan_publish();
    if (options_.answers) plan_answers();
  }

  bool is_chosen(const StepId& step) const { return !chosen_ || chosen_->contains(step.name()); }

  // Tables

  /// The biggest first.
  void plan_loads() {
    std::vector<const TableExports*> biggest_first;
    for (const TableExports& exports : plan_.inputs.exports) biggest_first.push_back(&exports);
    std::stable_sort(biggest_first.begin(), biggest_first.end(),
                     [](auto* a, auto* b) { return bytes_of(*a) > bytes_of(*b); });
    for (const TableExports* exports : biggest_first) plan_.steps.push_back(load_step(exports->table->name));
    for (const auto& [table, loaded] : warehouse_.tables) {
      if (!plan_.fingerprints.contains(table)) plan_.dropped.push_back(table);
    }
  }

  Step load_step(const std::string& table) const {
    Step step{{StepKind::load, table}, plan_.fingerprints.at(table), true, {}};
    const auto loaded = warehouse_.tables.find(table);
    if (options_.full_refresh) {
      step.reason = "a full refresh was asked for";
    } else if (loaded == warehouse_.tables.end()) {
      step.reason = "it isn't loaded yet";
    } else if (loaded->second.fingerprint != step.fingerprint) {
      step.reason = "its export, mends, model or dialect changed";
    } else {
      step.due = false;
      step.reason = "nothing changed since run " + loaded->second.run;
    }
    return step;
  }

  /// A table that isn't chosen stays as it is loaded.
  void keep_loaded() {
    for (Step& step : plan_.steps) {
      if (step.kind != StepKind::load || is_chosen(step)) continue;
      const auto loaded = warehouse_.tables.find(step.subject);
      if (loaded == warehouse_.tables.end()) {
        throw usage_error(
            fmt::format("{} isn't loaded yet, and isn't selected: the warehouse would lack it", step.subject))
            .hint(fmt::format("`rox load` loads all tables; or add --select {}", step.subject));
      }
      plan_.fingerprints[step.subject] = loaded->second.fingerprint;
      leave_out(step);
    }
  }

  /// Without loads: the tables are what they were loaded from, even if that changed since.
  void take_loaded() {
    if (warehouse_.tables.empty()) {
      throw usage_error("no tables are loaded yet, so there is nothing to build marts from")
          .hint("`rox run` loads and makes all of it");
    }
    for (const auto& [table, loaded] : warehouse_.tables) plan_.fingerprints[table] = loaded.fingerprint;
  }

  /// Tables that aren't loaded, but go back to what they were.
  void plan_return(const EarlierState& earlier) {
    for (const Table& table : model_.tables) {
      plan_.inputs.exports.push_back({&table, {}});
      if (plan_.fingerprints.contains(table.name)) continue;
      throw usage_error(
          fmt::format("table {} of the model isn't loaded, so there is no earlier state of the model's tables",
                      table.name))
          .hint("`rox run` loads it");
    }
    plan_.earlier_run = earlier.run;
    for (const std::string& table : earlier.tables) {
      std::string& fingerprint = plan_.fingerprints.at(table);
      fingerprint = hash_text(fmt::format("{}, as run {} left it", fingerprint, earlier.run));
      plan_.steps.push_back(
          {{StepKind::load, table}, fingerprint, true, "it goes back to what run " + earlier.run + " left"});
    }
    plan_relations();
  }

  void plan_relations() {
    std::vector<std::string> known;
    for (const RelationReport& report : warehouse_.relations) known.push_back(report.fingerprint);
    std::sort(known.begin(), known.end());
    const std::vector<std::string> wanted = relation_fingerprints();
    if (wanted.empty() && known.empty()) return;
    plan_.steps.push_back(only_step(StepKind::relate, hash_text(join(wanted, "\n")),
                                    plan_.is_due(StepKind::load) || wanted != known, "a table or a relation changed",
                                    "no table and no relation changed"));
  }

  /// Those that the reports of the model's relations should have.
  std::vector<std::string> relation_fingerprints() const {
    std::vector<std::string> all;
    for (const Table& table : model_.tables) {
      for (const Relation& relation : table.relations) {
        const Table* parent = model_.find_table(relation.table);
        all.push_back(
            relation_fingerprint(relation, plan_.fingerprints.at(table.name), plan_.fingerprints.at(parent->name)));
      }
    }
    std::sort(all.begin(), all.end());
    return all;
  }

  /// What was loaded goes on its way (to a bucket, to a server), in the order in which it was loaded.
  void plan_transfers(StepKind kind) {
    std::vector<Step> transfers;
    for (const Step& load : plan_.steps) {
      if (load.kind != StepKind::load) continue;
      transfers.push_back(
          {{kind, load.subject}, load.fingerprint, load.due, load.due ? "it is reloaded" : load.reason});
    }
    plan_.steps.insert(plan_.steps.end(), transfers.begin(), transfers.end());
  }

  // Marts

  void plan_marts() {
    find_marts();
    for (const Mart& mart : plan_.marts) {
      const std::string& name = mart.file.name;
      const auto missing = std::find_if(mart.reads.begin(), mart.reads.end(),
                                        [&](const std::string& read) { return !plan_.fingerprints.contains(read); });
      const bool wanted = is_chosen({StepKind::transform, name});
      if (wanted && missing != mart.reads.end()) {
        throw usage_error(fmt::format("mart {} reads {}, which isn't made yet, and isn't selected", name, *missing))
            .hint(fmt::format("--select +{} makes what it is made from too", name));
      }
      // Anew, since some of what it reads may stay as it is although it is due.
      plan_.fingerprints[name] =
          missing != mart.reads.end() ? "" : mart_fingerprint(mart.file.text, mart.reads, plan_.fingerprints);
      Step step = mart_step(name);
      if (!wanted) keep_made(step, mart);
      plan_.steps.push_back(std::move(step));
    }
    for (const auto& [name, made] : warehouse_.marts) {
      if (!plan_.fingerprints.contains(name)) plan_.dropped_marts.push_back(name);
    }
  }

  /// The project's marts and their fingerprints, which need those of the tables.
  void find_marts() {
    plan_.marts = read_marts(project_.marts_dir(), model_);
    for (const Mart& mart : plan_.marts) {
      for (const std::string& name : mart.reads) {
        if (plan_.fingerprints.contains(name)) continue;
        throw usage_error(fmt::format("mart {} reads {}, which isn't loaded yet", mart.file.name, name))
            .at(mart.file.path.string())
            .hint("`rox run` loads it");
      }
      plan_.fingerprints[mart.file.name] = mart_fingerprint(mart.file.text, mart.reads, plan_.fingerprints);
    }
  }

  Step mart_step(const std::string& mart) const {
    Step step{{StepKind::transform, mart}, plan_.fingerprints.at(mart), true, {}};
    const auto made = warehouse_.marts.find(mart);
    if (options_.full_refresh) {
      step.reason = "a full refresh was asked for";
    } else if (made == warehouse_.marts.end()) {
      step.reason = "it isn't made yet";
    } else if (made->second.fingerprint != step.fingerprint) {
      step.reason = "its SQL, or a table or mart that it reads, changed";
    } else {
      step.due = false;
      step.reason = "nothing changed since run " + made->second.run;
    }
    return step;
  }

  /// A mart that isn't chosen stays as it is made, or isn't there; if it should be another, it is out of date.
  void keep_made(Step& step, const Mart& mart) {
    const auto is_stale = [&](const std::string& read) {
      return std::find(plan_.stale_marts.begin(), plan_.stale_marts.end(), read) != plan_.stale_marts.end();
    };
    const auto made = warehouse_.marts.find(step.subject);
    if (made == warehouse_.marts.end()) {
      plan_.fingerprints.erase(step.subject);
    } else {
      plan_.fingerprints[step.subject] = made->second.fingerprint;
      if (step.fingerprint != made->second.fingerprint || std::any_of(mart.reads.begin(), mart.reads.end(), is_stale)) {
        plan_.stale_marts.push_back(step.subject);
      }
    }
    leave_out(step);
  }

  /// Without making marts: those that will no longer fit the tables. If the marts can't be read, that may be any.
  void find_stale_marts() {
    if (warehouse_.marts.empty() || !plan_.changes_tables()) return;
    try {
      find_marts();
    } catch (const Error&) {
      plan_.marts.clear();
    }
    for (const auto& [name, made] : warehouse_.marts) {
      const bool known = std::any_of(plan_.marts.begin(), plan_.marts.end(),
                                     [&, &mart_name = name](const Mart& mart) { return mart.file.name == mart_name; });
      if (!known || plan_.fingerprints.at(name) != made.fingerprint) plan_.stale_marts.push_back(name);
    }
    plan_.marts.clear();
  }

  /// Whether the whole warehouse is made anew, so that there is nothing to copy.
  bool is_fresh() const {
    const bool loads_all = std::none_of(plan_.steps.begin(), plan_.steps.end(),
                                        [](const Step& step) { return step.kind == StepKind::load && !step.due; });
    const bool makes_all = std::all_of(plan_.steps.begin(), plan_.steps.end(), [&](const Step& step) {
      return step.kind != StepKind::transform || step.due || !warehouse_.marts.contains(step.subject);
    });
    const bool nothing_there = warehouse_.tables.empty();
    return options_.loads && loads_all && (options_.marts || warehouse_.marts.empty()) &&
           (!chosen_ || nothing_there || makes_all) && !may_load_changes() && !keeps_history();
  }

  /// Whether there are older versions of rows, which no export has any more.
  bool keeps_history() const {
    return !warehouse_.tables.empty() && !options_.keeps_records.empty() &&
           std::any_of(model_.tables.begin(), model_.tables.end(), [](const Table& table) { return table.history; });
  }

  /// Whether a table may be brought up to date by what changed in its exports, from how it is loaded.
  bool may_load_changes() const {
    if (options_.full_refresh || options_.keeps_records.empty()) return false;
    const std::filesystem::path folder = project_.records_dir(options_.keeps_records);
    return std::any_of(plan_.fingerprints.begin(), plan_.fingerprints.end(), [&](const auto& table) {
      const auto loaded = warehouse_.tables.find(table.first);
      if (loaded == warehouse_.tables.end() || loaded->second.counts.rejects > 0) return false;
      const auto marks = marks_path(folder, table.first, loaded->second.fingerprint);
      return marks && file_identity(*marks);
    });
  }

  /// In a warehouse that is made anew every mart is missing, also one whose inputs didn't change.
  void make_all_marts() {
    for (Step& step : plan_.steps) {
      if (step.kind != StepKind::transform || step.due || !is_chosen(step)) continue;
      step.due = true;
      step.reason = "all tables are reloaded";
    }
  }

  // Checks, publishing, answers

  void plan_checks() {
    if (!is_chosen({StepKind::check, ""})) return;
    plan_.checks = unproven_checks(project_, model_, options_.dialect);
    if (chosen_) drop_checks_of_marts();
    if (plan_.checks.empty()) return;
    Step step{{StepKind::check, ""}, checks_fingerprint(plan_.checks, plan_.fingerprints), true, {}};
    if (options_.full_refresh) {
      step.reason = "a full refresh was asked for";
    } else if (state_.checked.fingerprint != step.fingerprint) {
      step.reason = "a check, a table or a mart changed";
    } else if (changes_warehouse()) {
      step.reason = "the warehouse changes";  // what they passed on before may have been another one
    } else if (!stands(state_.checked, check_report_file(project_.state_dir(), state_.checked_run), state_.outputs)) {
      step.reason = "the report of the run in which they passed is gone or was changed";
    } else {
      step.due = false;
      step.reason = "they passed, and nothing changed since";
    }
    plan_.steps.push_back(std::move(step));
  }

  /// Checks that read a mart which isn't made or is out of date would only say so.
  void drop_checks_of_marts() {
    std::set<std::string> wrong(plan_.stale_marts.begin(), plan_.stale_marts.end());
    for (const Mart& mart : plan_.marts) {
      if (!is_made(mart.file.name)) wrong.insert(mart.file.name);
    }
    std::erase_if(plan_.checks, [&](const Check& check) {
      const std::set<std::string> names = names_in(check.sql);
      return std::any_of(wrong.begin(), wrong.end(), [&](const std::string& mart) { return names.contains(mart); });
    });
  }

  /// They watch over all that is published, so no selection leaves them out.
  void plan_guards() {
    if (options_.earlier) return;  // somebody has looked, and decided
    plan_.guards = read_guards(project_.expect_dir(), project_.marts_dir(), model_);
    std::string inputs = plan_.guards.text;
    bool any = false;
    for (const Guard& guard : plan_.guards.list) {
      if (!guard.is_about_rows()) continue;
      any = true;
      const auto made = plan_.fingerprints.find(guard.subject);
      inputs += fmt::format("\n{}={}", guard.subject, made == plan_.fingerprints.end() ? "" : made->second);
    }
    if (!any) return;
    plan_.steps.push_back(only_step(StepKind::guard, hash_text(inputs), changes_warehouse(), "the warehouse changes",
                                    "the warehouse stays as it is"));
  }

  bool is_made(const std::string& mart) const {
    return std::any_of(plan_.steps.begin(), plan_.steps.end(), [&](const Step& step) {
      return step.kind == StepKind::transform && step.subject == mart && (step.due || warehouse_.marts.contains(mart));
    });
  }

  bool changes_warehouse() const {
    return plan_.changes_tables() || plan_.is_due(StepKind::transform) || !plan_.dropped_marts.empty();
  }

  void plan_publish() {
    plan_.steps.push_back(
        only_step(StepKind::publish, "", changes_warehouse(), "the warehouse changes", "the warehouse stays as it is"));
  }

  void plan_answers() {
    for (SqlFile& file : read_sql_files(project_.analyses_dir())) {
      Step step{{StepKind::analyze, file.name}, answer_fingerprint(file.text, plan_.fingerprints), true, {}};
      const auto missing =
          std::find_if(file.params.begin(), file.params.end(), [](auto& p) { return !p.default_value; });
      const auto known = state_.answers.find(file.name);
      if (missing != file.params.end()) {
        step.due = false;
        step.reason = fmt::format("its parameter '{}' has no default: rox analyze {} --param {}=…", missing->name,
                                  file.name, missing->name);
      } else if (options_.full_refresh) {
        step.reason = "a full refresh was asked for";
      } else if (known == state_.answers.end() || !file_identity(project_.answer_file(file.name))) {
        step.reason = "there is no answer yet";
      } else if (known->second.fingerprint != step.fingerprint) {
        step.reason = "its SQL, or a table or mart that it names, changed";
      } else if (!stands(known->second, project_.answer_file(file.name), state_.outputs)) {
        step.reason = "its answer isn't the file that was written";
      } else {
        step.due = false;
        step.reason = "its SQL and its tables are the same";
      }
      if (!is_chosen(step)) leave_out(step);
      plan_.steps.push_back(std::move(step));
      plan_.analyses.push_back(std::move(file));
    }
  }

  const Project& project_;
  const Model& model_;
  const WarehouseState& warehouse_;
  TargetState& state_;
  const PlanOptions& options_;
  std::optional<std::set<std::string>> chosen_;  // the names of the steps that are meant; without one, all are
  Plan found_;                                   // before there are steps
  Plan plan_;
};

}  // namespace

PlanOptions options_for(const Target& target, PlanOptions options) {
  options.dialect = target.dialect();
  options.uploads = target.is_redshift();
  options.copies = !target.is_local();
  if (target.is_local()) options.keeps_records = target.name;
  return options;
}

Plan make_plan(const Project& project, const Model& model, const WarehouseState& warehouse, TargetState& state,
               const PlanOptions& options) {
  return Planner(project, model, warehouse, state, options).make();
}

}  // namespace rox
