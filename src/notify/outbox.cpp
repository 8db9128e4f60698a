#include "notify/outbox.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/json.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;
using std::chrono::minutes;
using std::chrono::system_clock;

system_clock::time_point time_of(const JsonValue& json) {
  return system_clock::from_time_t(static_cast<std::time_t>(json.integer()));
}

}  // namespace

void add_notice(Outbox& outbox, ToldNotice notice, system_clock::time_point now) {
  if (outbox.empty()) outbox.oldest = now;
  const auto same = std::find_if(outbox.notices.begin(), outbox.notices.end(),
                                 [&](const ToldNotice& waiting) { return waiting.key == notice.key; });
  if (same == outbox.notices.end() || notice.state == "once") {
    outbox.notices.push_back(std::move(notice));
  } else if (notice.state != "still") {
    *same = std::move(notice);
  }
}

void note_failure(Outbox& outbox, std::string problem, system_clock::time_point now) {
  constexpr unsigned kSteps = 6;
  constexpr minutes kLongest{60};
  outbox.next_try = now + std::min(kLongest, minutes{1U << std::min(outbox.tries, kSteps)});
  ++outbox.tries;
  outbox.problem = std::move(problem);
}

Outbox read_outbox(const std::filesystem::path& file) {
  if (!file_identity(file)) return {};
  try {
    const JsonValue json = read_json(file);
    Outbox outbox;
    for (const JsonValue& notice : json.member("notices").elements()) outbox.notices.push_back(notice_from(notice));
    outbox.tries = static_cast<unsigned>(json.member("tries").count());
    outbox.next_try = time_of(json.member("next_try"));
    outbox.oldest = time_of(json.member("oldest"));
    outbox.problem = json.member("problem").text();
    return outbox;
  } catch (const Error&) {
    return {};
  }
}

void write_outbox(const std::filesystem::path& file, const Outbox& outbox) {
  if (outbox.empty()) {
    remove_file(file);
    return;
  }
  Json notices = Json::array();
  for (const ToldNotice& notice : outbox.notices) notices.push_back(notice_json(notice));
  const Json json = {{"notices", std::move(notices)},
                     {"tries", outbox.tries},
                     {"next_try", system_clock::to_time_t(outbox.next_try)},
                     {"oldest", system_clock::to_time_t(outbox.oldest)},
                     {"problem", outbox.problem}};
  make_directories(file.parent_path());
  write_file(file, json_text(json, 1) + "\n");
}

}  // namespace rox
