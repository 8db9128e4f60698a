// rox watch: runs what is due when exports arrive or the clock says so, until it is ended.
#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "base/terminal.hpp"
#include "cli/verbs.hpp"
#include "ledger/run_json.hpp"
#include "watch/watch.hpp"

namespace rox {
namespace {

struct WatchOptions {
  bool once = false;
};

WatchEvents told_events(const GlobalOptions& globals) {
  WatchEvents events;
  events.ran = [&globals](WatchReason reason, const RunReport& report) {
    if (globals.json) {
      nlohmann::ordered_json json = run_json(report.record);
      json["reason"] = to_string(reason);
      print(json_text(json) + "\n");
    } else {
      print(fmt::format("{} run {}: {} ({}, {})\n", report.record.started, report.record.run,
                        to_string(report.record.status), to_string(reason), human_seconds(report.record.seconds)));
    }
    flush_output();
    if (globals.quiet) return;
    for (const std::string& warning : report.warnings) note("warning: " + warning);
    if (report.error) note("error: " + report.error->report());
  };
  events.trouble = [](const std::string& what) { note("warning: " + what); };
  return events;
}

ExitCode run_watch(const WatchOptions& options, const GlobalOptions& globals) {
  const WatchEvents events = told_events(globals);
  if (options.once) {
    const Project project = open_project(globals);
    watch_once(project, chosen_target(project, globals), true, std::chrono::system_clock::now(), events);
  } else {
    watch([&] { return open_project(globals); }, globals.target, events);
  }
  return ExitCode::done;
}

}  // namespace

Action watch_verb(Options& verb, const GlobalOptions& globals) {
  auto options = std::make_shared<WatchOptions>();
  verb.add_flag("--once", options->once, "Look once, run what is due, and end: for schedulers");
  return [options, &globals] { return run_watch(*options, globals); };
}

}  // namespace rox
