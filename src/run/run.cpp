#include "run/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

#include "base/interrupt.hpp"
#include "base/text.hpp"
#include "build/build.hpp"
#include "build/private_copy.hpp"
#include "engine/duckdb/export_function.hpp"
#include "engine/lake/lake.hpp"
#include "engine/open.hpp"
#include "inbox/settle.hpp"
#include "load/earlier_rows.hpp"
#include "load/export_source.hpp"
#include "load/roll_back.hpp"
#include "plan/checks.hpp"
#include "plan/fingerprint.hpp"
#include "plan/guards.hpp"
#include "plan/step_graph.hpp"
#include "run/answer_files.hpp"
#include "run/clock_guards.hpp"
#include "run/evolve_model.hpp"
#include "run/leftovers.hpp"
#include "run/lineage.hpp"
#include "run/model_draft.hpp"
#include "run/reject_files.hpp"
#include "run/step_runner.hpp"
#include "run/storage_check.hpp"
#include "run/widen_model.hpp"

namespace rox {
namespace {

/// A server has cores of its own, so two tables are on their way even if there is one here.
constexpr unsigned kLeastTogether = 2;

/// With a full refresh, what can't be read doesn't matter: it is replaced. What isn't surely rox's never is.
WarehouseState warehouse_before(const Target& target, const TargetState& state, const RunConfig& config,
                                const RunOptions& options) {
  try {
    return read_warehouse(target, state, config);
  } catch (Error& error) {
    if (error.kind() == ErrorKind::usage || !target.is_local()) throw;
    if (error.can_retry()) throw;  // somebody has it open now
    const std::filesystem::path& file = target.local().path;
    if (!is_own_warehouse(state, file)) {
      throw usage_error(
          fmt::format("nothing here proves that this file is a warehouse that rox made, so it stays as it is ({})",
                      error.what()))
          .at(file.string())
          .hint(
              fmt::format("give [target.{}] another path, or move the file away: then `rox run` makes a new warehouse",
                          target.name));
    }
    if (options.plan.full_refresh && options.plan.loads) return {};
    const std::string rebuild = "rox run --full-refresh rebuilds it from the exports";
    const std::string own = error.hint_text();
    throw std::move(error).hint(own.empty() ? rebuild : own + "; " + rebuild);
  }
}

/// The plan is then one without loads, whose tables go back to what that run left.
void plan_earlier_state(const Project& project, const Target& target, const std::string& back_to,
                        PlanOptions& options) {
  if (!target.is_local()) {
    throw usage_error(
        fmt::format("target {} is no local warehouse, and only such a one can go back to what a run left", target.name))
        .hint("`rox diff` shows what differs between then and now, on PostgreSQL, too");
  }
  const std::unique_ptr<Engine> engine = open_for_reading(target, project);
  if (!keeps_changes(*engine)) {
    throw usage_error(fmt::format("the warehouse of target {} remembers no runs yet", target.name))
        .hint("it does from the next run on that changes something");
  }
  const std::string run = named_run(*engine, back_to);
  options.earlier = {run, changed_after(*engine, run)};
}

RunRecord record_of(const Project& project, const Target& target, const RunOptions& options) {
  RunRecord record = new_record(project, target, options.command);
  record.full_refresh = options.plan.full_refresh;
  record.select = options.plan.selection.select;
  record.exclude = options.plan.selection.exclude;
  record.released = options.release;
  return record;
}

class Run {
 public:
  Run(const Project& project, const Target& target, const RunOptions& options, RunObserver& observer)
      : project_(project),
        target_(target),
        options_(options),
        build_file_(build_file(project, target)),
        plan_options_(options_for(target, options.plan)),
        draft_(draft_of(project)),
        model_(draft_.model),
        lineage_(project, target, observer),
        recorder_(project, record_of(project, target, options), lineage_, options.lock_wait) {}

