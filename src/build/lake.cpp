#include "build/lake.hpp"

#include <fmt/format.h>

#include <array>
#include <functional>
#include <iterator>

#include "base/error.hpp"
#include "base/file_name.hpp"
#include "base/text.hpp"
#include "build/proving.hpp"
#include "build/record_keeping.hpp"
#include "build/staged_table.hpp"
#include "engine/sql/next_name.hpp"
#include "load/left_out.hpp"
#include "sql/ddl.hpp"
#include "sql/lake_layout.hpp"
#include "sql/quote.hpp"
#include "sql/sql_file.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::spark;
constexpr std::size_t kLongestName = 255;     // of Glue's and S3 Tables' tables
constexpr std::uint64_t kAccountBytes = 256;  // of a row, about
/// The accounts' tables in the order in which they are published: `steps` says what is there, and so comes last.
constexpr std::array<const char*, 4> kAccounts{"files", "rejects", "relations", "steps"};

/// Views of files that Spark takes in, and of the places of rows in them that it doesn't.
constexpr const char* kFiles = "rox_files";
constexpr const char* kLeftOut = "rox_left_out";

/// Whether what such a step makes is a next table.
bool is_in_lake(StepKind kind) { return kind == StepKind::copy || kind == StepKind::transform; }

/// Where Spark's tasks put what they read.
std::filesystem::path parts_folder(const Project& project, const Target& target) {
  return file_named(project.state_dir() / "next", target.name, ".parts");
}

std::vector<std::filesystem::path> paths_of(const std::vector<WrittenPart>& parts) {
  std::vector<std::filesystem::path> paths;
  for (const WrittenPart& part : parts) paths.push_back(part.path);
  return paths;
}

/// Removes the next tables of such names.
void discard_next(Lake& lake, const std::function<bool(const std::string& name)>& is_leftover) {
  std::vector<NextLakeTable> leftovers;
  for (const auto& [schema, names] : lake.tables()) {
    for (const std::string& name : names) {
      if (run_in_name(name).empty() || !is_leftover(name)) continue;
      leftovers.push_back({{schema, table_in_name(name)}, name, {}});
    }
  }
  lake.discard(leftovers);
}

/// The rows of a table in the files. Those that are left out are told by their place in the exports.
std::string select_rows(const Table& table, bool leaves_out) {
  std::string select = fmt::format("SELECT {} FROM {}", exact_names(table.column_names(), kDialect), kFiles);
  if (leaves_out) {
    select += fmt::format(" LEFT ANTI JOIN {0} ON {1}.rox_file = {0}.file AND {1}.rox_offset = {0}.`offset`", kLeftOut,
                          kFiles);
  }
  return select;
}

/// The rows of an account's table that stay, behind others.
std::string kept_rows(const LakeTable& account, const std::set<std::string>& replaced) {
  std::vector<std::string> names;
  for (const std::string& table : replaced) names.push_back(sql_literal(table, kDialect));
  const std::string where = names.empty() ? "" : fmt::format(" WHERE `table` NOT IN ({})", join(names, ", "));
  return fmt::format(" UNION ALL SELECT * FROM {}{}", qualified_name(account.schema, account.name, kDialect), where);
}

}  // namespace

LakeDestination::LakeDestination(Workspace& workspace)
    : workspace_(workspace),
      folder_(workspace.scratch() / "lake"),
      parts_(parts_folder(workspace.inputs().project, workspace.inputs().target)) {}

