// How large tables are, and their changes: asked once, for as many SELECTs as read them.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "build/changes.hpp"
#include "engine/duckdb/duckdb.hpp"

namespace rox {

/// The numbers that these SELECTs give, each one, asked at once.
std::vector<std::uint64_t> query_counts(DuckDbConnection& connection, const std::vector<std::string>& selects);

class ChangedTables {
 public:
  struct Size {
    std::uint64_t rows = 0;
    std::uint64_t inserted = 0;
    std::uint64_t deleted = 0;
  };

  /// Both must outlive this, and nothing may change in the meantime.
  ChangedTables(DuckDbConnection& connection, const BuildChanges& changes);

  DuckDbConnection& connection() const { return connection_; }
  const std::string& database() const { return database_; }

  /// Whether the table was made anew, without a difference. Names are compared as SQL does.
  bool is_unknown(const std::string& table) const;
  /// Asks for the sizes of these tables.
  void learn(const std::set<std::string>& tables);
  /// Of a table that was asked for.
  const Size& size(const std::string& table) const { return sizes_.at(table); }

  /// A table's name as SQL, which means the table also where a view is before it.
  std::string table(const std::string& name) const;

 private:
  DuckDbConnection& connection_;
  const BuildChanges& changes_;
  const std::string database_;
  std::map<std::string, Size> sizes_;
};

}  // namespace rox
