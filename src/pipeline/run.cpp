#include "pipeline/run.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>

#include "base/hash.hpp"
#include "engine/open.hpp"
#include "engine/result_writer.hpp"
#include "engine/sql_query.hpp"
#include "model/model_file.hpp"
#include "pipeline/build.hpp"
#include "pipeline/checks.hpp"
#include "pipeline/evolve.hpp"
#include "pipeline/warehouse.hpp"

namespace rox {
namespace {

constexpr std::chrono::seconds kLockWait{2};
constexpr std::size_t kKeptRuns = 1000;

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

RunRecord new_record(const Project& project, const Target& target, const RunOptions& options) {
  RunRecord record;
  record.run = new_run_id();
  record.command = options.command;
  record.target = target.name;
  record.version = ROX_VERSION;
  record.project_hash = hash_text(project_text(project) + read_file(project.model_file()));
  record.started = utc_now();
  record.pid = ::getpid();
  return record;
}

void check_engine(const Target& target) {
  if (target.engine == "duckdb") return;
  throw usage_error(fmt::format("target '{}' is on {}, which this rox can't load", target.name, target.engine))
      .hint("choose a target whose engine is duckdb with --target");
}

/// With a full refresh, what can't be read doesn't matter: it is replaced. Somebody else's database never is.
WarehouseState warehouse_before(const Target& target, const TargetState& state, const RunConfig& config,
                                const RunOptions& options) {
  try {
    return read_warehouse(target, state, config);
  } catch (Error& error) {
    if (error.kind() == ErrorKind::usage) throw;
    if (options.plan.full_refresh && options.plan.loads) return {};
    throw std::move(error).hint("rox run --full-refresh makes it anew from the exports");
  }
}

void remove_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::remove_all(folder, error);
  if (error) throw system_error(fmt::format("can't remove {}", folder.string()), error.value());
}

/// Asks a step for its progress from a thread of its own until it goes out of scope.
class Watcher {
 public:
  explicit Watcher(std::function<void()> look)
      : look_(std::move(look)), thread_([this](const std::stop_token& stop) { run(stop); }) {}

 private:
  void run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, stop, std::chrono::milliseconds{100}, [&] { return stop.stop_requested(); })) look_();
  }

  std::function<void()> look_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

class Run {
 public:
  Run(const Project& project, const Target& target, const RunOptions& options, RunObserver& observer)
      : project_(project),
        target_(target),
        options_(options),
        observer_(observer),
        model_(read_model(project.model_file())),
        started_(Clock::now()) {
    report_.record = new_record(project, target, options);
    make_directories(project.state_dir());
    lock_.emplace(lock_file(project.state_dir()), lock_holder(report_.record), kLockWait);
    ledger_.emplace(project.state_dir(), report_.record);
  }

  RunReport go() {
    try {
      work();
    } catch (const Error& error) {
      fail(error);
    } catch (const std::exception& error) {
      fail(outside_error(error.what()));
      finish();
      throw;
    }
    finish();
    return std::move(report_);
  }

 private:
  void work() {
    remove_leftovers(target_.path);
    remove_folder(project_.state_dir() / "tmp");
    for (const auto& folder : {project_.answers_dir(), project_.rejects_dir(), project_.state_dir() / "state"}) {
      remove_unfinished(folder);
    }
    state_ = read_target_state(project_.state_dir(), target_.name);
    report_.warehouse = warehouse_before(target_, state_, project_.run, options_);
    if (options_.plan.loads && project_.source.drift == DriftPolicy::evolve) evolve_model_file();
    plan_ = make_plan(project_, model_, report_.warehouse, state_, options_.plan);
    note_drift(plan_.drift);
    const bool due = std::any_of(plan_.steps.begin(), plan_.steps.end(), [](const Step& step) { return step.due; });
    for (const Step& step : plan_.steps) {
      if (!step.due) note_unchanged(step);
    }
    if (plan_.changes_warehouse()) {
      build();
    } else if (plan_.is_due(StepKind::check)) {
      check_published();
    }
    answer();
    save_state();
    if (!report_.error) report_.record.status = due ? RunStatus::done : RunStatus::unchanged;
  }