  RunReport go() {
    if (auto error = recorder_.conduct([&] { work(); }, [&] { return planned_; })) report_.error = std::move(error);
    report_.record = recorder_.record();
    lineage_.run_finished(report_.record);
    report_.warnings.insert(report_.warnings.end(), state_.warnings.begin(), state_.warnings.end());
    report_.warnings.insert(report_.warnings.end(), lineage_.warnings().begin(), lineage_.warnings().end());
    return std::move(report_);
  }

 private:
  void work() {
    remove_leftovers(project_);
    spark_ = share_spark(target_);
    state_ = read_target_state(project_.state_dir(), target_.name);
    state_.outputs.forget_missing();
    report_.warehouse = warehouse_before(target_, state_, project_.run, options_);
    if (!options_.back_to.empty()) plan_earlier_state(project_, target_, options_.back_to, plan_options_);
    if (plan_options_.loads) draft_ = take_up_draft(project_, target_.name, state_);
    if (!options_.only.empty()) {
      work_on_one();
      return;
    }
    if (draft_.differs()) recorder_.note_drift(drift_of(draft_, project_));
    plan();
    planned_ = plan_.steps;
    lineage_.run_started(recorder_.record(), plan_, model_);
    recorder_.note_drift(plan_.drift);
    const bool due = std::any_of(plan_.steps.begin(), plan_.steps.end(), [](const Step& step) { return step.due; });
    for (const Step& step : plan_.steps) {
      if (!step.due) note_unchanged(step);
    }
    if (plan_.changes_warehouse()) {
      build();
    } else {
      discard_left_build();
      if (plan_.is_due(StepKind::check)) check_published();
    }
    write_model();
    answer();
    restore_rejects();
    judge_clock();
    save_state();
    recorder_.succeed(due);
  }

  void plan() {
    const auto make = [&] { return make_plan(project_, model_, report_.warehouse, state_, plan_options_); };
    plan_ = plan_options_.loads ? evolve_and_plan(project_, draft_, state_, recorder_, make) : make();
    if (!draft_.exports.empty()) keep_draft(project_, target_.name, draft_);
  }

  /// What was made with it is published now, or there was nothing to make.
  void write_model() {
    if (!plan_options_.loads) return;
    if (auto warning = write_draft(project_, target_.name, draft_, state_)) {
      report_.warnings.push_back(std::move(*warning));
    }
  }

  void restore_rejects() {
    for (std::string& warning :
         restore_reject_files(project_, report_.warehouse, state_, recorder_.record().run, [&] { return reader(); })) {
      report_.warnings.push_back(std::move(warning));
    }
  }

  /// A step by itself, or the begin of a build. Others may do the next ones, from processes of their own: so what is
  /// asked for besides is what the build that goes on was begun with.
  void work_on_one() {
    const bool begins = options_.only == kBegin;
    if (!begins) {
      const std::optional<BuildProgress> progress = read_build_progress(build_file_);
      plan_options_.full_refresh = progress && progress->full_refresh;
    }
    plan();
    if (begins) {
      begin();
      return;
    }
    if (is_transfer_of_other_targets(options_.only)) {
      save_state();
      recorder_.succeed(false);
      return;
    }
    Step& step = step_named(options_.only);
    if (step.kind == StepKind::analyze && options_.plan.full_refresh) step.due = true;
    planned_ = {step};
    const bool due = step.due;
    const bool publishes = step.kind == StepKind::publish;
    lineage_.run_started(recorder_.record(), plan_, model_);
    if (!due) {
      note_unchanged(step);
    } else if (!makes_warehouse(step.kind)) {
      require_done(step, {});
      answer_one(step);
    } else if (plan_.changes_warehouse()) {
      build();  // which may plan anew, with other steps
    } else {
      check_published();
    }
    if (publishes || !plan_.changes_warehouse()) write_model();
    save_state();
    recorder_.succeed(due);
  }

  void begin() {
    const bool due = plan_.changes_warehouse();
    if (due) {
      Build build(build_inputs());
      build.open();
      build.keep();
    } else {
      discard_left_build();
      write_model();
    }
    save_state();
    recorder_.succeed(due);
  }

