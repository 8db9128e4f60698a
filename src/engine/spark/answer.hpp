// What Spark says, in rox's words: types and errors; for spark.hpp's implementation.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"
#include "engine/engine.hpp"

namespace rox {

/// A column by Spark's name of its type: "decimal(18,4)", "timestamp_ntz", "array<int>".
ResultColumn spark_column(std::string name, std::string_view type);

/// An error about `sql`: Spark's message without the SQL, the plan and the Java of it, with line and column. `state` is
/// its SQLSTATE; empty if it has none.
Error spark_error(std::string_view message, std::string_view state, std::string_view sql);

/// Whether the statement can't change anything.
bool spark_reads_only(std::string_view sql);

}  // namespace rox
