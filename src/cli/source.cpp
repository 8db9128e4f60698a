// rox source: exports that lie elsewhere: what came, what is there, and whether the server is the right one.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/terminal.hpp"
#include "cli/confirm.hpp"
#include "cli/fetch_first.hpp"
#include "cli/verbs.hpp"
#include "inbox/arrivals.hpp"
#include "inbox/look.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;
using Align = TextTable::Align;

Project remote_project(const GlobalOptions& globals) {
  Project project = open_project(globals);
  if (project.source.remote) return project;
  throw usage_error("the exports of this project are on this machine")
      .at((project.root / "rox.toml").string())
      .hint("[source] url, in place of path, says where else they lie (docs/sources.md)");
}

Json to_json(const Arrival& arrival) {
  return {{"file", arrival.file},
          {"source", arrival.source},
          {"state", to_string(arrival.state)},
          {"bytes", arrival.bytes},
          {"hash", arrival.sha256},
          {"first_seen", arrival.first_seen},
          {"taken", arrival.taken.empty() ? Json(nullptr) : Json(arrival.taken)},
          {"run", arrival.run.empty() ? Json(nullptr) : Json(arrival.run)},
          {"why", arrival.why.empty() ? Json(nullptr) : Json(arrival.why)},
          {"there", !arrival.gone}};
}

Json to_json(const std::vector<Arrival>& arrivals) {
  Json list = Json::array();
  for (const Arrival& arrival : arrivals) list.push_back(to_json(arrival));
  return list;
}

/// What became of it, in a few words.
std::string story(const Arrival& arrival) {
  if (arrival.state == ArrivalState::taken) {
    std::string text = arrival.run.empty() ? "taken" : "loaded by " + arrival.run;
    if (arrival.run.empty() && !arrival.why.empty()) text += ", " + arrival.why;
    if (!arrival.left.empty() && arrival.gone) text += ", " + arrival.left + " there";
    if (arrival.left.empty() && arrival.gone) text += ", gone there";
    return text;
  }
  const std::string state(to_string(arrival.state));
  return arrival.why.empty() ? state : fmt::format("{}: {}", state, arrival.why);
}

ExitCode list(const GlobalOptions& globals) {
  const Project project = remote_project(globals);
  const std::vector<Arrival> arrivals = list_arrivals(read_arrivals(project));
  if (globals.json) {
    print(json_text(to_json(arrivals)) + "\n");
    return ExitCode::done;
  }
  TextTable table(
      {{"file", Align::left}, {"size", Align::right}, {"first seen", Align::left}, {"what became of it", Align::left}});
  constexpr std::size_t kToSeconds = 19;
  for (const Arrival& arrival : arrivals) {
    table.add_row({arrival.file, human_bytes(arrival.bytes), arrival.first_seen.substr(0, kToSeconds), story(arrival)});
  }
  print(arrivals.empty() ? "nothing has come yet; `rox source fetch` looks\n" : table.text(terminal_width()));
  return ExitCode::done;
}

ExitCode fetch(const GlobalOptions& globals) {
  const Project project = remote_project(globals);
  const FetchReport report = fetch_with_progress(project, globals);
  if (globals.json) {
    print(json_text(Json{{"fetched", to_json(report.fresh)},
                         {"waiting", to_json(report.waiting)},
                         {"refused", to_json(report.refused)},
                         {"exports", report.present},
                         {"bytes", report.bytes},
                         {"warnings", report.warnings}}) +
          "\n");
    return ExitCode::done;
  }
  if (globals.quiet) return ExitCode::done;
  note_fetched(report, project);
  print(fmt::format("{} new, {} exports in all, {} not complete yet, {} refused\n", report.fresh.size(), report.present,
                    report.waiting.size(), report.refused.size()));
  return ExitCode::done;
}

