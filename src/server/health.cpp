#include "server/health.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/json.hpp"
#include "base/local_time.hpp"
#include "guard/guard_file.hpp"
#include "ledger/ledger.hpp"
#include "ledger/target_state.hpp"
#include "model/model_file.hpp"
#include "notify/notify.hpp"
#include "run/clock_guards.hpp"
#include "run/retry.hpp"

namespace rox {
namespace {

using std::chrono::system_clock;
using Labels = std::vector<std::pair<std::string_view, std::string>>;

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

/// Metrics as text: a family at a time, with its samples.
class Metrics {
 public:
  explicit Metrics(Labels common) : common_(std::move(common)) {}

  void family(std::string_view name, std::string_view help) {
    name_ = name;
    text_ += fmt::format("# TYPE {} gauge\n", name);
    if (name.ends_with("_seconds")) text_ += fmt::format("# UNIT {} seconds\n", name);
    text_ += fmt::format("# HELP {} {}\n", name, help);
  }
  void sample(double value, const Labels& labels = {}) {
    text_ += name_ + '{';
    const char* separator = "";
    for (const Labels* list : {&common_, &labels}) {
      for (const auto& [label, text] : *list) {
        text_ += fmt::format("{}{}=\"{}\"", separator, label, escaped(text));
        separator = ",";
      }
    }
    text_ += fmt::format("}} {}\n", value);
  }
  std::string end() { return std::move(text_) + "# EOF\n"; }