  /// That may wait until the server is there.
  void discard_left_build() {
    try {
      discard_build(project_, target_);
    } catch (const Error& error) {
      report_.warnings.push_back("what an earlier run left can't be removed yet: " + error.report());
    }
  }

  /// Whoever has a graph of all targets' steps may ask for one that this target has no need of.
  bool is_transfer_of_other_targets(const std::string& name) const {
    const std::optional<StepId> id = StepId::parse(name);
    if (!id || model_.find_table(id->subject) == nullptr) return false;
    return (id->kind == StepKind::copy && !plan_options_.copies) ||
           (id->kind == StepKind::upload && !plan_options_.uploads);
  }

  Step& step_named(const std::string& name) {
    std::vector<std::string> names;
    for (Step& step : plan_.steps) {
      if (step.name() == name) return step;
      names.push_back(step.name());
    }
    throw usage_error(
        fmt::format("a run on target {} has no step '{}'{}", target_.name, name, did_you_mean(name, names)))
        .hint("`rox plan` lists its steps");
  }

  /// Throws if something that the step needs is neither as it should be nor among the steps that the build has.
  void require_done(const Step& step, const std::map<std::string, FinishedStep>& taken_up) const {
    const std::set<std::string> needs = due_needs(plan_).at(step.name());
    for (const Step& needed : plan_.steps) {
      if (!needs.contains(needed.name()) || taken_up.contains(needed.name())) continue;
      throw usage_error(fmt::format("{} needs {}, which isn't done: {}", step.name(), needed.name(), needed.reason))
          .hint(fmt::format("do `rox step {}` first, or all of it with `rox run`", needed.name()));
    }
  }

  BuildInputs build_inputs() {
    return {project_,
            target_,
            model_,
            plan_,
            state_.files,
            report_.warehouse,
            recorder_.record().run,
            plan_options_.full_refresh,
            passed_before(),
            goes_on(),
            !options_.release.empty()};
  }

  /// The checks of this plan that the warehouse passed, as it is now.
  std::set<std::string> passed_before() {
    if (plan_options_.full_refresh || !plan_.is_due(StepKind::check)) return {};
    const std::map<std::string, std::string> made = fingerprints_of(report_.warehouse);
    if (state_.checked.fingerprint != checks_fingerprint(plan_.checks, made)) return {};
    if (!stands(state_.checked, check_report_file(project_.state_dir(), state_.checked_run), state_.outputs)) return {};
    return passed_checks(project_.state_dir(), state_.checked_run);
  }

  /// Whether a build that was left is to be gone on with.
  bool goes_on() const {
    const bool one_by_one = !options_.only.empty() && options_.only != kBegin;
    return one_by_one || options_.retry || widened_ || !plan_options_.full_refresh;
  }

  /// Until the model has room for all that the exports hold, each time with what was done before.
  void build() {
    if (target_.is_local() && !plan_.fresh) {
      require_intact(project_, target_, std::hash<std::string>{}(recorder_.record().run));
    }
    for (build_once(); !widenings_.empty(); build_once()) {
      widen_draft(draft_, project_, widenings_, plan_, state_);
      for (const Widening& widening : widenings_) recorder_.note_drift({widening.drift});
      widenings_.clear();
      failures_.clear();  // what failed is tried again
      widened_ = true;
      plan();
    }
  }

  void build_once() {
    Build build(build_inputs());
    if (project_.source.drift == DriftPolicy::widen) {
      build.on_refused([this](const Table& table, const std::vector<Reject>& rejects) { widen(table, rejects); });
    }
    try {
      build.open();
      run_steps(work_of(build), std::max(kLeastTogether, thread_count(project_.run)),
                [&](const Step& step) { return try_step(build, step); });
      if (!widenings_.empty()) return;
      if (!failures_.empty()) throw all_failures();
    } catch (const Error&) {
      report_.checks = build.checks();
      note_guards(build);
      keep_rejects(build);
      recorder_.note_drift(build.value_drift());
      throw;
    }
    recorder_.note_drift(build.value_drift());
    report_.checks = build.checks();
    note_guards(build);
    report_.warnings = build.warnings();
  }

