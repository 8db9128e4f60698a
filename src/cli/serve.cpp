// rox serve: the dashboard.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/json.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "cli/verbs.hpp"
#include "plan/plan.hpp"
#include "server/dashboard_server.hpp"

namespace rox {
namespace {

constexpr std::uint16_t kPort = 8080;
constexpr std::size_t kShortestToken = 16;

struct ServeArguments {
  std::string address = "127.0.0.1";
  std::uint16_t port = kPort;
  std::filesystem::path token_file;
  std::vector<std::string> hosts;
  double query_timeout = 30;
};

/// The token that is asked for, from a file or the environment: on a command line everybody on the machine sees it.
std::string given_token(const ServeArguments& arguments) {
  std::string token;
  const char* variable = std::getenv("ROX_TOKEN");
  if (!arguments.token_file.empty()) {
    token = trim(read_any_file(arguments.token_file));
  } else if (variable != nullptr) {
    token = variable;
  } else {
    return {};
  }
  const bool plain =
      std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < '\x7f' && c != ';' && c != ','; });
  if (token.size() >= kShortestToken && plain) return token;
  throw usage_error(fmt::format("the token is too short or has characters that no header can have"))
      .hint(fmt::format("at least {} letters and digits; `openssl rand -hex 32` makes one", kShortestToken));
}

std::string shown_address(const ServeArguments& arguments, std::uint16_t port) {
  const bool six = arguments.address.find(':') != std::string::npos;
  return fmt::format("http://{}{}{}:{}/", six ? "[" : "", arguments.address, six ? "]" : "", port);
}

ExitCode serve(const ServeArguments& arguments, const GlobalOptions& globals) {
  const Project project = open_project(globals);
  const Target& target = chosen_target(project, globals);
  ServeOptions options;
  options.http.address = arguments.address;
  options.http.port = arguments.port;
  options.http.threads = std::max(8U, 2 * thread_count(project.run));
  options.hosts = arguments.hosts;
  options.limits.query = std::chrono::milliseconds(static_cast<std::int64_t>(arguments.query_timeout * 1000));
  options.token = given_token(arguments);
  const bool made = options.token.empty() && !is_loopback(arguments.address);
  if (made) options.token = new_token();

  serve_dashboard(project, target, options, [&](std::uint16_t port) {
    std::string address = shown_address(arguments, port);
    if (made) note(fmt::format("a token is required; generated for this session: {}?token={}", address, options.token));
    if (globals.json) {
      print(json_text(nlohmann::ordered_json{{"address", address}, {"port", port}}) + "\n");
    } else {
      print(fmt::format("the dashboard of {} is at {}\n", project.name, address));
    }
    flush_output();
    if (!globals.quiet) note("press Ctrl-C to stop");
  });
  return ExitCode::done;
}

}  // namespace

Action serve_verb(Options& verb, const GlobalOptions& globals) {
  auto arguments = std::make_shared<ServeArguments>();
  verb.add("--address", arguments->address,
           "Listen there (default: 127.0.0.1, so only this machine reaches it); any other address requires a token")
      .value_name("ADDRESS");
  verb.add("--port", arguments->port, fmt::format("Listen on that port (default: {}); 0 finds a free one", kPort))
      .value_name("N");
  verb.add("--token-file", arguments->token_file,
           "Ask for the token in FILE (or in ROX_TOKEN; otherwise one is generated if needed)")
      .value_name("FILE");
  verb.add("--allow-host", arguments->hosts, "A name that the dashboard is reached by, behind a proxy for instance")
      .value_name("NAME");
  verb.add("--query-timeout", arguments->query_timeout, "Cancel queries that take longer (default: 30)")
      .value_name("SECONDS")
      .between(0.1, 86'400.0);
  return [arguments, &globals] { return serve(*arguments, globals); };
}

}  // namespace rox
