// How large tables are, and their changes, and rows that are found in them: asked once, for as many SELECTs as need
// them. The tables are those of a workspace, or those of a server with what changed in them.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "build/changes.hpp"
#include "build/key_sql.hpp"
#include "build/temporary_objects.hpp"
#include "engine/duckdb/query_plan.hpp"

namespace rox {

/// The numbers that these SELECTs give, each one, asked at once.
std::vector<std::uint64_t> query_counts(Engine& engine, const std::vector<std::string>& selects);

/// Some rows `t` of a table as it is now: those of `from` for which `where` is true, if it isn't empty.
struct TablePart {
  std::string from;
  std::string where{};
};

/// Where the tables and marts of a build are, by their names.
struct TablesPlace {
  using Name = std::function<std::string(const std::string& table)>;

  Engine& engine;
  Name inserted;  // what came, what went, and all that is there now, as FROM has them
  Name deleted;
  Name table;
  /// The table in parts, of which each is best searched on its own.
  std::function<std::vector<TablePart>(const std::string& table)> parts;
  /// How many rows it has, if that is known.
  std::function<std::optional<std::uint64_t>(const std::string& table)> rows;
  /// What DuckDB tells of these SELECTs. Throws what is wrong with one.
  std::function<std::vector<QueryPlan>(const std::vector<std::string>& selects, RowCounts row_counts)> plans;
  /// Whether texts are ordered by their bytes, and not as a language does.
  std::function<bool()> orders_texts_by_bytes;
};

/// The workspace's own, of the connection.
TablesPlace tables_of(DuckDbConnection& connection);

class ChangedTables {
 public:
  struct Size {
    std::uint64_t rows = 0;
    std::uint64_t inserted = 0;
    std::uint64_t deleted = 0;
  };

  /// All of it must outlive this, and nothing may change in the meantime.
  ChangedTables(TablesPlace place, const BuildChanges& changes);

  Engine& engine() const { return place_.engine; }
  const KeySql& sql() const { return sql_; }
  std::vector<std::uint64_t> counts(const std::vector<std::string>& selects) { return query_counts(engine(), selects); }
  std::vector<QueryPlan> plans(const std::vector<std::string>& selects, RowCounts row_counts = RowCounts::computed) {
    return place_.plans(selects, row_counts);
  }

  bool orders_texts_by_bytes() const { return place_.orders_texts_by_bytes(); }

  /// Whether the table was made anew, without a difference. Names are compared as SQL does.
  bool is_unknown(const std::string& table) const;
  /// Whether it was made anew, or has a difference that is known.
  bool may_differ(const std::string& table) const;
  /// Asks for the sizes of these tables.
  void learn(const std::set<std::string>& tables);
  /// Of a table that was asked for.
  const Size& size(const std::string& table) const { return sizes_.at(table); }

  /// A table's name as SQL, which means the table also where a view is before it.
  std::string table(const std::string& name) const { return place_.table(name); }
  std::string inserted(const std::string& name) const { return place_.inserted(name); }
  std::string deleted(const std::string& name) const { return place_.deleted(name); }
  /// A SELECT of `list` from the rows `t` of the table that are in the set.
  std::string rows_in(const std::string& list, const std::string& name, const InSet& in) const;
  /// The same of those for which a condition is true.
  std::string rows_where(const std::string& list, const std::string& name, const std::string& condition) const;

  struct Rows {
    std::string table;       // as SQL
    std::uint64_t rows = 0;  // that it has
    bool has_null = false;   // whether one of them lacks a part of the key
  };
  /// The rows of a SELECT, in a temporary table that is there as long as this. `key`: how many columns k0, k1, … they
  /// have.
  const Rows& keep(const std::string& select, std::size_t key = 0);
  /// A SELECT of the same rows, to stand for a table in somebody's SELECT.
  std::string narrowing(const std::string& select);

 private:
  const TablesPlace place_;
  const KeySql sql_;
  const BuildChanges& changes_;
  std::map<std::string, Size> sizes_;
  TemporaryObjects objects_;
  std::map<std::string, Rows> kept_;  // by SELECT
};

}  // namespace rox