  /// The model takes over what exports prove that no run has looked at yet.
  void evolve_model_file() {
    const std::vector<ExportFile> exports = unseen_exports(project_, model_, state_);
    if (exports.empty()) return;
    const Step step{StepKind::evolve, "evolve", "", "", true, "exports changed"};
    do_step(step, [&](StepResult& result) {
      const auto progress = [&](double share, std::uint64_t rows) {
        constexpr std::uint64_t kWhole = 1000;
        observer_.progress(step, static_cast<std::uint64_t>(share * kWhole), kWhole, rows);
      };
      ModelEvolution evolved = evolve(project_, model_, exports, state_, progress);
      write_evolution(project_, evolved.evolution);
      model_ = read_model(project_.model_file());
      state_.seen_exports = std::move(evolved.seen);
      result.rows_in = result.rows_out = evolved.rows;
      note_drift(evolved.drift);
    });
  }

  void note_drift(const std::vector<Drift>& drift) {
    for (const Drift& one : drift) {
      ledger_->drifted(one);
      report_.record.drift.push_back(one);
    }
  }

  void build() {
    WarehouseBuild build(project_, target_, model_, plan_, state_.files, report_.warehouse, report_.record.run);
    try {
      build.open();
      for (const Step& step : plan_.steps) {
        if (!step.due || !makes_warehouse(step.kind)) continue;
        Watcher watcher([&] {
          const auto scan = step.kind == StepKind::load ? build.load_scan() : nullptr;
          if (scan) observer_.progress(step, scan->bytes_read(), scan->bytes_total(), scan->rows_read());
          if (!scan) observer_.progress(step, 0, 0, 0);
        });
        do_step(step, [&](StepResult& result) { build.run(step, result); });
      }
    } catch (const Error&) {
      report_.checks = build.checks();
      keep_rejects(build);
      note_drift(build.value_drift());
      throw;
    }
    note_drift(build.value_drift());
    report_.checks = build.checks();
    if (plan_.is_due(StepKind::check)) state_.checked = step_of(StepKind::check).fingerprint;
    report_.warehouse = build.state();
    report_.warnings = build.warnings();
  }

  const Step& step_of(StepKind kind) const {
    return *std::find_if(plan_.steps.begin(), plan_.steps.end(), [&](const Step& step) { return step.kind == kind; });
  }

  /// The data are what they were, but not what is asked of them.
  void check_published() {
    const Step& step = step_of(StepKind::check);
    do_step(step, [&](StepResult& result) {
      const std::unique_ptr<Engine> engine = open_for_reading(target_, project_.run);
      report_.checks = evaluate_checks(*engine, project_, excuse_quarantined(plan_.checks, report_.warehouse),
                                       report_.record.run, result);
      require_passed(*report_.checks, project_);
    });
    state_.checked = step.fingerprint;
  }

  /// To see what was wrong, though the warehouse stays. What the run failed of matters more than a failure here.
  void keep_rejects(WarehouseBuild& build) {
    try {
      build.write_reject_files();
    } catch (const Error& error) {
      report_.warnings.push_back("the rejects can't be written: " + error.report());
    }
  }

  void answer() {
    std::unique_ptr<Engine> engine;
    for (const SqlFile& file : plan_.analyses) {
      const Step& step = *std::find_if(plan_.steps.begin(), plan_.steps.end(), [&](const Step& s) {
        return s.kind == StepKind::analyze && s.subject == file.name;
      });
      if (!step.due) continue;
      try {
        if (!engine) engine = open_for_reading(target_, project_.run);
        do_step(step, [&](StepResult& result) { write_answer(*engine, file, result); });
        state_.answers[file.name] = step.fingerprint;
      } catch (const Error& error) {
        state_.answers.erase(file.name);
        if (!report_.error) fail(error);
      }
    }
    if (options_.plan.answers) forget_answers();
  }

  void write_answer(Engine& engine, const SqlFile& file, StepResult& result) {
    make_directories(project_.answers_dir());
    AtomicFile out(answer_file(project_, file.name));
    auto rows = query_file(engine, file, {});
    result.rows_out = write_csv(*rows, [&](std::string_view text) {
      result.bytes += text.size();
      out.write(text);
    });
    result.rows_in = result.rows_out;
    out.commit();
  }

