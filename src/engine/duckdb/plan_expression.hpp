// The expressions of DuckDB's bound plan: what rox trusts to give the same value for the same row, each time.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"

namespace rox {

/// Why the plan doesn't give the same rows each time, in all of its expressions: a function that rox doesn't know to be
/// repeatable, a sum of floating-point numbers (which depends on their order), an aggregate that depends on the order
/// of rows. Empty if nothing speaks against it.
std::string find_unrepeatable(const JsonValue& plan);

/// What the child's column is that the expression is, or a wider integer of it.
std::optional<std::size_t> passed_column(const JsonValue& expression);

/// All of the children's columns that are named in it, each once, in order.
std::vector<std::size_t> columns_in(const JsonValue& expression);

/// A constant as SQL, cast or not; empty for one of a type that rox doesn't write. Nothing if it is no constant.
std::optional<std::string> constant_literal(const JsonValue& expression);

/// The last part of a function's name, in DuckDB 1.5's words or 2.0's.
std::string function_name(const JsonValue& value);

}  // namespace rox
