#include "ledger/ledger.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/file.hpp"
#include "base/json.hpp"
#include "ledger/counts_json.hpp"
#include "ledger/guard_json.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kEnding = ".jsonl";

std::filesystem::path runs_dir(const std::filesystem::path& state_dir) { return state_dir / "runs"; }

std::filesystem::path run_file(const std::filesystem::path& state_dir, const std::string& run) {
  return runs_dir(state_dir) / (run + std::string(kEnding));
}

Json event(std::string_view name) { return {{"time", utc_now()}, {"event", name}}; }

/// Text that isn't UTF-8 (a message with bytes of an export) must not stop a run from being recorded.
std::string dump(const Json& json) { return json_text(json) + "\n"; }

/// What isn't there is empty.
std::string text_of(const JsonValue& event, const char* key) {
  const JsonValue value = event.find(key);
  return value.is_null() ? "" : value.text();
}

std::vector<std::string> texts_of(const JsonValue& event, const char* key) {
  const JsonValue value = event.find(key);
  return value.is_null() ? std::vector<std::string>() : value.texts();
}

bool flag_of(const JsonValue& event, const char* key) {
  const JsonValue value = event.find(key);
  return !value.is_null() && value.flag();
}

double seconds_of(const JsonValue& event) {
  const JsonValue value = event.find("seconds");
  return value.is_null() ? 0 : value.number();
}

StepStatus parse_step_status(std::string_view text) {
  for (StepStatus status :
       {StepStatus::done, StepStatus::unchanged, StepStatus::resumed, StepStatus::failed, StepStatus::skipped}) {
    if (to_string(status) == text) return status;
  }
  return StepStatus::running;
}

RunStatus parse_run_status(std::string_view text) {
  for (RunStatus status : {RunStatus::done, RunStatus::unchanged, RunStatus::failed, RunStatus::held}) {
    if (to_string(status) == text) return status;
  }
  return RunStatus::killed;
}

StepResult& step_named(RunRecord& run, const std::string& name) {
  auto found = std::find_if(run.steps.begin(), run.steps.end(), [&](const StepResult& s) { return s.step == name; });
  if (found != run.steps.end()) return *found;
  StepResult& step = run.steps.emplace_back();
  step.step = name;
  return step;
}

// Each reads its event whole before it changes the run: an event of another shape changes nothing.

void apply_start(const JsonValue& event, RunRecord& run) {
  RunRecord start = run;
  start.command = text_of(event, "command");
  start.target = text_of(event, "target");
  start.full_refresh = flag_of(event, "full_refresh");
  start.select = texts_of(event, "select");
  start.exclude = texts_of(event, "exclude");
  start.version = text_of(event, "version");
  start.project_hash = text_of(event, "project_hash");
  start.started = text_of(event, "time");
  start.released = text_of(event, "released");
  if (const JsonValue pid = event.find("pid"); !pid.is_null()) start.pid = pid.integer();
  run = std::move(start);
}

std::optional<RowChanges> row_changes_from(const JsonValue& event) {
  const JsonValue changed = event.find("changed");
  if (changed.is_null()) return std::nullopt;
  return RowChanges{changed.member("inserted").count(), changed.member("updated").count(),
                    changed.member("deleted").count()};
}

StepResult step_from(const JsonValue& event, const std::string& name) {
  return {name,
          parse_step_status(text_of(event, "status")),
          seconds_of(event),
          counts_from(event),
          text_of(event, "error"),
          text_of(event, "how"),
          row_changes_from(event)};
}

Drift drift_from(const JsonValue& event) {
  return {text_of(event, "table"), text_of(event, "column"), text_of(event, "kind"), text_of(event, "action"),
          text_of(event, "detail")};
}

void apply_end(const JsonValue& event, RunRecord& run) {
  const RunStatus status = parse_run_status(text_of(event, "status"));
  const double seconds = seconds_of(event);
  run.guards_fingerprint = text_of(event, "held");
  run.error = text_of(event, "error");
  run.status = status;
  run.seconds = seconds;
}

void apply(const JsonValue& event, RunRecord& run) {
  const std::string name = text_of(event, "event");
  if (name == "run_started") {
    apply_start(event, run);
  } else if (name == "run_finished") {
    apply_end(event, run);
  } else if (name == "drift") {
    run.drift.push_back(drift_from(event));
  } else if (name == "guard") {
    run.guards.push_back(guard_from(event));
  } else if (const std::string step = text_of(event, "step"); !step.empty()) {
    StepResult result = step_from(event, step);
    step_named(run, step) = std::move(result);
  }
}

/// One line of a run's file.
void apply_line(std::string_view line, const std::string& file, std::uint64_t number, RunRecord& run) {
  try {
    const JsonValue event = parse_json(line, file, number);
    if (!event.is_object()) throw event.error("not an event of a run");
    apply(event, run);
  } catch (const Error& error) {
    if (run.damage.empty()) run.damage = placed_text(error);
  }
}

