// The column that says when what a row tells of happened: by it, questions ask for spans of time.
#pragma once

#include "model/model.hpp"

namespace rox {

/// The first date or timestamp that no row lacks and that isn't about when the row itself was written; null if there is
/// none.
const Column* event_date(const Table& table);

}  // namespace rox
