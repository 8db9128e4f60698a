#include "build/workspace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/error.hpp"
#include "base/text.hpp"
#include "engine/open.hpp"
#include "inbox/loaded_files.hpp"
#include "ledger/reject_rows.hpp"
#include "load/change_tables.hpp"
#include "load/history.hpp"
#include "load/relations.hpp"
#include "plan/fingerprint.hpp"

namespace rox {
namespace {

/// The rejects of the tables that aren't loaded.
std::uint64_t kept_rejects(const BuildInputs& inputs, const std::set<std::string>& due) {
  std::uint64_t kept = 0;
  for (const auto& [name, table] : inputs.before.tables) {
    if (!due.contains(name) && inputs.plan.fingerprints.contains(name)) kept += table.counts.rejects;
  }
  return kept;
}

/// A warehouse of no more rows is brought up to date by one thread: its statements are over before a second one has
/// begun, which only costs time.
constexpr std::uint64_t kFewRows = 500'000;

/// What is known of that relation from before.
const RelationReport* find_report(const std::vector<RelationReport>& reports, const Table& child,
                                  const Relation& relation) {
  const auto found = std::find_if(reports.begin(), reports.end(), [&](const RelationReport& report) {
    return report.table == child.name && report.columns == join(relation.columns, ", ") &&
           report.parent == relation.table && report.parent_columns == join(relation.parent_columns, ", ");
  });
  return found == reports.end() ? nullptr : &*found;
}

}  // namespace

Workspace::Workspace(BuildInputs inputs, std::set<std::string> read)
    : inputs_(std::move(inputs)),
      read_(std::move(read)),
      due_(due_tables(inputs_.plan)),
      state_(inputs_.before),
      loads_(inputs_.project, inputs_.model, inputs_.plan.inputs, inputs_.run, kept_rejects(inputs_, due_)),
      scratch_("build", inputs_.project.scratch_dir()) {
  for (const std::string& table : inputs_.plan.dropped) state_.tables.erase(table);
  for (const std::string& mart : inputs_.plan.dropped_marts) state_.marts.erase(mart);
  for (const std::string& mart : inputs_.plan.stale_marts) state_.marts.at(mart).fingerprint.clear();
}

void Workspace::open(BuildDatabase::Origin origin, const std::string& basis) {
  const bool follows_changes = inputs_.target.is_local() && !inputs_.plan.fresh && !inputs_.full_refresh;
  origin.options.threads = follows_changes && total_rows() <= kFewRows ? 1 : inputs_.project.run.threads;
  origin.options.memory_limit = inputs_.project.run.memory_limit;
  origin.options.temp_dir = scratch();
  origin.options.preserve_insertion_order = false;
  origin.take_up = inputs_.take_up;
  origin.progress.build = inputs_.run;
  origin.progress.full_refresh = inputs_.full_refresh;
  origin.progress.basis = fmt::format("rox {}, {}, without {}; {}", ROX_VERSION, basis,
                                      join(inputs_.plan.dropped, ", "), join(inputs_.plan.dropped_marts, ", "));
  database_.emplace(origin, inputs_.plan);
  loads_.work_on(connection());
  loads_.compare_with(inputs_.before.tables, [this](const std::string& table) { return files_before(table); });
  found_ = read_accounts(connection());
  take_up();
}

/// What isn't built over a copy of what is there knows of no files: then the target is asked.
std::vector<LoadedFile> Workspace::files_before(const std::string& table) {
  std::vector<LoadedFile> files;
  const auto add = [&](Engine& engine) {
    for (FileCounts& file : read_file_counts(engine, table)) files.push_back({std::move(file.file), file.rows});
  };
  add(connection());
  if (!files.empty()) return files;
  const std::unique_ptr<Engine> target = open_for_reading(inputs_.target, inputs_.project);
  add(*target);
  return files;
}

void Workspace::take_up() {
  const auto& taken_up = database_->taken_up();
  if (taken_up.empty()) return;
  std::set<std::string> changed;
  if (elsewhere_) changed = known_changes(connection());
  for (const Step& step : inputs_.plan.steps) {
    if (!taken_up.contains(step.name())) continue;
    if (step.kind == StepKind::load) {
      state_.tables[step.subject] = found_.tables.at(step.subject);
      loads_.take_up(found_.tables.at(step.subject));
      if (changed.contains(step.subject)) changed_.insert(step.subject);
    }
    if (step.kind == StepKind::relate) state_.relations = found_.relations;
    if (step.kind == StepKind::transform) state_.marts[step.subject] = found_.marts.at(step.subject);
  }
}

void Workspace::load(const Step& step, StepResult& result) {
  known_.reset();
  const std::string& earlier = inputs_.plan.earlier_run;
  const LoadCounts& load = earlier.empty()
                               ? loads_.load(step.subject)
                               : loads_.roll_back(*inputs_.model.find_table(step.subject), earlier, step.fingerprint);
  result.counts = load.counts;
  result.how = load.how;
  result.changed = load.changed;
  if (!inputs_.plan.is_due(StepKind::relate)) keep_history(step.subject);
  const bool by_changes = elsewhere_ && known_changes(connection()).contains(step.subject);
  std::lock_guard lock(mutex_);
  changed_.erase(step.subject);
  if (by_changes) changed_.insert(step.subject);
  if (load.key_holds) keys_that_hold_.insert(step.subject);
  state_.tables[step.subject] = {step.subject, step.fingerprint, inputs_.run, result.counts};
}

/// The tables whose rows have to be here too, to prove those that are.
std::set<std::string> Workspace::to_read_again() const {
  std::set<std::string> wanted;
  if (!elsewhere_) wanted = read_;
  for (const Table& table : inputs_.model.tables) {
    if (!elsewhere_) break;
    for (const Relation& relation : table.relations) {
      const std::string& parent = inputs_.model.find_table(relation.table)->name;
      if (known_report(table, relation) != nullptr || !(has_rows(table.name) || has_rows(parent))) continue;
      wanted.merge(with_enforced_parents(inputs_.model, table.name));
      wanted.merge(with_enforced_parents(inputs_.model, parent));
    }
    if (has_rows(table.name)) wanted.merge(with_enforced_parents(inputs_.model, table.name));
  }
  std::erase_if(wanted,
                [&](const std::string& table) { return has_rows(table) || (!elsewhere_ && due_.contains(table)); });
  return wanted;
}

void Workspace::relate(StepResult& result) {
  known_.reset();
  const std::set<std::string> again = to_read_again();
  for (const std::string& table : again) read_again(table);
  result.counts.rows_in = total_rows();
  std::set<std::string> read;
  for (const auto& [name, load] : loads_.done()) {
    if (has_rows(name)) read.insert(name);
  }
  loads_.enforce(read);
  {
    std::lock_guard lock(mutex_);
    for (const std::string& name : due_) state_.tables[name].counts = loads_.done().at(name).counts;
  }
  std::set<std::string> changed;
  for (const std::string& name : known_changes(connection())) {
    // Orphans were taken out of the table, too.
    if (due_.contains(name) && state_.tables.at(name).counts.rejects > 0) {
      forget_change(connection(), name);
    } else {
      changed.insert(name);
    }
  }
  for (const std::string& name : due_) keep_history(name);
  std::vector<RelationReport> reports;
  for (const Table& table : inputs_.model.tables) {
    for (const Relation& relation : table.relations) {
      reports.push_back(report_relation(table, relation, changed));
    }
  }
  state_.relations = std::move(reports);
  result.counts.rows_out = total_rows();
  result.counts.rejects = result.counts.rows_in - result.counts.rows_out;
  for (const std::string& table : again) {
    if (!due_.contains(table)) require_as_before(table);
  }
}

/// Once the rows of a table are those that stay.
void Workspace::keep_history(const std::string& name) {
  const Table& table = *inputs_.model.find_table(name);
  if (!table.history || !loads_.has_tables_of_before()) return;
  const auto before = inputs_.before.tables.find(name);
  update_history(connection(), table,
                 {.run = inputs_.run,
                  .time = written(name),
                  .before = before == inputs_.before.tables.end() ? "" : before->second.run,
                  .fresh = inputs_.plan.fresh});
}

std::chrono::system_clock::time_point Workspace::written(const std::string& name) const {
  std::chrono::system_clock::time_point time;
  if (!inputs_.plan.earlier_run.empty()) time = std::chrono::system_clock::now();
  for (const ExportFile& file : inputs_.plan.inputs.exports_of(name).files) {
    time = std::max(
        time, std::chrono::system_clock::time_point{std::chrono::duration_cast<std::chrono::system_clock::duration>(
                  std::chrono::nanoseconds(file.modified_ns))});
  }
  return std::min(time, std::chrono::system_clock::now());  // some clock is wrong
}

std::string Workspace::fingerprint_of(const Table& child, const Relation& relation) const {
  const std::string& parent = inputs_.model.find_table(relation.table)->name;
  return relation_fingerprint(relation, inputs_.plan.fingerprints.at(child.name), inputs_.plan.fingerprints.at(parent));
}

const RelationReport* Workspace::known_report(const Table& child, const Relation& relation) const {
  const std::string fingerprint = fingerprint_of(child, relation);
  const auto found = std::find_if(state_.relations.begin(), state_.relations.end(),
                                  [&](const RelationReport& known) { return known.fingerprint == fingerprint; });
  return found == state_.relations.end() ? nullptr : &*found;
}

RelationReport Workspace::report_relation(const Table& child, const Relation& relation,
                                          const std::set<std::string>& changed) {
  const std::string& parent = inputs_.model.find_table(relation.table)->name;
  if (const RelationReport* known = known_report(child, relation)) return *known;
  // What a server has changed is asked there, unless all rows of both tables are here.
  const bool is_here = has_rows(child.name) && has_rows(parent);
  static const std::set<std::string> kNone;
  const std::set<std::string>& known = elsewhere_ && is_here ? kNone : changed;
  const ChangedTablesPlace place =
      elsewhere_ && !is_here ? *elsewhere_ : ChangedTablesPlace{connection(), inserted_name, deleted_name, {}};
  const auto is_known = [&](const std::string& table) { return !due_.contains(table) || known.contains(table); };
  Relation renamed = relation;  // as the model writes it
  renamed.table = parent;
  RelationReport report;
  const RelationReport* before = find_report(inputs_.before.relations, child, relation);
  if (before != nullptr && before->orphans == 0 && is_known(child.name) && is_known(parent) &&
      stays_without_orphans(place, child, renamed, known)) {
    report = *before;
  } else {
    report = report_orphans(place.engine, child, relation);
  }
  report.fingerprint = fingerprint_of(child, relation);
  return report;
}

void Workspace::read_again(const std::string& table) {
  const auto before = inputs_.before.tables.find(table);
  const bool was_counted = !due_.contains(table) && before != inputs_.before.tables.end();
  loads_.read(table, was_counted ? before->second.counts.rejects : 0);
  read_here_.insert(table);
  if (due_.contains(table)) require_as_before(table);
}

/// A table that isn't loaded but was read, since it decides about rows of those that are, must be what the server has.
void Workspace::require_as_before(const std::string& table) const {
  const std::uint64_t now = loads_.done().at(table).counts.rows_out;
  const std::uint64_t then = state_.tables.at(table).counts.rows_out;
  if (now == then) return;
  throw data_error(fmt::format("{} has {} rows on the server, but {} are read from its exports now", table, then, now))
      .hint("`rox run --full-refresh` reloads it");
}

std::optional<BuildChanges> Workspace::changes() {
  if (!loads_.has_tables_of_before()) return std::nullopt;
  const std::map<std::string, std::string> before = fingerprints_of(inputs_.before);
  // What was left there and isn't taken up is made again before anything that reads it.
  const std::map<std::string, std::string> now = fingerprints_of(state_);
  const std::set<std::string>& known = this->known();
  BuildChanges changes;
  for (const auto& [name, fingerprint] : now) {
    const auto old = before.find(name);
    if (old != before.end() && old->second == fingerprint) continue;
    (known.contains(name) ? changes.known : changes.unknown).insert(name);
    const Table* table = inputs_.model.find_table(name);
    if (table != nullptr && table->history) changes.unknown.insert(table->history_name());
  }
  return changes;
}

const std::set<std::string>& Workspace::known() {
  if (!known_) known_ = known_changes(connection());
  return *known_;
}

void Workspace::note_mart(const std::string& mart, bool known) {
  if (!known_) return;
  if (known) {
    known_->insert(mart);
  } else {
    known_->erase(mart);
  }
}

bool Workspace::has_mart_of_before(const Mart& mart) {
  if (!loads_.has_tables_of_before() || inputs_.full_refresh) return false;
  const auto made = found_.marts.find(mart.file.name);
  return made != found_.marts.end() && is_made_by(mart, made->second, fingerprints_of(inputs_.before));
}

void Workspace::finish(const Step& step, const StepResult& result) {
  account_for(step, result);
  database_->finish_step(inputs_.run, step, result);
}

/// In the build's own database; publishing does it for the warehouse.
void Workspace::account_for(const Step& step, const StepResult& result) {
  const auto write = [&](const AccountChanges& changes) {
    execute_all(connection(), rox::account_statements(changes, accounts_of(connection())));
  };
  if (step.kind == StepKind::load) {
    write({.tables = {state_.tables.at(step.subject)}, .files = read_files({step.subject})});
  }
  if (step.kind == StepKind::relate) {
    write({.tables = loaded_tables(), .files = read_files(due_), .relations = state_.relations});
  }
  if (step.kind == StepKind::transform) {
    BuiltMart& mart = state_.marts[step.subject];
    mart = {step.subject, step.fingerprint, inputs_.run, result.counts};
    write({.marts = {{step.subject, mart}}});
  }
}

std::vector<LoadedTable> Workspace::loaded_tables() const {
  std::vector<LoadedTable> tables;
  for (const std::string& table : due_) tables.push_back(state_.tables.at(table));
  return tables;
}

std::map<std::string, std::vector<ReadFile>> Workspace::read_files(const std::set<std::string>& tables) const {
  std::map<std::string, std::vector<ReadFile>> files;
  for (const std::string& name : tables) {
    const TableExports& exports = inputs_.plan.inputs.exports_of(name);
    std::vector<ReadFile>& read = files[name];  // of a table that goes back, none
    std::map<std::string_view, const ExportFile*> sources;
    for (const ExportFile& file : exports.files) sources.emplace(file.name, &file);
    for (const FileCounts& counts : loads_.done().at(name).files) {
      read.push_back({state_.tables.at(name).run, inputs_.hashes.hash(sources.at(counts.file)->path), counts});
    }
  }
  return files;
}

bool Workspace::is_changed_elsewhere(const std::string& table) const {
  std::lock_guard lock(mutex_);
  return elsewhere_ && changed_.contains(table);
}

bool Workspace::has_rows(const std::string& table) const {
  return loads_.done().contains(table) && (!is_changed_elsewhere(table) || read_here_.contains(table));
}

bool Workspace::key_holds(const std::string& table) const {
  std::lock_guard lock(mutex_);
  return keys_that_hold_.contains(table);
}

std::uint64_t Workspace::loaded_rows(const std::string& table) const {
  std::lock_guard lock(mutex_);
  return state_.tables.at(table).counts.rows_out;
}

std::uint64_t Workspace::total_rows() const {
  std::uint64_t rows = 0;
  for (const auto& [name, table] : state_.tables) rows += table.counts.rows_out;
  return rows;
}

std::vector<std::string> Workspace::replaced_names() const {
  std::vector<std::string> names;
  for (const std::string& table : due_) {
    if (!is_changed_elsewhere(table)) names.push_back(to_lower(table));
  }
  for (const Step& step : inputs_.plan.steps) {
    if (step.kind == StepKind::transform && step.due) names.push_back(to_lower(step.subject));
  }
  return names;
}

std::vector<std::string> Workspace::dropped_names() const {
  std::vector<std::string> names;
  for (const std::string& table : inputs_.plan.dropped) names.push_back(to_lower(table));
  for (const std::string& mart : inputs_.plan.dropped_marts) names.push_back(to_lower(mart));
  return names;
}

std::set<std::string> Workspace::all_names() const {
  std::set<std::string> names;
  for (const Table& table : inputs_.model.tables) names.insert(to_lower(table.name));
  for (const Mart& mart : inputs_.plan.marts) names.insert(to_lower(mart.file.name));
  return names;
}

std::vector<std::string> Workspace::account_statements(const AccountsPlace& place) const {
  AccountChanges changes{.dropped_tables = inputs_.plan.dropped,
                         .dropped_marts = inputs_.plan.dropped_marts,
                         .marts = state_.marts,
                         .tables = loaded_tables(),
                         .files = read_files(due_),
                         .relations = state_.relations};
  if (inputs_.project.source.remote) {
    std::vector<ReadFile> files;
    for (const auto& [table, read] : changes.files) files.insert(files.end(), read.begin(), read.end());
    changes.arrivals = arrivals_with(inputs_.project, files);
  }
  return rox::account_statements(changes, place);
}

std::vector<std::string> Workspace::server_account_statements(const AccountsPlace& place) const {
  std::vector<std::string> statements = account_statements(place);
  std::vector<std::string> rejects = loads_.reject_statements(due_, place);
  std::move(rejects.begin(), rejects.end(), std::back_inserter(statements));
  return statements;
}

void Workspace::note_published(StepResult& result) const {
  loads_.write_reject_files(inputs_.plan.dropped);
  result.counts.rows_in = result.counts.rows_out = total_rows();
}

void Workspace::warn(std::string text) {
  std::lock_guard lock(mutex_);
  warnings_.push_back(std::move(text));
}

std::vector<std::string> Workspace::warnings() const {
  std::vector<std::string> all = loads_.warnings();
  std::lock_guard lock(mutex_);
  all.insert(all.end(), warnings_.begin(), warnings_.end());
  return all;
}

}  // namespace rox
