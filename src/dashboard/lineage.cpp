#include "dashboard/lineage.hpp"

#include <nlohmann/json.hpp>
#include <vector>

#include "base/error.hpp"
#include "quality/sql_checks.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

/// Nothing, where a file of theirs is wrong.
template <typename Read>
auto read_if_right(const Read& read) -> decltype(read()) {
  try {
    return read();
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::usage) throw;
    return {};
  }
}

ColumnLineage read_lineage(EmptyWarehouse& warehouse, const Project& project, const Model& model) {
  return read_column_lineage(warehouse, read_if_right([&] { return read_marts(project.marts_dir(), model); }),
                             read_if_right([&] { return read_sql_files(project.analyses_dir()); }), read_if_right([&] {
                               return all_checks(model, project.checks_dir(), SqlDialect::duckdb);
                             }));
}

}  // namespace

ProjectLineage::ProjectLineage(const Project& project, const Model& model)
    : warehouse_(model), columns_(read_lineage(warehouse_, project, model)) {}

ColumnsBehind ProjectLineage::behind(const std::string& select) const {
  const std::lock_guard lock(mutex_);
  return columns_behind(warehouse_, columns_, select);
}

Json lineage_json(const ProjectLineage& lineage, const Params& params) {
  params.expect({"sql"});
  const auto sql = params.one("sql");
  if (!sql) throw usage_error("sql is missing");
  try {
    const ColumnsBehind behind = lineage.behind(*sql);
    Json columns = Json::array();
    for (const ColumnName& column : behind.values) {
      columns.push_back({{"table", column.table}, {"column", column.column}});
    }
    return {{"columns", std::move(columns)}, {"checks", checks_of(lineage.columns(), behind)}, {"unknown", nullptr}};
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::usage) throw;
    return {{"columns", Json::array()}, {"checks", Json::array()}, {"unknown", error.what()}};
  }
}

}  // namespace rox
