// A table as Iceberg's specification writes schemas down: columns with numbers, exact types, comments, and the key as
// what identifies a row.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "model/model.hpp"

namespace rox {

/// "int", "decimal(18, 4)", "timestamp" (without a zone), "uuid", "string".
std::string iceberg_type(const Type& type);

/// Names are in lower case: so every reader finds them, those that fold names too (Athena, Redshift).
nlohmann::json iceberg_schema(const Table& table);

}  // namespace rox
