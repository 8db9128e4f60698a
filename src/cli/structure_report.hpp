// The evidence for keys and relations, for people and for machines.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "discovery/structure.hpp"
#include "model/model.hpp"

namespace rox {

/// Prints the keys of one table, stated ones and others, with why.
void print_key_evidence(const Table& table, const TableKeys& keys);

/// Prints all relations, stated ones first, with why and the rows that speak against them.
void print_relation_evidence(const Model& model, const Structure& structure);

/// {"keys":[{"table","columns","kind","confidence","reasons"}],"relations":[{"table","columns","references",
/// "confidence","stated","rows","orphans","keys","orphan_keys","examples","reasons"}]}
nlohmann::ordered_json structure_json(const Model& model, const Structure& structure);

}  // namespace rox
