// Schemas: the folders of tables in a database.
#pragma once

#include <string>

#include "engine/engine.hpp"

namespace rox {

bool has_schema(Engine& engine, const std::string& schema);

/// Creates it where it isn't there. Asks first: PostgreSQL wants the right to create schemas even for CREATE … IF NOT
/// EXISTS of one that exists.
void make_schema(Engine& engine, const std::string& schema);

}  // namespace rox
