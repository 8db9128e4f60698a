// rox notify: messages. Try them out, send what waits, see what is told.
#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/local_time.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "cli/verbs.hpp"
#include "notify/notify.hpp"
#include "notify/send.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

struct NotifyOptions {
  std::string channel;
};

Project project_with_channels(const GlobalOptions& globals) {
  Project project = open_project(globals);
  if (project.notify.channels.empty()) {
    throw usage_error("rox.toml says nobody who is told")
        .at((project.root / "rox.toml").string())
        .hint("add a [notify.to.NAME]: docs/messages.md has examples");
  }
  return project;
}

ExitCode test(const NotifyOptions& options, const GlobalOptions& globals) {
  const Project project = project_with_channels(globals);
  std::vector<std::string> names;
  for (const auto& [name, channel] : project.notify.channels) names.push_back(name);
  if (!options.channel.empty() && !project.notify.channels.contains(options.channel)) {
    throw usage_error(
        fmt::format("there is no [notify.to.{}]{}", options.channel, did_you_mean(options.channel, names)))
        .hint("there are: " + join(names, ", "));
  }
  bool failed = false;
  Json list = Json::array();
  for (const auto& [name, channel] : project.notify.channels) {
    if (!options.channel.empty() && options.channel != name) continue;
    std::string problem;
    try {
      send_message(project, channel, test_message(project.name, channel.language, project.notify.link));
    } catch (const Error& error) {
      problem = error.report();
      failed = true;
    }
    list.push_back(
        {{"channel", name}, {"sent", problem.empty()}, {"problem", problem.empty() ? Json() : Json(problem)}});
    if (!globals.json) print(fmt::format("{}: {}\n", name, problem.empty() ? "sent" : problem));
  }
  if (globals.json) print(json_text(list) + "\n");
  return failed ? ExitCode::outside : ExitCode::done;
}

ExitCode send(const GlobalOptions& globals) {
  const Project project = project_with_channels(globals);
  const std::vector<std::string> warnings =
      notify(project, chosen_target(project, globals), std::chrono::system_clock::now());
  if (!globals.quiet) {
    for (const std::string& warning : warnings) note("warning: " + warning);
  }
  return warnings.empty() ? ExitCode::done : ExitCode::outside;
}

std::string time_text(std::chrono::system_clock::time_point time) {
  const LocalTime local = local_time(time);
  return calendar_day_text(local.day) + " " + time_of_day_text(local.of_day);
}

ExitCode show(const GlobalOptions& globals) {
  const Project project = project_with_channels(globals);
  const Incidents incidents = read_incidents(incidents_file(project, chosen_target(project, globals)));
  Json told = Json::array();
  Json waiting = Json::array();
  for (const auto& [key, incident] : incidents) {
    if (!incident.lasting) continue;
    told.push_back({{"key", key},
                    {"kind", incident.kind},
                    {"what", incident.what.english},
                    {"since", time_text(incident.since)},
                    {"told", time_text(incident.told)}});
    if (!globals.json) print(fmt::format("since {}, {}\n", time_text(incident.since), incident.what.english));
  }
  for (const auto& [name, channel] : project.notify.channels) {
    const Outbox outbox = read_outbox(outbox_file(project, name));
    if (outbox.empty()) continue;
    waiting.push_back(
        {{"channel", name}, {"notices", outbox.notices.size()}, {"tries", outbox.tries}, {"problem", outbox.problem}});
    if (!globals.json) {
      print(fmt::format("{} waits for {}: {}\n", outbox.notices.size(), name,
                        outbox.problem.empty() ? "until the quiet hours are over" : outbox.problem));
    }
  }
  if (globals.json) {
    print(json_text(Json{{"told", std::move(told)}, {"waiting", std::move(waiting)}}) + "\n");
  } else if (told.empty() && waiting.empty()) {
    print("nothing is wrong, and nothing waits to be sent\n");
  }
  return ExitCode::done;
}

}  // namespace

Action notify_verb(Options& verb, const GlobalOptions& globals) {
  auto options = std::make_shared<NotifyOptions>();
  verb.require_subverb();
  Options test_verb =
      verb.add_subverb("test", "Send a message that only says that messages come (exit code 3 if one doesn't)");
  test_verb.add("CHANNEL", options->channel, "Only to this one");
  const Options send_verb = verb.add_subverb("send", "Find what is new and send what waits, for schedulers");
  verb.add_subverb("show", "What was told and isn't over, and what waits to be sent");
  return [=, &globals] {
    if (test_verb.named()) return test(*options, globals);
    return send_verb.named() ? send(globals) : show(globals);
  };
}

}  // namespace rox