ExitCode check(const GlobalOptions& globals) {
  const Project project = remote_project(globals);
  const InterruptStop stop;
  const FarLook look = look_there(project, stop.token());
  const auto is_new =
      std::count_if(look.files.begin(), look.files.end(), [](const SeenFile& file) { return file.is_new; });
  if (globals.json) {
    Json files = Json::array();
    for (const SeenFile& file : look.files) {
      files.push_back({{"file", file.name},
                       {"bytes", file.bytes},
                       {"version", file.version},
                       {"new", file.is_new},
                       {"refused", file.why_not.empty() ? Json(nullptr) : Json(file.why_not)}});
    }
    print(json_text(Json{{"url", project.source.remote->url}, {"files", files}, {"others", look.others}}) + "\n");
    return ExitCode::done;
  }
  TextTable table({{"file", Align::left}, {"size", Align::right}, {"version", Align::left}, {"", Align::left}});
  for (const SeenFile& file : look.files) {
    table.add_row({file.name, human_bytes(file.bytes), file.version,
                   file.why_not.empty() ? std::string(file.is_new ? "new" : "") : "refused: " + file.why_not});
  }
  if (!look.files.empty() && !globals.quiet) print(table.text(terminal_width()));
  print(fmt::format("{}: {} files are meant, {} of them new; {} others are there\n", project.source.remote->url,
                    look.files.size(), is_new, look.others));
  return ExitCode::done;
}

struct TrustArguments {
  bool yes = false;
  std::string fingerprint;
};

ExitCode trust(const TrustArguments& arguments, const GlobalOptions& globals) {
  const Project project = remote_project(globals);
  const RemoteSource& source = *project.source.remote;
  if (source.scheme == "file") throw usage_error("a folder of this machine has no key to be trusted").at(source.url);
  if (source.scheme != "sftp") {
    throw usage_error(
        fmt::format("servers of {}:// prove themselves by certificates, not by keys that are trusted here",
                    source.scheme))
        .hint("[source] ca names a file of certificates, where the system doesn't trust theirs");
  }
  const InterruptStop stop;
  const HostKey key = host_key_of(source, stop.token());
  if (key.state == HostKeyState::changed) {
    throw outside_error(
        fmt::format("another key is known of this server than the one it shows: {} {}", key.type, key.fingerprint))
        .at(source.url)
        .hint("if its administrator says that it was changed, take the old one out first: ssh-keygen -R HOST -f FILE");
  }
  if (key.state == HostKeyState::known) {
    print(fmt::format("known already: {} {}\n", key.type, key.fingerprint));
    return ExitCode::done;
  }
  print(fmt::format("{} shows the key {} {}\n", source.host, key.type, key.fingerprint));
  if (!arguments.fingerprint.empty() && arguments.fingerprint != key.fingerprint) {
    throw outside_error("that isn't the fingerprint that was asked for")
        .at(source.url)
        .hint("nothing was written; ask the server's administrator which one it is");
  }
  if (!confirmed("is that the server's own, as its administrator says?",
                 arguments.yes || !arguments.fingerprint.empty())) {
    print("nothing was written\n");
    return ExitCode::done;
  }
  trust_host(source, key.fingerprint, stop.token());
  print("the server is trusted from now on\n");
  return ExitCode::done;
}

}  // namespace

Action source_verb(Options& verb, const GlobalOptions& globals) {
  verb.require_subverb();
  auto arguments = std::make_shared<TrustArguments>();
  const Options listed = verb.add_subverb("list", "What came, and what became of it");
  const Options fetched = verb.add_subverb("fetch", "Fetch what is new, and load nothing");
  const Options checked = verb.add_subverb("check", "Connect, log in and list what is there; nothing is fetched");
  Options trusted = verb.add_subverb("trust", "Show the key of an SFTP server, ask, and write it into the known hosts");
  trusted.add("--fingerprint", arguments->fingerprint, "Trust this key without asking, and no other")
      .value_name("SHA256:…");
  trusted.add_flag("--yes", arguments->yes, "Trust whichever key it shows");
  return [=, &globals] {
    if (listed.named()) return list(globals);
    if (fetched.named()) return fetch(globals);
    return checked.named() ? check(globals) : trust(*arguments, globals);
  };
}

}  // namespace rox
