// What the frame of every page shows: whose data it is, up to when it is true, which run made it, and how that went.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "dashboard/view.hpp"

namespace rox {

/// {"project","target","version","warehouse":{"state":"ready","id","run","stale_marts"},"freshness","last_run","held","quality",
/// "notices"} (docs/openapi.json).
nlohmann::ordered_json ready_json(const View& view);

/// The same where there is no warehouse, and why: {…,"warehouse":{"state":"missing","message","hint"}}.
nlohmann::ordered_json missing_json(const Project& project, const Target& target, const Error& error);

}  // namespace rox
