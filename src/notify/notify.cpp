#include "notify/notify.hpp"

#include <fmt/format.h>

#include "base/clock.hpp"
#include "base/cron.hpp"
#include "base/error.hpp"
#include "base/file.hpp"
#include "base/local_time.hpp"
#include "notify/send.hpp"
#include "run/retry.hpp"

namespace rox {
namespace {

using std::chrono::system_clock;

/// What nobody could be told in so long isn't told any more.
constexpr std::chrono::hours kKept{7 * 24};
/// A clock that goes wrong by more is not only set.
constexpr std::chrono::hours kMuch{24};

bool concerns(const NotifyChannel& channel, const std::string& kind) {
  return channel.on.empty() || channel.on.contains(kind);
}

/// A report is due when its time has come since the last one. The first time of all only begins to count.
bool report_is_due(const Project& project, Incidents& incidents, const std::string& key, system_clock::time_point now) {
  if (project.notify.report.empty()) return false;
  Incident incident;
  incident.kind = "clock";
  incident.lasting = false;
  incident.since = incident.told = now;
  const auto [known, is_first] = incidents.emplace(key, incident);
  if (is_first) return false;
  if (known->second.told > now + kMuch) known->second.told = now;  // the clock was wrong
  if (!Cron::parse(project.notify.report).last(known->second.told, now)) return false;
  known->second.told = now;
  return true;
}

/// What is wrong; a project that can't be read is, too.
std::vector<Trouble> find_troubles(const Project& project, const Target& target, const Incidents& incidents,
                                   system_clock::time_point now, const Error* not_begun) {
  if (not_begun != nullptr) return {not_started(target, *not_begun)};
  std::vector<Trouble> troubles;
  try {
    troubles = current_troubles(project, target, now);
  } catch (const Error& error) {
    return {not_started(target, error)};
  }
  // No run has shown yet that it is over.
  const auto known = incidents.find(target.name + "/start");
  if (known == incidents.end()) return troubles;
  const std::optional<RunRecord> last = last_run(project, target);
  const auto began = last ? parse_utc(run_time_text(last->run)) : std::nullopt;
  if (began && *began > known->second.since) return troubles;
  Trouble goes_on;
  goes_on.key = known->first;
  goes_on.kind = known->second.kind;
  goes_on.what = known->second.what;
  troubles.push_back(std::move(goes_on));
  return troubles;
}

/// Puts what there is to tell into the outboxes of those that it concerns.
void find_notices(const Project& project, const Target& target, system_clock::time_point now, const Error* not_begun) {
  const std::filesystem::path file = incidents_file(project, target);
  Incidents incidents = read_incidents(file);
  const std::vector<Trouble> troubles = find_troubles(project, target, incidents, now, not_begun);
  const std::string clock = target.name + "/report clock";
  Incidents::node_type last_report = incidents.extract(clock);
  std::vector<Notice> notices = notices_of(troubles, incidents, now, project.notify.repeat);
  if (!last_report.empty()) incidents.insert(std::move(last_report));
  if (report_is_due(project, incidents, clock, now)) {
    notices.push_back({NoticeState::once, report_of_project(project, target, troubles, now), now});
  }
  for (const auto& [name, channel] : project.notify.channels) {
    Outbox outbox = read_outbox(outbox_file(project, name));
    for (const Notice& notice : notices) {
      if (!concerns(channel, notice.trouble.kind)) continue;
      add_notice(outbox, in_words(notice, channel.language, project.notify.link), now);
    }
    write_outbox(outbox_file(project, name), outbox);
  }
  // Last: who is killed before that tells a thing twice, rather than never.
  write_incidents(file, incidents);
}

void deliver(const Project& project, const NotifyChannel& channel, system_clock::time_point now,
             std::vector<std::string>& warnings) {
  const std::filesystem::path file = outbox_file(project, channel.name);
  Outbox outbox = read_outbox(file);
  constexpr std::chrono::hours kLongestPause{1};
  const bool clock_was_put_back = outbox.next_try > now + kLongestPause;
  if (outbox.empty() || (outbox.next_try > now && !clock_was_put_back)) return;
  try {
    send_message(project, channel, {project.name, channel.language, outbox.notices});
    outbox = {};
  } catch (const Error& error) {
    note_failure(outbox, error.report(), now);
    warnings.push_back(fmt::format("[notify.to.{}] a message waits in .rox/outbox: {}", channel.name, error.report()));
    if (now - outbox.oldest > kKept) outbox = {};
  }
  write_outbox(file, outbox);
}

void notify_all(const Project& project, const Target& target, system_clock::time_point now, const Error* not_begun,
                std::vector<std::string>& warnings) {
  make_directories(project.state_dir());
  const FileLock lock(project.state_dir() / "notify.lock", fmt::format("messages of target {}", target.name),
                      kLockWait);
  find_notices(project, target, now, not_begun);
  if (is_quiet(project.notify, now)) return;
  for (const auto& [name, channel] : project.notify.channels) deliver(project, channel, now, warnings);
}

}  // namespace

bool is_quiet(const NotifyConfig& config, system_clock::time_point now) {
  if (!config.quiet) return false;
  const std::chrono::seconds of_day = local_time(now).of_day;
  const bool over_midnight = config.quiet->until < config.quiet->from;
  const bool after = of_day >= config.quiet->from;
  const bool before = of_day < config.quiet->until;
  return over_midnight ? after || before : after && before;
}

std::filesystem::path incidents_file(const Project& project, const Target& target) {
  return file_named(project.state_dir() / "notify", target.name, ".json");
}

std::filesystem::path outbox_file(const Project& project, const std::string& channel) {
  return file_named(project.state_dir() / "outbox", channel, ".json");
}

std::vector<std::string> notify(const Project& project, const Target& target, system_clock::time_point now,
                                const Error* not_begun) noexcept {
  std::vector<std::string> warnings;
  if (project.notify.channels.empty()) return warnings;
  try {
    notify_all(project, target, now, not_begun, warnings);
  } catch (const std::exception& error) {
    warnings.push_back("nobody is told: " + report_of(error));
  }
  return warnings;
}

}  // namespace rox