 private:
  const Labels common_;
  std::string name_;
  std::string text_;
};

double seconds_of(system_clock::time_point time) { return static_cast<double>(system_clock::to_time_t(time)); }

std::optional<double> seconds_of_run(const std::string& run) {
  const auto time = parse_utc(run_time_text(run));
  if (!time) return std::nullopt;
  return seconds_of(*time);
}

/// The last run of the target that ended well.
std::optional<RunRecord> last_success(const Project& project, const Target& target) {
  for (const std::string& run : list_runs(project.state_dir())) {
    RunRecord record = read_run(project.state_dir(), run);
    const bool well = record.status == RunStatus::done || record.status == RunStatus::unchanged;
    if (well && record.target == target.name && record.command != "check" && record.command != "stage") return record;
  }
  return std::nullopt;
}

void add_runs(const Project& project, const Target& target, Metrics& metrics) {
  const std::optional<RunRecord> last = last_run(project, target);
  const std::optional<RunRecord> success = last_success(project, target);
  metrics.family("rox_last_run_timestamp_seconds", "When the last run began.");
  if (last) metrics.sample(seconds_of_run(last->run).value_or(0));
  metrics.family("rox_last_success_timestamp_seconds", "When the last run began that ended well.");
  if (success) metrics.sample(seconds_of_run(success->run).value_or(0));
  metrics.family("rox_last_run_status", "1 for the status of the last run, 0 for the others.");
  for (const RunStatus status : {RunStatus::running, RunStatus::done, RunStatus::unchanged, RunStatus::failed,
                                 RunStatus::held, RunStatus::killed}) {
    metrics.sample(last && last->status == status ? 1 : 0, {{"status", std::string(to_string(status))}});
  }
  metrics.family("rox_last_run_duration_seconds", "How long the last run took.");
  if (last) metrics.sample(last->seconds);
  metrics.family("rox_step_duration_seconds", "How long each step of the last run took.");
  if (last) {
    for (const StepResult& step : last->steps) metrics.sample(step.seconds, {{"step", step.step}});
  }
}

void add_tables(const Project& project, const Target& target, Metrics& metrics) {
  const WarehouseState warehouse = read_target_state(project.state_dir(), target.name).warehouse;
  metrics.family("rox_table_rows", "Rows of a table.");
  for (const auto& [name, table] : warehouse.tables) {
    metrics.sample(static_cast<double>(table.counts.rows_out), {{"table", name}});
  }
  metrics.family("rox_table_rejects", "Rows of a table's exports that were rejected.");
  for (const auto& [name, table] : warehouse.tables) {
    metrics.sample(static_cast<double>(table.counts.rejects), {{"table", name}});
  }
  metrics.family("rox_table_loaded_timestamp_seconds", "When a table was loaded last.");
  for (const auto& [name, table] : warehouse.tables) {
    if (const auto time = seconds_of_run(table.run)) metrics.sample(*time, {{"table", name}});
  }
  metrics.family("rox_mart_rows", "Rows of a mart.");
  for (const auto& [name, mart] : warehouse.marts) {
    metrics.sample(static_cast<double>(mart.counts.rows_out), {{"mart", name}});
  }
  metrics.family("rox_mart_made_timestamp_seconds", "When a mart was made last.");
  for (const auto& [name, mart] : warehouse.marts) {
    if (const auto time = seconds_of_run(mart.run)) metrics.sample(*time, {{"mart", name}});
  }
  metrics.family("rox_arrival_timestamp_seconds", "When the newest export of a table came.");
  for (const auto& [table, came] : arrivals_of(project, read_model(project.model_file()), warehouse)) {
    metrics.sample(seconds_of(came), {{"table", table}});
  }
}

void add_troubles(const Project& project, const Target& target, system_clock::time_point now, Metrics& metrics) {
  const std::vector<Trouble> troubles = current_troubles(project, target, now);
  metrics.family("rox_troubles", "What is wrong now, by kind.");
  for (const std::string& kind : trouble_kinds()) {
    if (kind == "report") continue;
    const auto number =
        std::count_if(troubles.begin(), troubles.end(), [&](const Trouble& trouble) { return trouble.kind == kind; });
    metrics.sample(static_cast<double>(number), {{"kind", kind}});
  }
  metrics.family("rox_guard_alarm", "1 for a guard that finds something late or too old.");
  const Guards guards = read_guards(project.expect_dir(), project.marts_dir(), read_model(project.model_file()));
  for (const GuardResult& result : judge_published(project, target, guards, now)) {
    metrics.sample(result.is_alarm() ? 1 : 0, {{"guard", result.guard}});
  }
  metrics.family("rox_outbox_notices", "Notices that wait to be sent.");
  for (const auto& [name, channel] : project.notify.channels) {
    metrics.sample(static_cast<double>(read_outbox(outbox_file(project, name)).notices.size()), {{"channel", name}});
  }
}

}  // namespace

std::string metrics_text(const Project& project, const Target& target, system_clock::time_point now) {
  Metrics metrics({{"project", project.name}, {"target", target.name}});
  metrics.family("rox_build_info", "The version of rox.");
  metrics.sample(1, {{"version", ROX_VERSION}});
  add_runs(project, target, metrics);
  add_tables(project, target, metrics);
  add_troubles(project, target, now, metrics);
  return metrics.end();
}

WebResponse metrics(const Project& project, const Target& target) {
  try {
    return {200,
            std::make_shared<Content>("application/openmetrics-text; version=1.0.0; charset=utf-8",
                                      metrics_text(project, target, system_clock::now())),
            {{"Cache-Control", "no-store"}}};
  } catch (const Error& error) {
    return error_response(503, "failed", placed_text(error), error.hint_text());
  }
}

WebResponse health(const Project& project, const Target& target) {
  std::vector<Trouble> troubles;
  try {
    troubles = current_troubles(project, target, system_clock::now());
  } catch (const Error& error) {
    return error_response(503, "failed", placed_text(error), error.hint_text());
  }
  std::erase_if(troubles, [](const Trouble& trouble) {
    return trouble.kind != "failure" && trouble.kind != "hold" && trouble.kind != "arrival";
  });
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Trouble& trouble : troubles) list.push_back({{"kind", trouble.kind}, {"what", trouble.what.english}});
  const nlohmann::ordered_json json = {{"status", troubles.empty() ? "ok" : "trouble"}, {"troubles", std::move(list)}};
  return {troubles.empty() ? 200U : 503U,
          std::make_shared<Content>("application/json", json_text(json) + "\n"),
          {{"Cache-Control", "no-store"}}};
}

}  // namespace rox