  void note_guards(const Build& build) {
    recorder_.note_guards(build.guards());
    if (is_held(build.guards())) recorder_.hold(step_of(StepKind::guard).fingerprint);
  }

  /// What the clock says of what is there; what was published has been judged before. It stops nothing.
  void judge_clock() {
    Guards guards = plan_.guards;
    std::erase_if(guards.list, [&](const Guard& guard) {
      const std::vector<GuardResult>& known = recorder_.record().guards;
      return std::any_of(known.begin(), known.end(), [&](const GuardResult& g) { return g.guard == guard.name; });
    });
    if (guards.list.empty()) return;
    try {
      const std::vector<GuardResult> results = judge_by_clock(
          guards, arrivals_of(project_, model_, report_.warehouse), report_.warehouse, [&] { return reader(); },
          std::chrono::system_clock::now());
      recorder_.note_guards(results);
      for (std::string& warning : guard_warnings(results)) report_.warnings.push_back(std::move(warning));
    } catch (const Error& error) {
      report_.warnings.push_back("the guards can't be asked: " + error.report());
    }
  }

  /// From the load of a table, whose rows were refused by their columns' types: ends it if the model can be widened.
  void widen(const Table& table, const std::vector<Reject>& rejects) {
    if (!step_named(StepId{StepKind::load, table.name}.name()).due) return;  // only read again
    std::vector<Widening> found =
        find_widenings(project_, draft_, table, plan_.inputs.exports_of(table.name).files, rejects);
    if (found.empty()) return;
    std::lock_guard lock(mutex_);
    for (const Widening& widening : found) {
      const bool known = std::any_of(widenings_.begin(), widenings_.end(),
                                     [&](const Widening& other) { return other.asks_as(widening); });
      if (!known) widenings_.push_back(widening);
    }
    throw data_error(table.name + " is widened, and loaded again");
  }

  bool is_widened(const std::string& table) {
    std::lock_guard lock(mutex_);
    return std::any_of(widenings_.begin(), widenings_.end(),
                       [&](const Widening& widening) { return widening.table == table; });
  }

  /// What there is to do for it. What was found done is noted.
  std::vector<StepWork> work_of(Build& build) {
    std::vector<StepWork> work;
    const auto needs = due_needs(plan_);
    for (const Step& step : plan_.steps) {
      const bool meant = options_.only.empty() || step.name() == options_.only;
      if (!step.due || !makes_warehouse(step.kind) || !meant) continue;
      if (!options_.only.empty()) require_done(step, build.taken_up());
      if (const auto done = build.taken_up().find(step.name()); done != build.taken_up().end()) {
        // The run that did may not have got as far as that.
        if (step.kind == StepKind::check) note_checked(step, done->second.run);
        if (!widened_) recorder_.note_step(StepStatus::resumed, done->second.result);
      } else {
        work.push_back({&step, needs.at(step.name()), build.lane(step)});
      }
    }
    return work;
  }

  /// A table or mart that fails keeps the run from publishing, but not from making the others that don't need it: all
  /// that is wrong is seen at once.
  bool try_step(Build& build, const Step& step) {
    try {
      build_step(build, step);
      return true;
    } catch (const Error& error) {
      if (step.kind == StepKind::load && is_widened(step.subject) && interrupt_signal() == 0) return false;
      const bool wrong = error.kind() == ErrorKind::usage || error.kind() == ErrorKind::data;
      const bool one_of_many = step.kind == StepKind::transform || step.kind == StepKind::load;
      if (!one_of_many || !wrong || options_.fail_fast || interrupt_signal() != 0) throw;
      std::lock_guard lock(mutex_);
      failures_.emplace(step.name(), error);
      return false;
    }
  }

