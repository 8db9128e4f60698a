// A database with the tables of a model and of marts, all empty: SELECTs are bound over it to learn what they read.
#pragma once

#include <string>
#include <vector>

#include "engine/duckdb/duckdb.hpp"
#include "model/model.hpp"
#include "plan/marts.hpp"

namespace rox {

class EmptyWarehouse {
 public:
  explicit EmptyWarehouse(const Model& model);

  /// With a table of the mart, for those that read it. Throws if DuckDB can't bind its SELECT.
  void add(const Mart& mart);

  /// The columns of a table or mart, as they are written.
  std::vector<std::string> columns_of(const std::string& table);

  DuckDbConnection& connection() { return connection_; }

 private:
  DuckDbConnection connection_;
};

}  // namespace rox