void LakeDestination::open() {
  const BuildInputs& inputs = workspace_.inputs();
  check_names(inputs.model, config().schema, kDialect);
  const std::filesystem::path scratch = scratch_file(inputs.project, inputs.target);
  if (std::filesystem::exists(parts_) != config().reads_on_cluster) {  // what was read in the other way is of no use
    remove_database(scratch);
    std::filesystem::remove_all(parts_);
  }
  expect_scratch(inputs.project, inputs.target);
  lake_ = std::make_unique<Lake>(config());
  lake_->prepare();
  base_ = lake_->run_of({lake_->accounts(), "steps"});
  const auto left = read_build_progress(scratch);
  build_ = run_name(left ? left->build : inputs.run);
  const std::set<std::string> there = lake_->tables()[config().schema];
  if (!config().reads_on_cluster) workspace_.loads().keep_samples(sample_keeping(inputs));
  open_scratch(workspace_,
               [&](DuckDbConnection&, const Step& step) {
                 if (is_in_lake(step.kind)) return there.contains(next_of(step.subject).next);
                 if (step.kind != StepKind::load) return true;
                 return config().reads_on_cluster == std::filesystem::exists(file_named(parts_, step.subject));
               },
               {folder_, parts_});
  if (config().reads_on_cluster) {
    cluster_.emplace(workspace_, *lake_, parts_);
    workspace_.loads().read_elsewhere([this](const TableExports& exports) { return cluster_->read(exports); });
  }
  build_ = run_name(workspace_.database().begun_by());
  std::set<std::string> wanted;
  lake_->view_published();
  for (const Step& step : inputs.plan.steps) {
    if (!is_in_lake(step.kind) || !workspace_.database().taken_up().contains(step.name())) continue;
    const NextLakeTable next = next_of(step.subject);
    wanted.insert(next.next);
    lake_->view(step.subject, {next.table.schema, next.next});
  }
  try {
    discard_leftovers(wanted);
  } catch (const Error& error) {
    workspace_.warn("what an earlier run left in the lake can't be removed yet: " + error.report());
  }
}

/// What a later run can go on with stays.
LakeDestination::~LakeDestination() {
  if (!lake_ || published_ || (workspace_.is_open() && workspace_.database().stays())) return;
  try {
    discard_leftovers({});
  } catch (const std::exception&) {  // a later run does it
  }
}

NextLakeTable LakeDestination::next_of(const std::string& table) const {
  return {{config().schema, to_lower(table)}, next_name(table, build_, kLongestName), {}};
}

/// Next tables of this build but for those that are wanted, and those of builds that are over.
void LakeDestination::discard_leftovers(const std::set<std::string>& wanted) {
  const std::filesystem::path state_dir = workspace_.inputs().project.state_dir();
  discard_next(*lake_, [&](const std::string& name) {
    const std::string run = run_in_name(name);
    return !wanted.contains(name) && (run == build_ || is_old_run(run) || is_dead_here(state_dir, run));
  });
}

bool LakeDestination::works_in_workspace(StepKind kind) const {
  return kind == StepKind::load || kind == StepKind::relate;
}

/// Spark shares a statement out among its cores by itself.
std::string LakeDestination::lane(const Step& step) const {
  return works_in_workspace(step.kind) ? "workspace" : "lake";
}

void LakeDestination::interrupt() {
  if (lake_) lake_->interrupt();
}

void LakeDestination::transfer(const Step& step, StepResult& result) {
  const Model& model = workspace_.inputs().model;
  const Table& model_table = *model.find_table(step.subject);
  const Table table = with_proven_key(workspace_, model_table);
  const LakeLayout layout = lake_layout(model, model_table);
  const std::uint64_t rows = workspace_.loaded_rows(step.subject);
  to_send_ += rows;
  const std::filesystem::path files = file_named(folder_, table.name);
  const NextLakeTable next = next_of(table.name);
  {
    DuckDbConnection scratch = workspace_.connect();
    std::vector<std::filesystem::path> parts = parts_of(scratch, table.name);
    const std::string left_out = parts.empty() ? "" : left_out_rows(scratch, table.name);
    if (parts.empty()) parts = paths_of(write_staged_parquet(scratch, table, files));
    if (!left_out.empty()) {
      const OrderedRows rows{"*", "(" + left_out + ")", {}};
      lake_->view_files(kLeftOut, paths_of(write_parquet(scratch, rows, files, parquet_layout(kAccountBytes))));
    }
    lake_->view_files(kFiles, parts);
    lake_->make(next, select_rows(table, !left_out.empty()), table, layout);
  }
  std::filesystem::remove_all(files);
  lake_->view(table.name, {next.table.schema, next.next});
  const auto taken = static_cast<std::uint64_t>(
      query_integer(*lake_, "SELECT count(*) FROM " + qualified_name(next.table.schema, next.next, kDialect)));
  require_all_taken(table.name, rows, taken, "Spark");
  sent_ += rows;
  result.counts.rows_in = result.counts.rows_out = rows;
  result.how = layout_text(layout);
}

