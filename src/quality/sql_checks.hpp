// Checks that somebody wrote: checks/*.sql, one SELECT a file that returns the failing rows.
//
//     -- title: Total is the sum of its parts
//     -- meaning: TotalDue isn't SubTotal + TaxAmt + Freight: invoices are wrong
//     -- severity: error          (or warn; error if it isn't there)
//     SELECT … WHERE …
#pragma once

#include <filesystem>
#include <vector>

#include "model/model.hpp"
#include "quality/check.hpp"
#include "sql/dialect.hpp"

namespace rox {

/// By name. None if the folder isn't there. Throws usage_error with the place: a severity that there isn't, a key that
/// is probably misspelt, a parameter without a default, another statement than SELECT.
std::vector<Check> read_sql_checks(const std::filesystem::path& dir, const Model& model);

/// One of them.
Check sql_check(SqlFile file, const Model& model);

/// The model's checks (for an engine of that dialect), then those of the files. Throws usage_error if two have one
/// name.
std::vector<Check> all_checks(const Model& model, const std::filesystem::path& dir, SqlDialect dialect);

}  // namespace rox
