// From the warehouse's marts to the cube.
#pragma once

#include <functional>
#include <memory>

#include "dashboard/cube.hpp"
#include "dashboard/sales_sql.hpp"
#include "engine/engine.hpp"

namespace rox {

/// A new connection to the warehouse. Called from two threads.
using EngineOpener = std::function<std::unique_ptr<Engine>()>;

/// Reads all orders and lines. Throws usage_error, at the SQL file, for columns that are missing or of another kind and
/// for marts that aren't there; data_error for keys that are there twice.
Cube load_cube(const EngineOpener& open, const SalesSql& sql);

}  // namespace rox
