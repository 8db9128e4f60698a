// Which keys of a table on a server its exports have no more, found without sending all keys there: they are counted in
// ranges on both sides, and only those of ranges that differ are compared.
#pragma once

#include <cstdint>
#include <string>

#include "engine/duckdb/duckdb.hpp"
#include "engine/engine.hpp"
#include "model/model.hpp"

namespace rox {

/// The tables by their names as SQL; keys are of the table's primary key.
struct KeyedRows {
  std::string now;   // on this side: the keys that the exports have
  std::string then;  // on the server: the rows that were loaded last
  std::string come;  // on the server: the rows that come
  std::string gone;  // on the server: the keys of `then` that `come` has again
};

/// The same condition for rows of either side.
struct SidedCondition {
  std::string here;
  std::string there;
};

/// True of the rows in ranges that have all keys which are missing, `missing` in number; of all rows where ranges can't
/// be told.
SidedCondition where_keys_are_missing(DuckDbConnection& here, Engine& server, const Table& table, const KeyedRows& rows,
                                      std::uint64_t missing);

}  // namespace rox