  /// Answers of analyses that are gone.
  void forget_answers() {
    std::erase_if(state_.answers, [&](const auto& answer) {
      const bool gone = std::none_of(plan_.analyses.begin(), plan_.analyses.end(),
                                     [&](const SqlFile& file) { return file.name == answer.first; });
      if (gone) remove_file(answer_file(project_, answer.first));
      return gone;
    });
  }

  void save_state() {
    state_.warehouse = report_.warehouse;
    state_.warehouse_file = file_identity(target_.path);
    write_target_state(project_.state_dir(), target_.name, state_);
  }

  void do_step(const Step& step, const std::function<void(StepResult&)>& work) {
    StepResult result;
    result.step = step.name;
    ledger_->step_started(step.name);
    observer_.step_started(step);
    const auto start = Clock::now();
    auto end = [&](StepStatus status) {
      result.status = status;
      result.seconds = seconds_since(start);
      ledger_->step_finished(result);
      observer_.step_finished(result);
      report_.record.steps.push_back(result);
    };
    try {
      work(result);
    } catch (const Error& error) {
      result.error = error.report();
      end(StepStatus::failed);
      throw;
    }
    end(StepStatus::done);
  }

  void note_unchanged(const Step& step) {
    StepResult result;
    result.step = step.name;
    result.status = StepStatus::unchanged;
    if (step.kind == StepKind::load) {
      const LoadedTable& table = report_.warehouse.tables.at(step.subject);
      result.rows_in = table.rows_in;
      result.rows_out = table.rows_out;
      result.rejects = table.rejects;
    }
    if (step.kind == StepKind::transform) {
      const BuiltMart& mart = report_.warehouse.marts.at(step.subject);
      result.rows_in = mart.rows_in;
      result.rows_out = mart.rows_out;
    }
    ledger_->step_finished(result);
    report_.record.steps.push_back(std::move(result));
  }

  void fail(const Error& error) {
    report_.record.status = RunStatus::failed;
    report_.record.error = error.report();
    report_.error = error;
  }

  void finish() {
    for (const Step& step : plan_.steps) {
      const auto& steps = report_.record.steps;
      if (std::any_of(steps.begin(), steps.end(), [&](const StepResult& s) { return s.step == step.name; })) continue;
      StepResult& result = report_.record.steps.emplace_back();
      result.step = step.name;
      result.status = StepStatus::skipped;
      ledger_->step_finished(result);
    }
    report_.record.seconds = seconds_since(started_);
    ledger_->run_finished(report_.record);
    prune_runs(project_.state_dir(), kKeptRuns);
  }

  const Project& project_;
  const Target& target_;
  const RunOptions& options_;
  RunObserver& observer_;
  Model model_;
  const Clock::time_point started_;
  RunReport report_;
  std::optional<FileLock> lock_;
  std::optional<LedgerWriter> ledger_;
  TargetState state_;
  Plan plan_;
};

}  // namespace

RunReport run_project(const Project& project, const Target& target, const RunOptions& options, RunObserver& observer) {
  check_engine(target);
  return Run(project, target, options, observer).go();
}

PlannedRun plan_project(const Project& project, const Target& target, const RunOptions& options) {
  check_engine(target);
  Model model = read_model(project.model_file());
  TargetState state = read_target_state(project.state_dir(), target.name);
  const WarehouseState warehouse = warehouse_before(target, state, project.run, options);
  std::vector<Drift> drift;
  if (options.plan.loads && project.source.drift == DriftPolicy::evolve) {
    if (const auto exports = unseen_exports(project, model, state); !exports.empty()) {
      ModelEvolution evolved = evolve(project, model, exports, state, {});
      model = std::move(evolved.evolution.model);
      drift = std::move(evolved.drift);
    }
  }
  PlannedRun planned{std::make_unique<const Model>(std::move(model)), {}};
  planned.plan = make_plan(project, *planned.model, warehouse, state, options.plan);
  planned.plan.drift.insert(planned.plan.drift.begin(), drift.begin(), drift.end());
  return planned;
}

}  // namespace rox
