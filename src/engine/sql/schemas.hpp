// Schemas: the folders of tables in a database.
#pragma once

#include <string>
#include <vector>

#include "engine/engine.hpp"

namespace rox {

bool has_schema(Engine& engine, const std::string& schema);

/// Creates it where it isn't there. Asks first: PostgreSQL wants the right to create schemas even for CREATE … IF NOT
/// EXISTS of one that exists.
void make_schema(Engine& engine, const std::string& schema);

/// Whether the schema has all these tables. False if there is no such schema.
bool has_tables(Engine& engine, const std::string& schema, const std::vector<std::string>& tables);

}  // namespace rox
