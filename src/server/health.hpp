// For whoever watches over a project by machine: /metrics, in the format of OpenMetrics, and /health.
#pragma once

#include <chrono>
#include <string>

#include "project/project.hpp"
#include "server/message.hpp"

namespace rox {

/// What the ledger, the target's state, the guards and the outbox say, as metrics.
std::string metrics_text(const Project& project, const Target& target, std::chrono::system_clock::time_point now);

/// The answer to GET /metrics.
WebResponse metrics(const Project& project, const Target& target);

/// The answer to GET /health: 200 if all is well, 503 if the last run failed or is held, or something hasn't arrived.
WebResponse health(const Project& project, const Target& target);

}  // namespace rox
