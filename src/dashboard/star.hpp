// The marts as tables with relations: what they are in the warehouse, keys by their comment blocks, relations by names,
// as star schemas have them.
#pragma once

#include <string>
#include <vector>

#include "dashboard/snapshot.hpp"
#include "model/model.hpp"
#include "plan/marts.hpp"

namespace rox {

/// What the project's files say of the marts that are in the warehouse. A mart whose file can't be read is there all
/// the same, without a key.
struct PublishedMarts {
  std::vector<Mart> marts{};
  std::string problem{};  // of files: the first, with its place; empty: there is none
  std::string hint{};
};

PublishedMarts published_marts(const Snapshot& snapshot, const Model& model);

/// Columns and types as the engine has them. `columns_of` is asked for each mart.
Model star_of(const Snapshot& snapshot, const std::vector<Mart>& marts);

/// The columns of a table or mart, as the engine names and types them.
std::vector<ResultColumn> columns_of(Engine& engine, const std::string& name);

}  // namespace rox
