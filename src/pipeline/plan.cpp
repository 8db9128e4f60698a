#include "pipeline/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <thread>

#include "base/error.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "engine/duckdb/duckdb.hpp"
#include "engine/postgres/postgres.hpp"
#include "engine/redshift/redshift.hpp"
#include "pipeline/checks.hpp"
#include "pipeline/selection.hpp"
#include "pipeline/step_graph.hpp"
#include "source/reject_file.hpp"

namespace rox {
namespace {

/// The names of the steps that are meant; without one, all are.
using Chosen = std::optional<std::set<std::string>>;

bool is_chosen(const Chosen& chosen, const std::string& step) { return !chosen || chosen->contains(step); }

void leave_out(Step& step) {
  if (step.due) step.reason = "it isn't selected";
  step.due = false;
}

/// Finds the exports and fingerprints the tables.
void find_inputs(const Project& project, const Model& model, TargetState& state, Plan& plan) {
  const auto found = list_exports(project.source.path, project.source.ignore);
  // Files of no table stop a run unless the project says that drift doesn't.
  const bool strict = project.source.drift == DriftPolicy::reject;
  std::vector<ExportFile> unknown;
  plan.exports = match_exports(model, found, project.source.path, strict ? nullptr : &unknown);
  for (const ExportFile& file : unknown) {
    plan.drift.push_back({"", "", "new_export", "ignored", file.name + " is an export of no table in model.toml"});
  }
  std::vector<std::filesystem::path> paths;
  for (const TableExports& exports : plan.exports) {
    for (const ExportFile& file : exports.files) paths.push_back(file.path);
  }
  for (const ExportFile& file : unknown) paths.push_back(file.path);  // evolve asks again whether they changed
  state.files.refresh(paths, thread_count(project.run));

  std::vector<TableInputs> inputs;
  for (const TableExports& exports : plan.exports) {
    TableInputs& input = inputs.emplace_back();
    input.table = exports.table;
    for (const ExportFile& file : exports.files) input.files.emplace_back(file.name, state.files.hash(file.path));
    const std::filesystem::path mends = mend_file(project, exports.table->name);
    if (!file_identity(mends)) continue;
    for (const RejectRow& row : read_reject_file(mends)) plan.mends[exports.table->name].add(to_mend(row));
    input.mends = hash_file(mends);
  }
  plan.fingerprints = table_fingerprints(inputs, project.source.dialect);
}

/// Compares the headers with the model. With policy reject only those of the tables that are due: the load refuses
/// them, here they are only shown.
void plan_fields(const Project& project, Plan& plan) {
  for (const TableExports& exports : plan.exports) {
    const std::string& table = exports.table->name;
    if (project.source.drift != DriftPolicy::reject) {
      plan.maps[table] = map_fields(exports, project.source.dialect, project.source.drift, plan.drift);
      continue;
    }
    const bool due = std::any_of(plan.steps.begin(), plan.steps.end(), [&](const Step& step) {
      return step.kind == StepKind::load && step.due && step.subject == table;
    });
    if (!due) continue;
    try {
      map_fields(exports, project.source.dialect, project.source.drift, plan.drift);
    } catch (const Error&) {
      continue;  // nothing of the header fits, or there is none: the load says so
    }
  }
}

Step load_step(const std::string& table, const std::string& fingerprint, const WarehouseState& warehouse,
               bool full_refresh) {
  Step step{StepKind::load, "load." + table, table, fingerprint, true, {}};
  auto loaded = warehouse.tables.find(table);
  if (full_refresh) {
    step.reason = "a full refresh was asked for";
  } else if (loaded == warehouse.tables.end()) {
    step.reason = "it isn't loaded yet";
  } else if (loaded->second.fingerprint != fingerprint) {
    step.reason = "its export, mends, model or dialect changed";
  } else {
    step.due = false;
    step.reason = "nothing changed since run " + loaded->second.run;
  }
  return step;
}

std::uint64_t bytes_of(const TableExports& exports) {
  std::uint64_t bytes = 0;
  for (const ExportFile& file : exports.files) bytes += file.bytes;
  return bytes;
}

/// A table that isn't chosen stays as it is loaded.
void keep_loaded(const WarehouseState& warehouse, const Chosen& chosen, Plan& plan) {
  for (Step& step : plan.steps) {
    if (step.kind != StepKind::load || is_chosen(chosen, step.name)) continue;
    const auto loaded = warehouse.tables.find(step.subject);
    if (loaded == warehouse.tables.end()) {
      throw usage_error(
          fmt::format("{} isn't loaded yet, and isn't selected: the warehouse would lack it", step.subject))
          .hint(fmt::format("`rox load` loads all tables; or add --select {}", step.subject));
    }
    plan.fingerprints[step.subject] = loaded->second.fingerprint;
    leave_out(step);
  }
}

void plan_loads(const WarehouseState& warehouse, bool full_refresh, Plan& plan) {
  std::vector<const TableExports*> biggest_first;
  for (const TableExports& exports : plan.exports) biggest_first.push_back(&exports);
  std::stable_sort(biggest_first.begin(), biggest_first.end(),
                   [](auto* a, auto* b) { return bytes_of(*a) > bytes_of(*b); });
  for (const TableExports* exports : biggest_first) {
    const std::string& table = exports->table->name;
    plan.steps.push_back(load_step(table, plan.fingerprints.at(table), warehouse, full_refresh));
  }
  for (const auto& [table, loaded] : warehouse.tables) {
    if (!plan.fingerprints.contains(table)) plan.dropped.push_back(table);
  }
}

/// Without loads: the tables are what they were loaded from, even if that changed since.
void take_loaded(const WarehouseState& warehouse, Plan& plan) {
  if (warehouse.tables.empty()) {
    throw usage_error("nothing is loaded yet that marts could be made from")
        .hint("`rox run` loads and makes all of it");
  }
  for (const auto& [table, loaded] : warehouse.tables) plan.fingerprints[table] = loaded.fingerprint;
}

/// The fingerprints that the reports of the model's relations should have.
std::vector<std::string> relation_fingerprints(const Model& model, const Plan& plan) {
  std::vector<std::string> all;
  for (const Table& table : model.tables) {
    for (const Relation& relation : table.relations) {
      const Table* parent = model.find_table(relation.table);
      all.push_back(
          relation_fingerprint(relation, plan.fingerprints.at(table.name), plan.fingerprints.at(parent->name)));
    }
  }
  std::sort(all.begin(), all.end());
  return all;
}

void plan_relations(const Model& model, const WarehouseState& warehouse, Plan& plan) {
  std::vector<std::string> known;
  for (const RelationReport& report : warehouse.relations) known.push_back(report.fingerprint);
  std::sort(known.begin(), known.end());
  const std::vector<std::string> wanted = relation_fingerprints(model, plan);
  if (wanted.empty() && known.empty()) return;
  const bool due = plan.is_due(StepKind::load) || wanted != known;
  plan.steps.push_back({StepKind::relate, "relations", "", hash_text(join(wanted, "\n")), due,
                        due ? "a table or a relation changed" : "no table and no relation changed"});
}

/// What was loaded goes on its way (to a bucket, to a server), in the order in which it was loaded: the biggest tables
/// first.
void plan_transfers(StepKind kind, std::string_view name, Plan& plan) {
  std::vector<Step> transfers;
  for (const Step& load : plan.steps) {
    if (load.kind != StepKind::load) continue;
    transfers.push_back({kind, fmt::format("{}.{}", name, load.subject), load.subject, load.fingerprint, load.due,
                         load.due ? "it is loaded anew" : load.reason});
  }
  plan.steps.insert(plan.steps.end(), transfers.begin(), transfers.end());
}

/// The project's marts and their fingerprints, which need those of the tables.
void find_marts(const Project& project, const Model& model, Plan& plan) {
  plan.marts = read_marts(project.marts_dir(), model);
  for (const Mart& mart : plan.marts) {
    for (const std::string& name : mart.reads) {
      if (plan.fingerprints.contains(name)) continue;
      throw usage_error(fmt::format("mart {} reads {}, which isn't loaded yet", mart.file.name, name))
          .at(mart.file.path.string())
          .hint("`rox run` loads it");
    }
    plan.fingerprints[mart.file.name] = mart_fingerprint(mart.file.text, mart.reads, plan.fingerprints);
  }
}

Step mart_step(const std::string& mart, const std::string& fingerprint, const WarehouseState& warehouse,
               bool full_refresh) {
  Step step{StepKind::transform, "transform." + mart, mart, fingerprint, true, {}};
  auto made = warehouse.marts.find(mart);
  if (full_refresh) {
    step.reason = "a full refresh was asked for";
  } else if (made == warehouse.marts.end()) {
    step.reason = "it isn't made yet";
  } else if (made->second.fingerprint != fingerprint) {
    step.reason = "its SQL, or a table or mart that it reads, changed";
  } else {
    step.due = false;
    step.reason = "nothing changed since run " + made->second.run;
  }
  return step;
}

/// A mart that isn't chosen stays as it is made, or isn't there; if it should be another, it is out of date.
void keep_made(Step& step, const Mart& mart, const WarehouseState& warehouse, Plan& plan) {
  const auto is_stale = [&](const std::string& read) {
    return std::find(plan.stale_marts.begin(), plan.stale_marts.end(), read) != plan.stale_marts.end();
  };
  const auto made = warehouse.marts.find(step.subject);
  if (made == warehouse.marts.end()) {
    plan.fingerprints.erase(step.subject);
  } else {
    plan.fingerprints[step.subject] = made->second.fingerprint;
    if (step.fingerprint != made->second.fingerprint || std::any_of(mart.reads.begin(), mart.reads.end(), is_stale)) {
      plan.stale_marts.push_back(step.subject);
    }
  }
  leave_out(step);
}

void plan_marts(const Project& project, const Model& model, const WarehouseState& warehouse, bool full_refresh,
                const Chosen& chosen, Plan& plan) {
  find_marts(project, model, plan);
  for (const Mart& mart : plan.marts) {
    const std::string& name = mart.file.name;
    const auto missing = std::find_if(mart.reads.begin(), mart.reads.end(),
                                      [&](const std::string& read) { return !plan.fingerprints.contains(read); });
    const bool wanted = is_chosen(chosen, "transform." + name);
    if (wanted && missing != mart.reads.end()) {
      throw usage_error(fmt::format("mart {} reads {}, which isn't made yet, and isn't selected", name, *missing))
          .hint(fmt::format("--select +{} makes what it is made from too", name));
    }
    // Anew, since some of what it reads may stay as it is although it is due.
    plan.fingerprints[name] =
        missing != mart.reads.end() ? "" : mart_fingerprint(mart.file.text, mart.reads, plan.fingerprints);
    Step step = mart_step(name, plan.fingerprints.at(name), warehouse, full_refresh);
    if (!wanted) keep_made(step, mart, warehouse, plan);
    plan.steps.push_back(std::move(step));
  }
  for (const auto& [name, made] : warehouse.marts) {
    if (!plan.fingerprints.contains(name)) plan.dropped_marts.push_back(name);
  }
}

bool is_made(const WarehouseState& warehouse, const Plan& plan, const std::string& mart) {
  return std::any_of(plan.steps.begin(), plan.steps.end(), [&](const Step& step) {
    return step.kind == StepKind::transform && step.subject == mart && (step.due || warehouse.marts.contains(mart));
  });
}

/// Without making marts: those that will no longer fit the tables. If the marts can't be read, that may be any.
void find_stale_marts(const Project& project, const Model& model, const WarehouseState& warehouse, Plan& plan) {
  if (warehouse.marts.empty() || !plan.changes_tables()) return;
  try {
    find_marts(project, model, plan);
  } catch (const Error&) {
    plan.marts.clear();
  }
  for (const auto& [name, made] : warehouse.marts) {
    const bool known = std::any_of(plan.marts.begin(), plan.marts.end(),
                                   [&, &mart_name = name](const Mart& mart) { return mart.file.name == mart_name; });
    if (!known || plan.fingerprints.at(name) != made.fingerprint) plan.stale_marts.push_back(name);
  }
  plan.marts.clear();
}

/// Whether the whole warehouse is made anew, so that there is nothing to copy.
bool is_fresh(const WarehouseState& warehouse, const PlanOptions& options, const Plan& plan) {
  const bool loads_all = std::none_of(plan.steps.begin(), plan.steps.end(),
                                      [](const Step& step) { return step.kind == StepKind::load && !step.due; });
  const bool makes_all = std::all_of(plan.steps.begin(), plan.steps.end(), [&](const Step& step) {
    return step.kind != StepKind::transform || step.due || !warehouse.marts.contains(step.subject);
  });
  const bool nothing_there = warehouse.tables.empty();
  return options.loads && loads_all && (options.marts || warehouse.marts.empty()) &&
         (options.selection.all() || nothing_there || makes_all);
}

/// In a warehouse that is made anew every mart is missing, also one whose inputs didn't change.
void make_all_marts(const Chosen& chosen, Plan& plan) {
  for (Step& step : plan.steps) {
    if (step.kind != StepKind::transform || step.due || !is_chosen(chosen, step.name)) continue;
    step.due = true;
    step.reason = "all tables are loaded anew";
  }
}

/// Checks that read a mart which isn't made or is out of date would only say so.
void drop_checks_of_marts(const WarehouseState& warehouse, Plan& plan) {
  std::set<std::string> wrong(plan.stale_marts.begin(), plan.stale_marts.end());
  for (const Mart& mart : plan.marts) {
    if (!is_made(warehouse, plan, mart.file.name)) wrong.insert(mart.file.name);
  }
  std::erase_if(plan.checks, [&](const Check& check) {
    const std::set<std::string> names = names_in(check.sql);
    return std::any_of(wrong.begin(), wrong.end(), [&](const std::string& mart) { return names.contains(mart); });
  });
}

void plan_checks(const Project& project, const Model& model, const WarehouseState& warehouse, const TargetState& state,
                 const PlanOptions& options, const Chosen& chosen, Plan& plan) {
  if (!is_chosen(chosen, "checks")) return;
  plan.checks = unproven_checks(project, model, options.dialect);
  if (chosen) drop_checks_of_marts(warehouse, plan);
  if (plan.checks.empty()) return;
  Step step{StepKind::check, "checks", "", checks_fingerprint(plan.checks, plan.fingerprints), true, {}};
  if (options.full_refresh) {
    step.reason = "a full refresh was asked for";
  } else if (state.checked != step.fingerprint) {
    step.reason = "a check, a table or a mart changed";
  } else {
    step.due = false;
    step.reason = "they passed, and nothing changed since";
  }
  plan.steps.push_back(std::move(step));
}

void plan_publish(Plan& plan) {
  const bool due = plan.changes_tables() || plan.is_due(StepKind::transform) || !plan.dropped_marts.empty();
  plan.steps.push_back(
      {StepKind::publish, "publish", "", "", due, due ? "the warehouse changes" : "the warehouse stays as it is"});
}

void plan_answers(const Project& project, const TargetState& state, bool full_refresh, const Chosen& chosen,
                  Plan& plan) {
  for (SqlFile& file : read_sql_files(project.analyses_dir())) {
    Step step{StepKind::analyze,
              "analyze." + file.name,
              file.name,
              answer_fingerprint(file.text, plan.fingerprints),
              true,
              {}};
    auto missing = std::find_if(file.params.begin(), file.params.end(), [](auto& p) { return !p.default_value; });
    auto known = state.answers.find(file.name);
    if (missing != file.params.end()) {
      step.due = false;
      step.reason = fmt::format("its parameter '{}' has no default: rox analyze {} --param {}=…", missing->name,
                                file.name, missing->name);
    } else if (full_refresh) {
      step.reason = "a full refresh was asked for";
    } else if (known == state.answers.end() || !file_identity(answer_file(project, file.name))) {
      step.reason = "there is no answer yet";
    } else if (known->second != step.fingerprint) {
      step.reason = "its SQL, or a table or mart that it names, changed";
    } else {
      step.due = false;
      step.reason = "its SQL and its tables are the same";
    }
    if (!is_chosen(chosen, step.name)) leave_out(step);
    plan.steps.push_back(std::move(step));
    plan.analyses.push_back(std::move(file));
  }
}

Plan plan_chosen(const Project& project, const Model& model, const WarehouseState& warehouse, TargetState& state,
                 const PlanOptions& options, const Chosen& chosen) {
  Plan plan;
  if (options.loads) {
    find_inputs(project, model, state, plan);
    plan_loads(warehouse, options.full_refresh, plan);
    if (chosen) keep_loaded(warehouse, chosen, plan);
    plan_fields(project, plan);
    plan_relations(model, warehouse, plan);
    if (options.uploads) plan_transfers(StepKind::upload, "upload", plan);
    if (options.copies) plan_transfers(StepKind::copy, "copy", plan);
  } else {
    take_loaded(warehouse, plan);
  }
  if (options.marts) {
    plan_marts(project, model, warehouse, options.full_refresh, chosen, plan);
  } else {
    find_stale_marts(project, model, warehouse, plan);
  }
  plan.fresh = is_fresh(warehouse, options, plan);
  if (plan.fresh) make_all_marts(chosen, plan);
  if (options.checks) plan_checks(project, model, warehouse, state, options, chosen, plan);
  plan_publish(plan);
  if (options.answers) plan_answers(project, state, options.full_refresh, chosen, plan);
  link_steps(plan);
  return plan;
}

}  // namespace

std::string_view to_string(StepKind kind) {
  switch (kind) {
    case StepKind::evolve: return "evolve";
    case StepKind::load: return "load";
    case StepKind::relate: return "relate";
    case StepKind::upload: return "upload";
    case StepKind::copy: return "copy";
    case StepKind::transform: return "transform";
    case StepKind::check: return "check";
    case StepKind::publish: return "publish";
    case StepKind::analyze: return "analyze";
    case StepKind::stage: return "stage";
  }
  return "";
}

const TableExports& Plan::exports_of(const std::string& table) const {
  return *std::find_if(exports.begin(), exports.end(),
                       [&](const TableExports& candidate) { return candidate.table->name == table; });
}

const Mart& Plan::mart_of(const Step& step) const {
  return *std::find_if(marts.begin(), marts.end(), [&](const Mart& mart) { return mart.file.name == step.subject; });
}

const SqlFile& Plan::analysis_of(const Step& step) const {
  return *std::find_if(analyses.begin(), analyses.end(),
                       [&](const SqlFile& analysis) { return analysis.name == step.subject; });
}

bool Plan::is_due(StepKind kind) const {
  return std::any_of(steps.begin(), steps.end(), [&](const Step& step) { return step.kind == kind && step.due; });
}

bool Plan::changes_tables() const { return is_due(StepKind::load) || is_due(StepKind::relate) || !dropped.empty(); }

std::set<std::string> due_tables(const Plan& plan) {
  std::set<std::string> tables;
  for (const Step& step : plan.steps) {
    if (step.kind == StepKind::load && step.due) tables.insert(step.subject);
  }
  return tables;
}

unsigned thread_count(const RunConfig& run) {
  return run.threads > 0 ? run.threads : std::max(1U, std::thread::hardware_concurrency());
}

PlanOptions options_for(const Target& target, PlanOptions options) {
  options.dialect = parse_sql_dialect(target.engine);
  options.uploads = target.engine == "redshift";
  options.copies = target.engine != "duckdb";
  return options;
}

WarehouseState read_warehouse(const Target& target, const TargetState& sidecar, const RunConfig& run) {
  if (target.engine == "postgres") {
    PostgresConnection connection(target.postgres, {.search_path = {}, .read_only = true});
    return read_state_tables(connection);
  }
  if (target.engine == "redshift") {
    return read_state_tables(*redshift_accessor(target)->open({.search_path = {}, .read_only = true}));
  }
  const auto identity = file_identity(target.path);
  if (!identity) return {};
  if (sidecar.warehouse_file == identity) return sidecar.warehouse;
  DuckDbOptions options;
  options.read_only = true;
  options.threads = run.threads;
  options.memory_limit = run.memory_limit;
  DuckDbConnection connection = DuckDbDatabase(target.path, options).connect();
  WarehouseState state = read_state_tables(connection);
  if (state.tables.empty()) {
    throw usage_error("this is a DuckDB database, but not one that rox made")
        .at(target.path.string())
        .hint(fmt::format("rox replaces its warehouse whole: give [target.{}] another path, or remove the file",
                          target.name));
  }
  return state;
}

Plan make_plan(const Project& project, const Model& model, const WarehouseState& warehouse, TargetState& state,
               const PlanOptions& options) {
  if (options.selection.all()) return plan_chosen(project, model, warehouse, state, options, std::nullopt);
  PlanOptions all = options;
  all.selection = {};
  const Plan whole = plan_chosen(project, model, warehouse, state, all, std::nullopt);
  return plan_chosen(project, model, warehouse, state, options, select_steps(whole, options.selection, project));
}

std::filesystem::path answer_file(const Project& project, const std::string& analysis) {
  return project.answers_dir() / (analysis + ".csv");
}

std::filesystem::path mend_file(const Project& project, const std::string& table) {
  return project.mends_dir() / (table + ".csv");
}

}  // namespace rox
