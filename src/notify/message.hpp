// One message of all that there is to tell: for people in their language, for programs as JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/language.hpp"
#include "notify/incidents.hpp"

namespace rox {

/// A notice in one language, ready to be sent, or to be kept until it can be.
struct ToldNotice {
  std::string state;  // "new", "still", "fixed", "once"
  std::string key;
  std::string kind;
  std::string what;
  std::string means;
  std::string way_out;
  std::string link;   // into the dashboard; may be empty
  std::string since;  // "2026-11-23 07:30", of the time zone here

  bool operator==(const ToldNotice&) const = default;
};

/// `link`: the dashboard's address, or empty.
ToldNotice in_words(const Notice& notice, Language language, const std::string& link);

struct Message {
  std::string project;
  Language language = Language::english;
  std::vector<ToldNotice> notices;

  std::string subject() const;
  /// Several lines a notice.
  std::string text() const;
  /// The first notice's; empty if there is none.
  std::string link() const;
};

nlohmann::ordered_json notice_json(const ToldNotice& notice);
ToldNotice notice_from(const JsonValue& json);

/// What webhooks of each kind get.
nlohmann::ordered_json plain_json(const Message& message);
nlohmann::ordered_json slack_json(const Message& message);
nlohmann::ordered_json teams_json(const Message& message);

/// A message that only says that messages come.
Message test_message(const std::string& project, Language language, const std::string& link);

}  // namespace rox
