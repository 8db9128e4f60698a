// How many records exports have, without loading them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/model.hpp"
#include "project/project.hpp"

namespace rox {

/// The records in the exports of each of the model's tables, in its order; none for a table without any. Throws as
/// finding and reading exports does.
std::vector<std::optional<std::uint64_t>> count_records(const Project& project, const Model& model);

}  // namespace rox
