// What holds the tables together, put into the model: measures, keys and relations, each with its evidence.
#pragma once

#include <string>
#include <vector>

#include "discovery/key_database.hpp"
#include "discovery/keys.hpp"
#include "discovery/relations.hpp"
#include "model/model.hpp"

namespace rox {

struct Structure {
  std::vector<TableKeys> keys;  // by table
  std::vector<RelationFinding> relations;
  std::vector<std::string> warnings;  // "Customer: …"
};

/// Reads the exports (in the order of the model's tables) once more and completes `model`: rows, distinct values,
/// primary and alternate keys, relations.
Structure find_structure(Model& model, const std::vector<TableExports>& exports, const Dialect& dialect,
                         const KeyDatabaseOptions& options, const std::function<void(std::size_t table)>& progress);

}  // namespace rox
