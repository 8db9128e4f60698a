// A new model beside one that a person may have edited.
#pragma once

#include <string>
#include <vector>

#include "model/model.hpp"

namespace rox {

/// `inferred` with what only a person can have put into `existing`: names of tables and columns, globs over files,
/// keys and relations, as far as their columns are still there.
Model keep_edits(Model inferred, const Model& existing);

/// What `after` has otherwise than `before`, a line each: "Sales.Total: DECIMAL(9,2) -> DECIMAL(12,2)". Empty for equal
/// models.
std::vector<std::string> differences(const Model& before, const Model& after);

}  // namespace rox
