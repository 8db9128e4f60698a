// Exports as Spark's own CSV reader and SQL read them: an independent second reading, with none of rox's code for bytes
// and values. All is strict: a value that isn't of its column's type, or is missing where it mustn't be, fails the
// query that needs it.
#pragma once

#include <map>
#include <string>

#include "model/dialect.hpp"
#include "model/model.hpp"

namespace rox {

/// Options of Spark's CSV source for exports of that dialect.
std::map<std::string, std::string> spark_csv_options(const Dialect& dialect);

/// The schema of a table's exports, all texts, by their place: "ProductID STRING, Name STRING".
std::string spark_text_schema(const Table& table);

/// The SELECT that makes the table of `texts`, a view with that schema.
std::string spark_typed_select(const Table& table, const Dialect& dialect, const std::string& texts);

}  // namespace rox
