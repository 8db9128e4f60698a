#include "notify/send.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/encode.hpp"
#include "base/error.hpp"
#include "base/process.hpp"
#include "base/text.hpp"
#include "cloud/digest.hpp"
#include "cloud/http.hpp"
#include "cloud/mail.hpp"

namespace rox {
namespace {

constexpr HttpTimeouts kPatience{std::chrono::milliseconds{10'000}, std::chrono::seconds{10},
                                 std::chrono::milliseconds{30'000}};
// Nobody waits longer for a program.
constexpr const char* kSecretSeconds = "20";
constexpr const char* kCommandSeconds = "60";

std::vector<std::string> within(const char* seconds, const std::vector<std::string>& arguments) {
  std::vector<std::string> limited{"timeout", seconds};
  limited.insert(limited.end(), arguments.begin(), arguments.end());
  return limited;
}

/// `what`: the key of rox.toml that says where it is.
std::string secret_of(const Project& project, const SecretSource& source, const std::string& what) {
  std::string secret;
  if (source.kind == SecretSource::Kind::environment) {
    const char* value = std::getenv(source.text.c_str());
    if (value != nullptr) secret = value;
    if (secret.empty()) {
      throw outside_error(fmt::format("the variable {} isn't set, which {} names", source.text, what))
          .hint("set it where rox runs, also in the service or crontab");
    }
    return secret;
  }
  std::vector<std::string> arguments = split(source.text, ' ');
  std::erase_if(arguments, [](const std::string& word) { return word.empty(); });
  Command command;
  command.arguments = within(kSecretSeconds, arguments);
  command.folder = project.root;
  const ProcessResult result = run_process(command);
  secret = trim(result.output);
  if (result.exit_code != 0 || secret.empty()) {
    throw outside_error(fmt::format("the program of {} gave nothing (exit code {})", what, result.exit_code))
        .hint("run it by hand, as the user that rox runs as");
  }
  return secret;
}

/// With what follows '?' as it is: services compare it byte by byte.
Url hook_url(const std::string& text) {
  const std::size_t query = text.find('?');
  Url url = parse_url(text.substr(0, query));
  if (query != std::string::npos) url.path += text.substr(query);
  return url;
}

void post(const Project& project, const NotifyChannel& channel, const std::string& body) {
  const std::string what = fmt::format("[notify.to.{}]", channel.name);
  const std::string address =
      channel.url_from ? secret_of(project, *channel.url_from, what + " url_from") : channel.url;
  HttpRequest request;
  request.method = "POST";
  try {
    request.url = hook_url(address);
  } catch (const Error&) {
    throw usage_error(fmt::format("what {} url_from gives is no address", what)).hint("it is https://host/path");
  }
  request.headers = {{"Content-Type", "application/json"}};
  request.body = body;
  request.about = "messages to " + channel.name;
  if (channel.signed_by) {
    const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    const std::string key = secret_of(project, *channel.signed_by, what + " signed_by");
    request.headers.emplace_back("X-Rox-Timestamp", std::to_string(now));
    request.headers.emplace_back("X-Rox-Signature",
                                 "sha256=" + to_hex(hmac_sha256(key, fmt::format("{}.{}", now, body))));
  }
  HttpClient client(kPatience);
  const HttpResponse response = client.send(request);
  if (response.ok()) return;
  throw outside_error(fmt::format("{} answered {}", request.url.host, response.status))
      .hint(fmt::format("look at the address of {}", what))
      .retryable();
}

void mail(const Project& project, const NotifyChannel& channel, const Message& message) {
  MailServer server;
  server.url = channel.server;
  server.tls = channel.tls;
  server.user = channel.user;
  server.ca = channel.ca;
  if (channel.login) {
    server.netrc = channel.login->kind == SecretSource::Kind::netrc;
    if (!server.netrc) {
      server.password = secret_of(project, *channel.login, fmt::format("[notify.to.{}] login", channel.name));
    }
  }
  send_mail(server, {channel.from, channel.to, message.subject(), message.text()});
}

void run_command(const Project& project, const NotifyChannel& channel, const Message& message) {
  const std::string input = json_text(plain_json(message)) + "\n";
  Command command;
  command.arguments = within(kCommandSeconds, channel.command);
  command.folder = project.root;
  command.input = input;
  command.environment = {{"ROX_SUBJECT", message.subject()}};
  const ProcessResult result = run_process(command);
  if (result.exit_code == 0) return;
  throw outside_error(
      fmt::format("{} ended with {}: {}", channel.command.front(), result.exit_code, trim(result.errors)))
      .hint(fmt::format("look at the command of [notify.to.{}]", channel.name))
      .retryable();
}

}  // namespace

void send_message(const Project& project, const NotifyChannel& channel, const Message& message) {
  switch (channel.kind) {
    case ChannelKind::mail: return mail(project, channel, message);
    case ChannelKind::slack: return post(project, channel, json_text(slack_json(message)));
    case ChannelKind::teams: return post(project, channel, json_text(teams_json(message)));
    case ChannelKind::webhook: return post(project, channel, json_text(plain_json(message)));
    case ChannelKind::command: return run_command(project, channel, message);
  }
}

}  // namespace rox
