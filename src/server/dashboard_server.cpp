#include "server/dashboard_server.hpp"

#include <cstdlib>
#include <optional>
#include <thread>

#include "base/error.hpp"
#include "dashboard/params.hpp"
#include "server/api.hpp"
#include "server/assets.hpp"
#include "server/health.hpp"

namespace rox {
namespace {

WebResponse page_or_asset(const WebRequest& request) {
  if (auto asset = find_asset(request.path)) return {200, std::move(asset), {{"Cache-Control", "no-cache"}}};
  return error_response(404, "not_found", "there is nothing at this address", "the dashboard is at /");
}

WebResponse answer(const Project& project, const Target& target, const Gate& gate, Api& api,
                   const WebRequest& request) {
  // For whoever watches over the server; it tells nothing.
  if (request.path == "/healthz") {
    if (auto refused = Gate::refuse_method(request)) return std::move(*refused);
    return {200, std::make_shared<Content>("text/plain", "ok\n"), {}};
  }
  if (auto refused = gate.refuse(request)) return std::move(*refused);
  try {
    static_cast<void>(Params::parse(request.query).one("token"));  // once, whatever else is asked for
  } catch (const Error& error) {
    return error_response(400, "request", error.what(), error.hint_text());
  }
  if (request.path == "/metrics") return metrics(project, target);
  if (request.path == "/health") return health(project, target);
  return request.path.starts_with("/api/") ? api.answer(request) : page_or_asset(request);
}

}  // namespace

void serve_dashboard(const Project& project, const Target& target, const ServeOptions& options,
                     const std::function<void(std::uint16_t port)>& listening) {
  Api api(project, target, options.limits);
  std::optional<Gate> gate;  // knows the port, so it comes after the server that asks it
  HttpServerOptions http = options.http;
  http.headers = Gate::headers();
  HttpServer server(http, [&](const WebRequest& request) { return answer(project, target, *gate, api, request); });
  gate.emplace(GateOptions{options.http.address, server.port(), options.token, options.hosts});
  listening(server.port());
  std::jthread warming([&] { api.warm_up(); });
  // What takes longer than the grace is given up, with the process: a statement that goes on can't be left otherwise.
  if (!server.run()) std::_Exit(static_cast<int>(ExitCode::done));
}

}  // namespace rox
