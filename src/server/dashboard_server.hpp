// rox serve: the gate, the web app and the API behind one server.
#pragma once

#include "dashboard/snapshot.hpp"
#include "project/project.hpp"
#include "server/gate.hpp"
#include "server/http_server.hpp"

namespace rox {

struct ServeOptions {
  HttpServerOptions http;
  std::string token;               // empty: none is asked for
  std::vector<std::string> hosts;  // as GateOptions
  ReadingLimits limits;
};

/// Serves the project's target until a signal ends it. `listening` is told the port once connections are taken. Throws
/// what keeps it from listening; that there is no warehouse doesn't.
void serve_dashboard(const Project& project, const Target& target, const ServeOptions& options,
                     const std::function<void(std::uint16_t port)>& listening);

}  // namespace rox