  /// In the order of the steps, what is to be done about them said once.
  Error all_failures() const {
    std::optional<Error> all;
    std::string text;
    std::vector<std::string> hints;
    for (const Step& step : plan_.steps) {
      const auto found = failures_.find(step.name());
      if (found == failures_.end()) continue;
      const Error& error = found->second;
      if (all) text += fmt::format("\n{} fails too: {}", step.name(), placed_text(error));
      if (!all) text = error.what();
      if (!all) all = error;
      const bool said = std::find(hints.begin(), hints.end(), error.hint_text()) != hints.end();
      if (!said && !error.hint_text().empty()) hints.push_back(error.hint_text());
    }
    const SourceLocation& place = all->place();
    return Error(all->kind(), text).at(place.file, place.line, place.column).hint(join(hints, "\n  hint: "));
  }

  void build_step(Build& build, const Step& step) {
    recorder_.do_step(
        step,
        [&](StepResult& result) {
          if (step.kind == StepKind::publish) {
            require_writable(project_, draft_);
            answer_changes_ = build.find_answer_changes(answered_before());
          }
          build.run(step, result);
          if (step.kind == StepKind::check) note_checked(step, recorder_.record().run);
          if (step.kind == StepKind::publish) note_published(build);
        },
        [&] { watch(build, step); });
  }

  /// The analyses that are due and whose answers are there, as they were asked of the warehouse that is there.
  std::vector<const SqlFile*> answered_before() {
    std::vector<const SqlFile*> answered;
    const std::map<std::string, std::string> before = fingerprints_of(report_.warehouse);
    for (const Step& step : plan_.steps) {
      if (step.kind != StepKind::analyze || !step.due) continue;
      const SqlFile& analysis = plan_.analysis_of(step);
      const auto known = state_.answers.find(analysis.name);
      if (known == state_.answers.end()) continue;
      if (known->second.fingerprint != answer_fingerprint(analysis.text, before)) continue;
      if (!stands(known->second, project_.answer_file(analysis.name), state_.outputs)) continue;
      answered.push_back(&analysis);
    }
    return answered;
  }

  void watch(Build& build, const Step& step) {
    if (interrupt_signal() != 0 && step.kind != StepKind::publish) build.interrupt();
    RunObserver& observer = recorder_.observer();
    const auto scan = step.kind == StepKind::load ? build.load_scan() : nullptr;
    const auto [sent, to_send] = step.kind == StepKind::copy || step.kind == StepKind::upload
                                     ? build.sent(step.kind)
                                     : std::pair<std::uint64_t, std::uint64_t>();
    if (scan) {
      observer.progress(step, scan->bytes_read(), scan->bytes_total(), scan->rows_read());
    } else {
      observer.progress(step, sent, to_send, sent);
    }
  }

  const Step& step_of(StepKind kind) const {
    return *std::find_if(plan_.steps.begin(), plan_.steps.end(), [&](const Step& step) { return step.kind == kind; });
  }

  /// The data are what they were, but not what is asked of them.
  void check_published() {
    const Step& step = step_of(StepKind::check);
    std::atomic<std::shared_ptr<Engine>> asked;
    recorder_.do_step(
        step,
        [&](StepResult& result) {
          const std::shared_ptr<Engine> engine = open_for_reading(target_, project_);
          asked = engine;
          Quarantine quarantine(
              model_, plan_, report_.warehouse,
              {[&]() -> Engine& { return *engine; }, [&](const std::string&) -> Engine& { return *engine; },
               [&] { return open_exports(); }});
          report_.checks =
              evaluate_checks(*engine, project_, plan_.checks, {}, quarantine, recorder_.record().run, result);
          require_passed(*report_.checks, project_);
          for (std::string& warning : explained_checks(*report_.checks)) report_.warnings.push_back(std::move(warning));
          note_checked(step, recorder_.record().run);
        },
        [&] { heed_interrupt(asked.load().get()); });
  }

  /// A database that nobody keeps, in which the exports can be read.
  DuckDbConnection open_exports() const {
    DuckDbOptions options;
    options.threads = project_.run.threads;
    options.memory_limit = project_.run.memory_limit;
    DuckDbConnection connection = DuckDbDatabase("", options).connect();
    register_read_export(connection, export_source(project_.source.dialect, plan_.inputs));
    return connection;
  }

