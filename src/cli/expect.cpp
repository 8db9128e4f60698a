// rox expect: guards. What they expect today, how they would have judged the past, what they say now.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/file.hpp"
#include "base/json.hpp"
#include "base/terminal.hpp"
#include "cli/verbs.hpp"
#include "guard/backtest.hpp"
#include "guard/guard_file.hpp"
#include "guard/words.hpp"
#include "ledger/guard_json.hpp"
#include "model/model_file.hpp"
#include "notify/notify.hpp"
#include "run/clock_guards.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;
using Align = TextTable::Align;

struct ExpectOptions {
  bool force = false;
};

Time now() { return std::chrono::system_clock::now(); }

Guards guards_of(const Project& project) {
  Guards guards = read_guards(project.expect_dir(), project.marts_dir(), read_model(project.model_file()));
  if (guards.list.empty()) {
    throw usage_error("the project has no guards")
        .at(project.expect_dir().string())
        .hint("`rox expect init` proposes some by what the ledger has");
  }
  return guards;
}

Json result_json(const GuardResult& result) {
  Json json;
  put_guard(json, result);
  json["text"] = guard_text(result, Language::english);
  return json;
}

ExitCode init(const ExpectOptions& options, const GlobalOptions& globals) {
  const Project project = open_project(globals);
  const Target& target = chosen_target(project, globals);
  std::vector<std::string> tables;
  for (const Table& table : read_model(project.model_file()).tables) tables.push_back(table.name);
  const std::vector<Guard> guards = propose_guards(tables, read_all_levels(project.state_dir(), target.name));
  const std::string text = proposals_text(guards);
  const std::filesystem::path file = project.expect_dir() / "usual.toml";
  if (globals.dry_run) {
    print(text);
    return ExitCode::done;
  }
  if (!options.force && std::filesystem::exists(file)) {
    throw usage_error("the proposals are there already").at(file.string()).hint("--force writes them again");
  }
  make_directories(project.expect_dir());
  write_file(file, text);
  if (globals.json) {
    print(json_text(Json{{"file", file.string()}, {"guards", guards.size()}}) + "\n");
  } else {
    print(file.string() + "\n");
  }
  return ExitCode::done;
}

/// What is expected today, of what is published.
ExitCode show(const GlobalOptions& globals) {
  const Project project = open_project(globals);
  const Target& target = chosen_target(project, globals);
  const Guards guards = guards_of(project);
  const CalendarDay today = local_time(now()).day;
  const LedgerLevels levels = read_levels(project.state_dir(), target.name, today + std::chrono::days{1});
  std::vector<GuardResult> results = judge_published(project, target, guards, now());
  for (const Guard& guard : guards.list) {
    if (!guard.is_about_rows() || guard.measure == GuardMeasure::newest) continue;
    DayLevels before = levels.of(guard);
    std::optional<double> level;
    CalendarDay day = today;
    if (!before.empty()) {
      day = before.rbegin()->first;
      level = before.rbegin()->second;
      before.erase(day);
    }
    results.push_back(judge_level_of(guard, guards.days, before, day, level));
  }
  if (globals.json) {
    Json list = Json::array();
    for (const GuardResult& result : results) list.push_back(result_json(result));
    print(json_text(list) + "\n");
    return ExitCode::done;
  }
  for (const GuardResult& result : results) {
    print(fmt::format("{}: {}\n    {}\n", result.guard, to_string(result.verdict),
                      guard_text(result, Language::english)));
  }
  return ExitCode::done;
}

ExitCode test(const GlobalOptions& globals) {
  const Project project = open_project(globals);
  const Target& target = chosen_target(project, globals);
  const std::vector<Backtest> tried = backtest(guards_of(project), read_all_levels(project.state_dir(), target.name));
  if (globals.json) {
    Json list = Json::array();
    for (const Backtest& one : tried) {
      Json alarms = Json::array();
      for (const auto& [day, result] : one.alarms) {
        Json alarm{{"day", calendar_day_text(day)}};
        alarm.update(result_json(result));
        alarms.push_back(std::move(alarm));
      }
      list.push_back(
          {{"guard", one.guard.name}, {"days", one.days}, {"learning", one.learning}, {"alarms", std::move(alarms)}});
    }
    print(json_text(list) + "\n");
    return ExitCode::done;
  }
  TextTable table(
      {{"guard", Align::left}, {"days", Align::right}, {"learning", Align::right}, {"alarms", Align::right}});
  for (const Backtest& one : tried) {
    table.add_row({one.guard.name, human_count(one.days), human_count(one.learning), human_count(one.alarms.size())});
  }
  print(table.text(terminal_width()));
  for (const Backtest& one : tried) {
    for (const auto& [day, result] : one.alarms) {
      print(fmt::format("{} {}: {}\n", calendar_day_text(day), result.guard, guard_text(result, Language::english)));
    }
  }
  if (!globals.quiet) note("guards that the clock judges aren't tried: the ledger doesn't tell when exports came");
  return ExitCode::done;
}

/// By the clock: what has to have come by now, and what is too old.
ExitCode check(const GlobalOptions& globals) {
  const Project project = open_project(globals);
  const Target& target = chosen_target(project, globals);
  const std::vector<GuardResult> results = judge_published(project, target, guards_of(project), now());
  const bool alarm = std::any_of(results.begin(), results.end(), [](const GuardResult& r) { return r.is_alarm(); });
  if (globals.json) {
    Json list = Json::array();
    for (const GuardResult& result : results) list.push_back(result_json(result));
    print(json_text(list) + "\n");
  } else {
    for (const GuardResult& result : results) {
      print(
          fmt::format("{}: {}: {}\n", result.guard, to_string(result.verdict), guard_text(result, Language::english)));
    }
    if (results.empty()) print("no guard is judged by the clock\n");
  }
  for (const std::string& warning : notify(project, target, now())) {
    if (!globals.quiet) note("warning: " + warning);
  }
  return alarm ? ExitCode::data : ExitCode::done;
}

}  // namespace

Action expect_verb(Options& verb, const GlobalOptions& globals) {
  auto options = std::make_shared<ExpectOptions>();
  verb.require_subverb();
  Options init_verb = verb.add_subverb("init", "Propose guards by what the ledger has: expect/usual.toml");
  init_verb.add_flag("--force", options->force, "Replace the proposals that are there");
  const Options show_verb = verb.add_subverb("show", "What is expected, why, and how it was last");
  const Options test_verb = verb.add_subverb("test", "On which days of the past each would have raised an alarm");
  verb.add_subverb("check", "What has to have arrived by now, and what is too old (exit code 1 if something is)");
  return [=, &globals] {
    if (init_verb.named()) return init(*options, globals);
    if (show_verb.named()) return show(globals);
    return test_verb.named() ? test(globals) : check(globals);
  };
}

}  // namespace rox
