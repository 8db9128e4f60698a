// The checks that follow from the model: keys are unique, columns that need a value have one, values are accepted
// ones, and rows have their parents.
//
// clang-format off
// | the model says   | check                                 | a failing row is                               | severity |
// |:-----------------|:--------------------------------------|:-----------------------------------------------|:---------|
// | primary_key      | <table>.primary_key                   | a key that several rows have                   | error    |
// | unique           | <table>.<columns>.unique              | the same; a key with a NULL equals none        | error    |
// | nullable = false | <table>.<column>.not_null             | a row without a value                          | error    |
// | min, max         | <table>.<column>.range                | a row with a value outside; NULL is none       | error    |
// | accepted         | <table>.<column>.accepted             | a row with another value; NULL is none         | error    |
// | relations        | <table>.<columns>.references.<parent> | a row whose parent is missing; warns, unless   | error    |
// |                  |                                       | the relation is enforced                       |          |
// clang-format on
//
// Keys that are inferred and not confirmed warn, and so do missing values of an inferred primary key. The SQL is the
// one that DuckDB, PostgreSQL, Redshift and Spark share. Failing rows are shown by their key and the columns that the
// check is about; rows of a table without a key by all columns.
#pragma once

#include <vector>

#include "model/model.hpp"
#include "quality/check.hpp"
#include "sql/dialect.hpp"

namespace rox {

/// In the order of the model's tables and columns, their SQL written for `dialect`. Throws usage_error (without a
/// place) where min, max or accepted hold a value that the column's type can't have.
std::vector<Check> model_checks(const Model& model, SqlDialect dialect);

}  // namespace rox
