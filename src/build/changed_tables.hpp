// How large tables are, and their changes, and rows that are found in them: asked once, for as many SELECTs as need
// them.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "build/changes.hpp"
#include "build/temporary_objects.hpp"
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
  const std::string& database() const { return connection_.database(); }

  /// Whether the table was made anew, without a difference. Names are compared as SQL does.
  bool is_unknown(const std::string& table) const;
  /// Whether it was made anew, or has a difference that is known.
  bool may_differ(const std::string& table) const;
  /// Asks for the sizes of these tables.
  void learn(const std::set<std::string>& tables);
  /// Of a table that was asked for.
  const Size& size(const std::string& table) const { return sizes_.at(table); }

  /// A table's name as SQL, which means the table also where a view is before it.
  std::string table(const std::string& name) const;

  struct Rows {
    std::string table;       // as SQL
    std::uint64_t rows = 0;  // that it has
    bool has_null = false;   // whether one of them lacks a part of the key
  };
  /// The rows of a SELECT, in a temporary table that is there as long as this. `key`: how many columns k0, k1, … they
  /// have.
  const Rows& keep(const std::string& select, std::size_t key = 0);

 private:
  DuckDbConnection& connection_;
  const BuildChanges& changes_;
  std::map<std::string, Size> sizes_;
  TemporaryObjects objects_;
  std::map<std::string, Rows> kept_;  // by SELECT
};

}  // namespace rox
