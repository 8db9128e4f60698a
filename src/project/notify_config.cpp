#include "project/notify_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/cron.hpp"
#include "base/error.hpp"
#include "base/file_name.hpp"
#include "base/local_time.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "base/toml.hpp"

namespace rox {
namespace {

constexpr std::array kKinds{std::pair{std::string_view("mail"), ChannelKind::mail},
                            std::pair{std::string_view("slack"), ChannelKind::slack},
                            std::pair{std::string_view("teams"), ChannelKind::teams},
                            std::pair{std::string_view("webhook"), ChannelKind::webhook},
                            std::pair{std::string_view("command"), ChannelKind::command}};

constexpr const char* kSecretHint =
    "write \"env:NAME\" for an environment variable, \"command:PROGRAM ARGUMENTS\" for what a program prints, or (of a "
    "login) \"netrc\"";

std::optional<Language> read_language(const TomlReader& toml) {
  const auto text = toml.text("language");
  if (!text) return std::nullopt;
  if (*text == "en") return Language::english;
  if (*text == "pt") return Language::portuguese;
  throw toml.error_at("language", fmt::format("there is no language '{}'", *text)).hint("use \"en\" or \"pt\"");
}

/// What isn't such a place may be the secret itself, so it isn't shown.
std::optional<SecretSource> read_secret(const TomlReader& toml, std::string_view key, bool netrc = false) {
  const auto text = toml.text(key);
  if (!text) return std::nullopt;
  const auto after = [&](std::string_view prefix) { return std::string(trim(text->substr(prefix.size()))); };
  SecretSource source;
  if (text->starts_with("env:")) {
    source = {SecretSource::Kind::environment, after("env:")};
  } else if (text->starts_with("command:")) {
    source = {SecretSource::Kind::command, after("command:")};
  } else if (netrc && *text == "netrc") {
    return SecretSource{SecretSource::Kind::netrc, ""};
  }
  if (source.text.empty()) {
    throw toml.error_at(key, fmt::format("'{}' says where a secret is, and isn't one itself", key)).hint(kSecretHint);
  }
  return source;
}

std::optional<QuietHours> read_quiet(const TomlReader& toml) {
  const auto text = toml.text("quiet");
  if (!text) return std::nullopt;
  const std::vector<std::string> ends = split(*text, '-');
  if (ends.size() == 2) {
    const auto from = parse_time_of_day(ends[0]);
    const auto until = parse_time_of_day(ends[1]);
    if (from && until && *from != *until) return QuietHours{*from, *until};
  }
  throw toml.error_at("quiet", fmt::format("'{}' are no hours", *text)).hint("write \"22:00-07:00\"");
}

std::optional<std::chrono::hours> read_repeat(const TomlReader& toml) {
  const auto text = toml.text("repeat");
  if (!text) return std::nullopt;
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  const std::string_view unit = trim(std::string_view(end, text->data() + text->size()));
  constexpr unsigned kMost = 1000;
  if (error == std::errc{} && number > 0 && number <= kMost) {
    if (unit == "hours" || unit == "hour") return std::chrono::hours{number};
    if (unit == "days" || unit == "day") return std::chrono::hours{number * 24};
  }
  throw toml.error_at("repeat", fmt::format("'{}' is no time", *text)).hint("write \"24 hours\" or \"3 days\"");
}

std::string read_report(const TomlReader& toml) {
  const auto text = toml.text("report");
  if (!text) return "";
  try {
    Cron::parse(*text);
  } catch (const Error& error) {
    throw toml.error_at("report", error.what()).hint(error.hint_text());
  }
  return *text;
}

/// The address of a web page or hook. Those of chats are secrets: whoever knows one can write there.
std::string read_url(const TomlReader& toml, std::string_view key) {
  const std::string url = toml.text(key).value_or("");
  if (url.empty()) return url;
  if (!url.starts_with("http://") && !url.starts_with("https://")) {
    throw toml.error_at(key, fmt::format("the value of '{}' is no address", key)).hint("write it as https://host/path");
  }
  const auto has = [&](std::string_view part) { return url.find(part) != std::string::npos; };
  if (has("@") || has("hooks.slack.com") || has("webhook.office.com") || has("sig=") || has("token=")) {
    throw toml
        .error_at(key, fmt::format("the value of '{}' is a secret, since whoever knows it can write there: it "
                                   "isn't shown",
                                   key))
        .hint("put it into an environment variable and write url_from = \"env:NAME\"");
  }
  return url;
}

void read_mail(const TomlReader& toml, const std::filesystem::path& root, NotifyChannel& channel) {
  channel.server = toml.required_text("server");
  if (!channel.server.starts_with("smtp://") && !channel.server.starts_with("smtps://")) {
    throw toml.error_at("server", "a mail server is smtp://host:port (with STARTTLS) or smtps://host:port");
  }
  channel.from = toml.required_text("from");
  channel.to = toml.texts("to").value_or(std::vector<std::string>{});
  if (channel.to.empty()) throw toml.error_at("to", "nobody gets the mail").hint("add to = [\"ana@example.com\"]");
  for (const std::string& address : channel.to) {
    if (address.find('@') == std::string::npos || address.find_first_of("\r\n<> ") != std::string::npos) {
      throw toml.error_at("to", fmt::format("'{}' is no address of mail", address)).hint("as ana@example.com");
    }
  }
  if (channel.from.find('@') == std::string::npos || channel.from.find_first_of("\r\n<> ") != std::string::npos) {
    throw toml.error_at("from", fmt::format("'{}' is no address of mail", channel.from)).hint("as rox@example.com");
  }
  channel.user = toml.text("user").value_or("");
  channel.login = read_secret(toml, "login", true);
  channel.tls = toml.boolean("tls").value_or(true);
  if (!channel.tls && channel.login) {
    throw toml.error_at("tls", "a password isn't sent in the clear").hint("leave tls out, or user and login");
  }
  if (const auto ca = toml.text("ca")) channel.ca = (root / *ca).lexically_normal();
}

void read_hook(const TomlReader& toml, NotifyChannel& channel) {
  channel.url = read_url(toml, "url");
  channel.url_from = read_secret(toml, "url_from");
  if (channel.url.empty() == !channel.url_from) {
    throw toml.error_at("url", "a hook has one address")
        .hint("say either url = \"https://…\" or url_from = \"env:NAME\"");
  }
  channel.signed_by = read_secret(toml, "signed_by");
}

const std::vector<std::string>& keys_of(ChannelKind kind) {
  static const std::vector<std::string> kMail{"type", "language", "on",    "server", "from",
                                              "to",   "user",     "login", "tls",    "ca"};
  static const std::vector<std::string> kHook{"type", "language", "on", "url", "url_from", "signed_by"};
  static const std::vector<std::string> kCommand{"type", "language", "on", "command"};
  if (kind == ChannelKind::mail) return kMail;
  return kind == ChannelKind::command ? kCommand : kHook;
}

ChannelKind kind_of(const toml::table& table, const std::string& file, const std::string& what) {
  // Which keys there may be depends on it.
  std::vector<std::string> all;
  for (const ChannelKind kind : {ChannelKind::mail, ChannelKind::webhook, ChannelKind::command}) {
    for (const std::string& key : keys_of(kind)) {
      if (std::find(all.begin(), all.end(), key) == all.end()) all.push_back(key);
    }
  }
  const TomlReader toml(table, file, what, all);
  const std::string text = toml.required_text("type");
  for (const auto& [name, kind] : kKinds) {
    if (name == text) return kind;
  }
  throw toml.error_at("type", fmt::format("unknown type '{}'", text))
      .hint("the types are: mail, slack, teams, webhook, command");
}

NotifyChannel read_channel(const std::string& name, const toml::table& table, const std::string& file,
                           const std::filesystem::path& root, Language language) {
  const std::string what = fmt::format("[notify.to.{}]", name);
  NotifyChannel channel;
  channel.name = name;
  channel.kind = kind_of(table, file, what);
  const TomlReader toml(table, file, what, keys_of(channel.kind));
  if (const auto problem = file_name_problem(name)) {
    throw toml.error_at("type", fmt::format("nobody can be called '{}' here: the name {}", printable(name), *problem));
  }
  channel.language = read_language(toml).value_or(language);
  for (const std::string& kind : toml.texts("on").value_or(std::vector<std::string>{})) {
    const auto& kinds = trouble_kinds();
    if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) {
      throw toml.error_at("on", fmt::format("nothing is called '{}'{}", kind, did_you_mean(kind, kinds)))
          .hint("there are: " + join(kinds, ", "));
    }
    channel.on.insert(kind);
  }
  if (channel.kind == ChannelKind::mail) {
    read_mail(toml, root, channel);
  } else if (channel.kind == ChannelKind::command) {
    channel.command = toml.texts("command").value_or(std::vector<std::string>{});
    if (channel.command.empty()) throw toml.error_at("command", "there is no command").hint("add command = [\"…\"]");
  } else {
    read_hook(toml, channel);
  }
  return channel;
}

}  // namespace

const std::vector<std::string>& trouble_kinds() {
  static const std::vector<std::string> kKinds{"failure", "hold", "rejects", "drift", "guard", "arrival", "report"};
  return kKinds;
}

NotifyConfig read_notify(const toml::table& table, const std::string& file, const std::filesystem::path& root) {
  const TomlReader toml(table, file, "[notify]", {"language", "link", "quiet", "repeat", "report", "to"});
  NotifyConfig config;
  const Language language = read_language(toml).value_or(Language::english);
  config.link = read_url(toml, "link");
  while (config.link.ends_with('/')) config.link.pop_back();
  config.quiet = read_quiet(toml);
  config.repeat = read_repeat(toml).value_or(config.repeat);
  config.report = read_report(toml);
  const toml::table* channels = toml.table("to");
  if (channels == nullptr) return config;
  for (const auto& [key, node] : *channels) {
    const std::string name(key.str());
    if (!node.is_table()) throw toml.error_at("to", fmt::format("[notify.to.{}] must be a table", name));
    config.channels.emplace(name, read_channel(name, *node.as_table(), file, root, language));
  }
  return config;
}

}  // namespace rox
