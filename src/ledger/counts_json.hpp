// Counts as the four members of a JSON object that they are in ledgers, states and --json.
#pragma once

#include <nlohmann/json.hpp>

#include "base/json.hpp"
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
inline Counts counts_from(const JsonValue& json) {
  const auto count = [&](const char* key) {
    const JsonValue value = json.find(key);
    return value.is_null() ? 0 : value.count();
  };
  return {count("rows_in"), count("rows_out"), count("rejects"), count("bytes")};
}

/// {"inserted","updated","deleted"}
template <typename Json>
Json row_changes_json(const RowChanges& changes) {
  return {{"inserted", changes.inserted}, {"updated", changes.updated}, {"deleted", changes.deleted}};
}

}  // namespace rox
