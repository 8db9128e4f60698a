// The tables that a verb is about: those that were named, or all.
#pragma once

#include <string>
#include <vector>

#include "model/model.hpp"

namespace rox {

/// Pointers into the model. Throws usage_error for a name that it doesn't have.
std::vector<const Table*> chosen_tables(const Model& model, const std::vector<std::string>& names);

}  // namespace rox
