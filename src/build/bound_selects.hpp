// The SELECTs of marts, checks and analyses that run on a server, as DuckDB binds them over empty tables: how their
// rows depend on those of tables, and which tables are read in SQL that is the server's alone.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "build/empty_warehouse.hpp"
#include "engine/duckdb/query_plan.hpp"
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

  /// The plans of SELECTs over the model's tables and the marts. One that DuckDB can't bind is refused in its plan.
  std::vector<QueryPlan> plans(const std::vector<std::string>& selects, RowCounts row_counts = RowCounts::computed);

  /// The columns of a mart as its SELECT names them; empty if DuckDB can't bind it.
  std::vector<std::string> columns_of(const std::string& mart);

  /// A mart or check that reads the table in SQL that DuckDB can't bind; empty if there is none.
  std::string other_sql_with(const std::string& table);

 private:
  void bind();
  void bind_mart(const Mart& mart);
  void bind_check(const Check& check);

  const Model& model_;
  const std::vector<Mart>& marts_;
  const std::vector<Check>& checks_;
  std::mutex mutex_;  // of what follows
  std::optional<EmptyWarehouse> tables_;
  std::map<std::string, std::string> other_sql_;  // by what it reads, in lower case: a mart or check
};

}  // namespace rox
