// Counts as the four members of a JSON object that they are in ledgers, states and --json.
#pragma once

#include <nlohmann/json.hpp>

#include "ledger/step.hpp"

namespace rox {

/// `Json`: nlohmann's json or ordered_json.
template <typename Json>
void put_counts(Json& json, const Counts& counts) {
  json["rows_in"] = counts.rows_in;
  json["rows_out"] = counts.rows_out;
  json["rejects"] = counts.rejects;
  json["bytes"] = counts.bytes;
}

/// What isn't there is none.
template <typename Json>
Counts counts_from(const Json& json) {
  const auto count = [&](const char* key) { return json.value(key, std::uint64_t{0}); };
  return {count("rows_in"), count("rows_out"), count("rejects"), count("bytes")};
}

}  // namespace rox
