// What the frame of every page shows: whose data it is, and which run made it.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "dashboard/snapshot.hpp"

namespace rox {

/// {"project","target","version","warehouse":{"state":"ready","id","run","stale_marts"},"sales"}.
nlohmann::ordered_json ready_json(const Snapshot& snapshot);

/// The same where there is no warehouse, and why: {…,"warehouse":{"state":"missing","message","hint"}}.
nlohmann::ordered_json missing_json(const Project& project, const Target& target, const Error& error);

}  // namespace rox
