// What a run would do: its steps as values, made from the project, its files and what the target holds.
// Making a plan changes nothing.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/model.hpp"
#include "pipeline/drift.hpp"
#include "pipeline/marts.hpp"
#include "pipeline/state.hpp"
#include "project/project.hpp"
#include "quality/check.hpp"
#include "source/export.hpp"
#include "source/mend.hpp"
#include "sql/dialect.hpp"
#include "sql/sql_file.hpp"

namespace rox {

/// In the order in which a run does them.
enum class StepKind {
  evolve,     // the model takes over what changed exports prove
  load,       // a table from its exports
  relate,     // enforced relations and orphan reports
  upload,     // a loaded table as files to the target's bucket
  copy,       // a loaded table to the target's server
  transform,  // a mart
  check,      // what has to hold in the data
  publish,    // the private copy becomes the warehouse
  analyze,    // an answer
  stage,      // a table from its exports to Parquet
};

/// "load", "relate", "transform", …
std::string_view to_string(StepKind kind);

/// Whether steps of that kind work on the private copy: they are published together, or none of them is.
constexpr bool makes_warehouse(StepKind kind) { return kind <= StepKind::publish; }

struct Step {
  StepKind kind = StepKind::load;
  std::string name;     // "load.Person", "relations", "upload.Person", "copy.Person", "transform.dim_date", "checks",
                        // "publish", "analyze.q1_order_lines"
  std::string subject;  // the table's, mart's or analysis's name
  std::string fingerprint;
  bool due = true;
  std::string reason;                // why it is due, or why not
  std::vector<std::string> needs{};  // names of the steps that come before it because of what they make
};

/// Which steps are meant, as the user says it (selection.hpp). Nothing said means all of them.
struct StepSelection {
  std::vector<std::string> select;
  std::vector<std::string> exclude;

  bool all() const { return select.empty() && exclude.empty(); }
};

struct PlanOptions {
  SqlDialect dialect = SqlDialect::duckdb;  // of the target's engine
  bool uploads = false;                     // tables are loaded here and then go to a bucket, as files
  bool copies = false;                      // tables are loaded here, or uploaded, and then copied to a server
  bool full_refresh = false;
  bool loads = true;  // false: the tables stay as they are loaded, whatever the exports are now
  bool marts = true;  // false: marts that a load puts out of date are marked so
  bool checks = true;
  bool answers = true;
  StepSelection selection{};
};

struct Plan {
  std::vector<Step> steps;  // in an order in which they can be done
  std::vector<TableExports> exports;
  std::map<std::string, MendSet> mends;               // by table
  std::map<std::string, std::vector<FieldMap>> maps;  // by table: where the fields of its files go, if not as they come
  std::vector<Drift> drift;                           // that the headers show
  std::map<std::string, std::string> fingerprints;    // of the tables and marts
  std::vector<Mart> marts;                            // in the order of their steps
  std::vector<Check> checks;                          // that the step `checks` evaluates
  std::vector<SqlFile> analyses;
  std::vector<std::string> dropped;        // tables of the warehouse that the model no longer has
  std::vector<std::string> dropped_marts;  // marts of the warehouse that marts/ no longer has
  std::vector<std::string> stale_marts;    // marts that will be out of date, because they aren't made
  bool fresh = false;                      // nothing of the warehouse there is stays

  /// Of a table that the model has.
  const TableExports& exports_of(const std::string& table) const;
  /// Those of a step that makes a mart, or answers.
  const Mart& mart_of(const Step& step) const;
  const SqlFile& analysis_of(const Step& step) const;
  bool is_due(StepKind kind) const;
  bool changes_tables() const;
  /// Whether the warehouse changes.
  bool changes_warehouse() const { return is_due(StepKind::publish); }
};

/// The tables that are loaded anew.
std::set<std::string> due_tables(const Plan& plan);

/// How many threads a run may use.
unsigned thread_count(const RunConfig& run);

/// The options as they are for that target.
PlanOptions options_for(const Target& target, PlanOptions options);

/// What the warehouse holds: from the sidecar if that is about this very file, else from the warehouse. Throws
/// usage_error if the file is a DuckDB database that rox didn't make.
WarehouseState read_warehouse(const Target& target, const TargetState& sidecar, const RunConfig& run);

/// Finds the exports, brings `state.files` up to date and compares with `warehouse`. `model` must outlive the plan.
/// Throws usage_error if there is nothing loaded that a plan without loads could work on.
Plan make_plan(const Project& project, const Model& model, const WarehouseState& warehouse, TargetState& state,
               const PlanOptions& options);

/// The file that an analysis's answer goes to.
std::filesystem::path answer_file(const Project& project, const std::string& analysis);

/// mends/<table>.csv.
std::filesystem::path mend_file(const Project& project, const std::string& table);

}  // namespace rox