  /// From the thread that watches a step: what its engine (null: it isn't open yet) does is ended if that is asked for.
  static void heed_interrupt(Engine* engine) {
    if (engine != nullptr && interrupt_signal() != 0) engine->interrupt();
  }

  // What is known of the target is written down before the ledger says that a step is done: a run that is killed right
  // after that doesn't do it again.

  /// They may have passed on a copy that is never published; then they are asked again of what is there.
  void note_checked(const Step& step, const std::string& run) {
    state_.checked = {step.fingerprint, state_.outputs.look(check_report_file(project_.state_dir(), run))};
    state_.checked_run = run;
    save_state();
  }

  void note_published(const Build& build) {
    report_.warehouse = build.state();
    save_state();
  }

  /// To see what was wrong, though the warehouse stays. What the run failed of matters more than a failure here.
  void keep_rejects(Build& build) {
    try {
      build.write_reject_files();
    } catch (const Error& error) {
      report_.warnings.push_back("the rejects can't be written: " + error.report());
    }
  }

  /// One that fails is a failed step of a failed run; the others are answered all the same.
  void answer() {
    std::vector<StepWork> work;
    for (const Step& step : plan_.steps) {
      if (step.kind == StepKind::analyze && step.due) work.push_back({&step, {}, asks_together() ? "" : "answers"});
    }
    run_steps(work, std::max(kLeastTogether, thread_count(project_.run)),
              [&](const Step& step) { return try_answer(step); });
    if (plan_options_.answers) forget_answers();
  }

  /// A local warehouse is one database, whose queries have all cores to themselves; a server has its own.
  bool asks_together() const { return target_.is_postgres(); }

  bool try_answer(const Step& step) {
    try {
      answer_one(step);
      return true;
    } catch (const Error& error) {
      std::lock_guard lock(mutex_);
      state_.answers.erase(step.subject);
      if (!report_.error) {
        recorder_.fail(error);
        report_.error = error;
      }
      if (options_.fail_fast || interrupt_signal() != 0) given_up_ = true;
      return false;
    }
  }

  void answer_one(const Step& step) {
    if (given_up_) return;
    const auto change = answer_changes_.find(step.subject);
    if (change != answer_changes_.end() && !change->second.any) {
      note_unchanged(step);
      note_answer(step, answer_hash(step));
      return;
    }
    std::atomic<std::shared_ptr<Engine>> asked;
    recorder_.do_step(
        step,
        [&](StepResult& result) {
          std::optional<std::string> hash;
          if (change != answer_changes_.end()) {
            hash = update_answer(project_, step.subject, answer_hash(step), change->second, result);
          }
          if (!hash) {
            const std::shared_ptr<Engine> engine = reader();
            asked = engine;
            hash = write_answer(*engine, project_, plan_.analysis_of(step), result);
          }
          note_answer(step, *hash);
        },
        [&] { heed_interrupt(asked.load().get()); });
  }

  /// What the answer's file was when it was written.
  std::string answer_hash(const Step& step) {
    std::lock_guard lock(mutex_);
    return state_.answers.at(step.subject).hash;
  }

  void note_answer(const Step& step, const std::string& hash) {
    std::lock_guard lock(mutex_);
    state_.answers[step.subject] = {step.fingerprint, hash};
    save_state();
  }

  /// An engine to read with: each its own where several ask at a time.
  std::shared_ptr<Engine> reader() {
    if (asks_together()) return open_for_reading(target_, project_);
    std::lock_guard lock(mutex_);
    if (!reader_) reader_ = open_for_reading(target_, project_);
    return reader_;
  }

  /// Answers of analyses that are gone.
  void forget_answers() {
    std::erase_if(state_.answers, [&](const auto& answer) {
      const bool gone = std::none_of(plan_.analyses.begin(), plan_.analyses.end(),
                                     [&](const SqlFile& file) { return file.name == answer.first; });
      if (gone) remove_file(project_.answer_file(answer.first));
      return gone;
    });
  }

  void save_state() {
    state_.warehouse = report_.warehouse;
    state_.warehouse_file = target_.is_local() ? file_identity(target_.local().path) : std::nullopt;
    write_target_state(project_.state_dir(), target_.name, state_);
  }

