// The SELECTs of marts and checks that run on a server, as DuckDB binds them over empty tables: which columns of its
// tables each mart reads, and which tables are read in SQL that is the server's alone.
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "build/empty_warehouse.hpp"
#include "build/plan_paths.hpp"
#include "engine/duckdb/duckdb.hpp"
#include "model/model.hpp"
#include "plan/marts.hpp"
#include "quality/check.hpp"

namespace rox {

/// Binds when it is first asked. From any thread.
class BoundSelects {
 public:
  /// All of it must outlive this.
  BoundSelects(const Model& model, const std::vector<Mart>& marts, const std::vector<Check>& checks)
      : model_(model), marts_(marts), checks_(checks) {}

  /// Null of a mart of which DuckDB can't tell, or which may give other rows each time.
  const ColumnsRead* columns_of(const std::string& mart);

  /// A mart or check that reads the table in SQL that DuckDB can't bind; empty if there is none.
  std::string other_sql_with(const std::string& table);

 private:
  void bind();
  void bind_mart(EmptyWarehouse& warehouse, const Mart& mart);
  void bind_check(DuckDbConnection& connection, const Check& check);

  const Model& model_;
  const std::vector<Mart>& marts_;
  const std::vector<Check>& checks_;
  std::once_flag bound_;
  std::map<std::string, ColumnsRead> columns_;    // by mart
  std::map<std::string, std::string> other_sql_;  // by what it reads, in lower case: a mart or check
};

}  // namespace rox
