// What `rox run --prove` says.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "run/prove.hpp"

namespace rox {

/// {"holds","seconds","parts":[{"name","rows","equal","differences"}]}
nlohmann::ordered_json proof_json(const Proof& proof);

void print_proof(const Proof& proof);

/// Throws data_error if it doesn't hold.
void require_proof(const Proof& proof);

}  // namespace rox