MartRows LakeDestination::make_mart(const Mart& mart) {
  const NextLakeTable next = next_of(mart.file.name);
  materialize_mart(mart, [&](const std::string& select) { lake_->make(next, select); });
  lake_->view(mart.file.name, {next.table.schema, next.next});
  const MartRows rows = count_mart(*lake_, mart);
  prove_key(*lake_, mart);
  return rows;
}

/// All that the accounts will hold: what this run changed, written down in a database that nobody keeps, and the rows
/// of other tables as they are.
std::vector<NextLakeTable> LakeDestination::next_accounts(StepResult& result) {
  const BuildInputs& inputs = workspace_.inputs();
  // PostgreSQL's SQL is DuckDB's here, and its texts are UTF-8, as Parquet's are.
  const AccountsPlace place{SqlDialect::postgres, "rox"};
  DuckDbOptions options;
  options.folders = {folder_};
  options.memory_limit = inputs.project.run.memory_limit;
  DuckDbConnection changed = DuckDbDatabase("", options).connect();
  create_accounts(changed);
  execute_all(changed, workspace_.server_account_statements(place));
  std::vector<LoadedTable> others;
  std::set<std::string> replaced(inputs.plan.dropped.begin(), inputs.plan.dropped.end());
  for (const auto& [name, table] : workspace_.state().tables) {
    if (!workspace_.due().contains(name)) others.push_back(table);
  }
  replaced.insert(workspace_.due().begin(), workspace_.due().end());
  execute_all(changed, account_statements({.tables = others}, place));

  const std::set<std::string> there = lake_->tables()[lake_->accounts()];
  std::vector<NextLakeTable> accounts;
  for (const std::string name : kAccounts) {
    NextLakeTable next{{lake_->accounts(), name}, next_name(name, build_, kLongestName), {}};
    const auto parts = write_parquet(changed, {"*", "rox." + name, {}}, folder_ / name, parquet_layout(kAccountBytes));
    const bool keeps = there.contains(name) && (name == "files" || name == "rejects");
    lake_->view_files(kFiles, paths_of(parts));
    lake_->make(next, std::string("SELECT * FROM ") + kFiles + (keeps ? kept_rows(next.table, replaced) : ""));
    for (const WrittenPart& part : parts) result.counts.bytes += std::filesystem::file_size(part.path);
    accounts.push_back(std::move(next));
  }
  accounts.back().base = base_;
  return accounts;
}

void LakeDestination::publish(StepResult& result) {
  const BuildInputs& inputs = workspace_.inputs();
  std::vector<NextLakeTable> tables;
  for (const Step& step : inputs.plan.steps) {
    if (!is_in_lake(step.kind) || !step.due) continue;
    NextLakeTable next = next_of(step.subject);
    if (step.kind == StepKind::transform) next.key = inputs.plan.mart_of(step).key;
    tables.push_back(std::move(next));
  }
  std::vector<NextLakeTable> accounts = next_accounts(result);
  std::move(accounts.begin(), accounts.end(), std::back_inserter(tables));
  const bool together = lake_->publish(tables, inputs.run);
  published_ = true;
  workspace_.database().discard();
  result.how =
      together ? "all tables in one commit" : "one table after another: this catalogue commits no more at once";
  try {
    clear_up(tables);
  } catch (const Error& error) {
    workspace_.warn("what the lake no longer needs can't be removed yet: " + error.report());
  }
  workspace_.note_published(result);
  remove_old_records(workspace_);
}

/// What nobody reads any more: the names of next tables, tables that are no longer in the project, and what tables were
/// longer ago than changes are kept.
void LakeDestination::clear_up(const std::vector<NextLakeTable>& published) {
  std::filesystem::remove_all(parts_);
  lake_->discard(published);
  std::vector<LakeTable> dropped;
  for (const std::string& name : workspace_.dropped_names()) dropped.push_back({config().schema, name});
  lake_->drop(dropped);
  std::vector<LakeTable> tables;
  for (const NextLakeTable& next : published) tables.push_back(next.table);
  lake_->forget(tables, workspace_.inputs().project.source.keep_days);
}

void drop_unpublished_lake(const Project& project, const Target& target) {
  const auto left = read_build_progress(scratch_file(project, target));
  std::filesystem::remove_all(parts_folder(project, target));
  if (!left) return;
  Lake lake(target.lake());
  discard_next(lake, [build = run_name(left->build)](const std::string& name) { return run_in_name(name) == build; });
}

}  // namespace rox
