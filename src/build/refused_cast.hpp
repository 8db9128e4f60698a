// A mart that fails because a value doesn't fit what its SQL makes of it: `drift = "widen"` lets a column take in what
// the mart was never written for. An engine names the value at most; here the rows are looked up.
#pragma once

#include <optional>

#include "base/error.hpp"
#include "engine/duckdb/duckdb.hpp"
#include "model/model.hpp"
#include "plan/marts.hpp"

namespace rox {

/// The error with which the mart failed, said of the columns, rows and exports that are to blame: those of the tables
/// that it reads whose values can't become the type that its SQL asks for. Nothing if no value is to blame, or none can
/// be found. `connection`: to a database with the tables and read_export().
std::optional<Error> explain_refused_cast(DuckDbConnection& connection, const Model& model, const Mart& mart,
                                          const Error& error);

}  // namespace rox