  void note_unchanged(const Step& step) {
    StepResult result;
    result.step = step.name();
    if (step.kind == StepKind::load || step.kind == StepKind::upload || step.kind == StepKind::copy) {
      const LoadedTable& table = report_.warehouse.tables.at(step.subject);
      result.counts = table.counts;
      result.counts.bytes = 0;  // nothing was read
    }
    if (step.kind == StepKind::transform) {
      const auto mart = report_.warehouse.marts.find(step.subject);
      if (mart == report_.warehouse.marts.end()) return;  // it isn't selected, and was never made
      result.counts = mart->second.counts;
    }
    recorder_.note_step(StepStatus::unchanged, std::move(result));
  }

  const Project& project_;
  const Target& target_;
  std::shared_ptr<const void> spark_;  // for as long as the run needs it
  const RunOptions& options_;
  const std::filesystem::path build_file_;
  PlanOptions plan_options_;
  ModelDraft draft_;
  const Model& model_;  // the draft's
  LineageObserver lineage_;
  RunRecorder recorder_;
  RunReport report_;
  TargetState state_;
  Plan plan_;
  std::vector<Step> planned_;  // the steps that this run is about
  std::shared_ptr<Engine> reader_;
  std::map<std::string, AnswerChange> answer_changes_;  // by analysis, of those that needn't be asked in full
  std::mutex mutex_;  // of what follows, of the report and the state, while steps are done together
  std::map<std::string, Error> failures_;  // of tables and marts, by step
  std::vector<Widening> widenings_;        // that the loads of a build ask for
  bool widened_ = false;                   // the model was, by this run
  std::atomic<bool> given_up_ = false;
};

/// What was published may leave the far side. That it can't now fails no run.
void settle(const Project& project, const Target& target, RunReport& report) {
  try {
    const std::shared_ptr<Engine> engine = open_for_reading(target, project);
    for (std::string& problem : settle_arrivals(project, *engine)) report.warnings.push_back(std::move(problem));
  } catch (const Error& error) {
    report.warnings.push_back("the account of arrivals isn't brought up to date: " + error.report());
  }
}

}  // namespace

bool has_published(const RunRecord& record) {
  return std::any_of(record.steps.begin(), record.steps.end(), [](const StepResult& step) {
    return is_kind(step, StepKind::publish) && step.status == StepStatus::done;
  });
}

RunReport run_project(const Project& project, const Target& target, const RunOptions& options, RunObserver& observer) {
  RunReport report = Run(project, target, options, observer).go();
  const bool holds_exports = !report.error || has_published(report.record);
  if (project.source.remote && options.plan.loads && holds_exports) settle(project, target, report);
  return report;
}

PlannedRun plan_project(const Project& project, const Target& target, const RunOptions& options) {
  TargetState state = read_target_state(project.state_dir(), target.name);
  ModelDraft draft = options.plan.loads ? take_up_draft(project, target.name, state) : draft_of(project);
  const WarehouseState warehouse = warehouse_before(target, state, project.run, options);
  PlanOptions plan_options = options_for(target, options.plan);
  if (!options.back_to.empty()) plan_earlier_state(project, target, options.back_to, plan_options);
  const auto make = [&](const Model& as) { return make_plan(project, as, warehouse, state, plan_options); };
  std::vector<Drift> drift;
  if (draft.differs()) drift = drift_of(draft, project);
  if (options.plan.loads) {
    const std::vector<Drift> found = evolve_in_memory(project, draft, state, make);
    drift.insert(drift.end(), found.begin(), found.end());
  }
  PlannedRun planned{std::make_unique<const Model>(std::move(draft.model)), {}, {}};
  planned.plan = make(*planned.model);
  planned.plan.drift.insert(planned.plan.drift.begin(), drift.begin(), drift.end());
  if (planned.plan.changes_warehouse()) planned.unfinished = read_build_progress(build_file(project, target));
  return planned;
}

}  // namespace rox