/// A run without an end is still going on while its writer is there, which has the file locked. (The project's lock
/// doesn't say: checks, which only read, go on without it.)
bool goes_on(const std::filesystem::path& state_dir, const std::string& run) {
  return FileLock::is_held(run_file(state_dir, run));
}

}  // namespace

std::string_view to_string(RunStatus status) {
  switch (status) {
    case RunStatus::running: return "running";
    case RunStatus::done: return "done";
    case RunStatus::unchanged: return "unchanged";
    case RunStatus::failed: return "failed";
    case RunStatus::held: return "held";
    case RunStatus::killed: return "killed";
  }
  return "";
}

LedgerWriter::LedgerWriter(const std::filesystem::path& state_dir, const RunRecord& run)
    : path_(run_file(state_dir, run.run)) {
  make_directories(runs_dir(state_dir));
  fd_ = open_file(path_, O_WRONLY | O_CREAT | O_EXCL | O_APPEND);
  ::flock(fd_.get(), LOCK_EX);  // until this is gone: see goes_on()
  Json line = event("run_started");
  line.update({{"run", run.run},
               {"command", run.command},
               {"target", run.target},
               {"full_refresh", run.full_refresh},
               {"select", run.select},
               {"exclude", run.exclude},
               {"version", run.version},
               {"project_hash", run.project_hash},
               {"pid", run.pid}});
  if (!run.released.empty()) line["released"] = run.released;
  append(dump(line));
}

void LedgerWriter::step_started(std::string_view step) {
  Json line = event("step_started");
  line["step"] = step;
  append(dump(line));
}

void LedgerWriter::step_finished(const StepResult& step) {
  Json line = event(step.status == StepStatus::failed ? "step_failed" : "step_finished");
  line.update({{"step", step.step}, {"status", to_string(step.status)}, {"seconds", step.seconds}});
  put_counts(line, step.counts);
  if (!step.error.empty()) line["error"] = step.error;
  if (!step.how.empty()) line["how"] = step.how;
  if (step.changed) line["changed"] = row_changes_json<Json>(*step.changed);
  append(dump(line));
}

void LedgerWriter::drifted(const Drift& drift) {
  Json line = event("drift");
  line.update({{"table", drift.table},
               {"column", drift.column},
               {"kind", drift.kind},
               {"action", drift.action},
               {"detail", drift.detail}});
  append(dump(line));
}

void LedgerWriter::guarded(const GuardResult& result) {
  Json line = event("guard");
  put_guard(line, result);
  append(dump(line));
}

void LedgerWriter::run_finished(const RunRecord& run) {
  Json line = event("run_finished");
  line.update({{"status", to_string(run.status)}, {"seconds", run.seconds}});
  if (!run.error.empty()) line["error"] = run.error;
  if (!run.guards_fingerprint.empty()) line["held"] = run.guards_fingerprint;
  append(dump(line));
}

void LedgerWriter::append(const std::string& line) { write_all(fd_.get(), line, path_); }

std::filesystem::path lock_file(const std::filesystem::path& state_dir) { return state_dir / "lock"; }

std::string lock_holder(const RunRecord& run) {
  return fmt::format("run {} (process {}, since {})", run.run, run.pid, run.started);
}

std::vector<std::string> list_runs(const std::filesystem::path& state_dir) {
  std::vector<std::string> runs;
  for (const std::filesystem::path& path : entries_of(runs_dir(state_dir))) {
    if (path.extension() == kEnding) runs.push_back(path.stem().string());
  }
  std::reverse(runs.begin(), runs.end());
  return runs;
}

RunRecord read_run(const std::filesystem::path& state_dir, const std::string& run) {
  const std::filesystem::path file = run_file(state_dir, run);
  if (run.empty() || run.find('/') != std::string::npos || !std::filesystem::exists(file)) {
    throw usage_error(fmt::format("there is no run '{}'", run)).hint("rox status lists the last runs");
  }
  RunRecord record;
  record.run = run;
  const std::string content = read_file(file);
  std::string_view text = content;
  for (std::uint64_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    const bool cut_off = end == std::string_view::npos && !try_parse_json(line).is_object();
    if (!cut_off) apply_line(line, file.string(), number, record);
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  if (record.status == RunStatus::running && !goes_on(state_dir, run)) record.status = RunStatus::killed;
  return record;
}

void prune_runs(const std::filesystem::path& state_dir, std::size_t keep) {
  const std::vector<std::string> runs = list_runs(state_dir);
  for (std::size_t i = keep; i < runs.size(); ++i) remove_file(run_file(state_dir, runs[i]));
}

}  // namespace rox
