// Who is told what, as rox.toml says it. docs/messages.md explains each key.
//
//     [notify]
//     language = "en"                    # or "pt"
//     link = "https://dashboard.example.com"
//     quiet = "22:00-07:00"              # what happens then is told afterwards
//     repeat = "24 hours"                # when what goes on is told again
//     report = "0 8 * * mon"             # a report, whenever this cron expression says so
//     [notify.to.sales]
//     type = "mail"
//     server = "smtp://mail.example.com:587"   # with STARTTLS; or smtps://
//     from = "rox@example.com"
//     to = ["ana@example.com"]
//     user = "rox"
//     login = "env:MAIL_LOGIN"           # where the password is: env:NAME, command:PROGRAM ARGUMENTS, netrc
//     ca = "company.pem"                 # certificates to trust instead of the system's
//     on = ["failure", "hold"]           # without it, all
//     [notify.to.chat]
//     type = "slack"                     # or teams, webhook
//     url_from = "env:SLACK_URL"         # or url, of webhooks whose address is no secret
//     [notify.to.hook]
//     type = "webhook"
//     url = "https://example.com/rox"
//     signed_by = "command:pass show rox-hook"
//     [notify.to.own]
//     type = "command"
//     command = ["scripts/tell"]         # gets the message as JSON
//
// No secret is ever in it.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/language.hpp"

namespace toml {
inline namespace v3 {
class table;
}
}  // namespace toml

namespace rox {

/// Where a secret is, never the secret.
struct SecretSource {
  enum class Kind { environment, command, netrc } kind = Kind::environment;
  std::string text{};  // the variable's name, or the command line

  bool operator==(const SecretSource&) const = default;
};

enum class ChannelKind { mail, slack, teams, webhook, command };

struct NotifyChannel {
  std::string name;
  ChannelKind kind = ChannelKind::command;
  Language language = Language::english;
  std::set<std::string> on;  // kinds of trouble; empty: all
  std::string server{};
  bool tls = true;
  std::string from{};
  std::vector<std::string> to{};
  std::string user{};
  std::optional<SecretSource> login{};
  std::filesystem::path ca{};  // absolute, or empty
  std::string url{};
  std::optional<SecretSource> url_from{};
  std::optional<SecretSource> signed_by{};
  std::vector<std::string> command{};
};

struct QuietHours {
  std::chrono::minutes from{0};
  std::chrono::minutes until{0};  // of the next day if that is earlier
};

struct NotifyConfig {
  std::string link{};  // without a '/' at its end
  std::optional<QuietHours> quiet{};
  std::chrono::hours repeat{24};
  std::string report{};  // a cron expression, or empty
  std::map<std::string, NotifyChannel> channels{};
};

/// The kinds of trouble that a channel may be about.
const std::vector<std::string>& trouble_kinds();

/// Reads [notify]. Throws usage_error with the place.
NotifyConfig read_notify(const toml::table& table, const std::string& file, const std::filesystem::path& root);

}  // namespace rox
