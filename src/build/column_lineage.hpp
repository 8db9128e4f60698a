// Where each column of a mart comes from, and who uses each column of a table: read from the SELECTs of marts, analyses
// and checks as DuckDB binds them over empty tables, never from their words.
//
// A column comes from those that its value is passed on or computed from: what a CASE looks at and what a window is
// partitioned and ordered by are among them. What only decides which rows there are (WHERE, JOIN ON, GROUP BY) is read,
// but no value comes from it.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "build/empty_warehouse.hpp"
#include "plan/marts.hpp"
#include "quality/check.hpp"
#include "sql/sql_file.hpp"

namespace rox {

/// Of a table of the model or a mart, as both are written.
struct ColumnName {
  std::string table;
  std::string column;

  auto operator<=>(const ColumnName&) const = default;
};

/// By what columns a column comes from: whether its value is theirs as it is, and not computed from it.
using ColumnOrigins = std::map<ColumnName, bool>;

enum class ColumnUserKind {
  mart,
  analysis,
  check,  // of a file: any of what it reads, whether it tests or only shows that
  rule,   // a check that the model makes: only what it tests
};

struct ColumnUser {
  ColumnUserKind kind = ColumnUserKind::mart;
  std::string name;
  std::vector<std::string> columns{};  // of a mart: those that come from it; none: it decides which rows there are

  bool operator==(const ColumnUser&) const = default;
};

struct ColumnLineage {
  std::map<std::string, std::vector<std::string>> marts;  // their columns, of those that are known
  /// Of the columns of marts: the tables and marts that these read themselves.
  std::map<ColumnName, ColumnOrigins> origins;
  std::map<ColumnName, std::vector<ColumnUser>> users;
  /// Marts, analyses and checks of which nothing is known here, and why.
  std::map<std::string, std::string> unknown;

  /// The columns of exports that it comes from in the end, over marts. Those of an export's own column: itself.
  ColumnOrigins from_exports(const ColumnName& column) const;
  /// A mart's column as its SELECT writes it: servers may have it in small letters.
  std::string written(const std::string& mart, const std::string& column) const;
};

/// Adds the marts to the warehouse.
ColumnLineage read_column_lineage(EmptyWarehouse& warehouse, const std::vector<Mart>& marts,
                                  const std::vector<SqlFile>& analyses = {}, const std::vector<Check>& checks = {});

/// All columns that a SELECT over tables and those marts depends on.
struct ColumnsBehind {
  std::set<ColumnName> values;  // those that it reads, and those that they come from, down to the exports
  std::set<ColumnName> rows;    // others that decide which rows its marts have, and what they come from
};

/// Throws usage_error if that can't be told.
ColumnsBehind columns_behind(EmptyWarehouse& warehouse, const ColumnLineage& lineage, const std::string& select);

/// The names of the checks that may find something wrong with these columns.
std::set<std::string> checks_of(const ColumnLineage& lineage, const ColumnsBehind& columns);

std::string_view to_string(ColumnUserKind kind);

/// {"from","exports","used_by"} of a column: what it comes from itself and in the end, with "as_it_is"; and its users,
/// marts with the columns that they make of it.
nlohmann::ordered_json column_lineage_json(const ColumnLineage& lineage, const ColumnName& column);

}  // namespace rox
