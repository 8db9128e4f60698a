// A guard's result as the members of a JSON object: in the ledger, and in --json.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "base/json.hpp"
#include "ledger/guard_result.hpp"

namespace rox {

/// Adds them to an object.
void put_guard(nlohmann::ordered_json& json, const GuardResult& result);

/// Throws usage_error for a measure or a verdict that there isn't.
GuardResult guard_from(const JsonValue& json);

}  // namespace rox
