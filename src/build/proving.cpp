#include "build/proving.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/file_name.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "engine/sql/next_name.hpp"
#include "load/export_source.hpp"
#include "load/relations.hpp"
#include "plan/fingerprint.hpp"
#include "sql/ddl.hpp"
#include "sql/ddl_keys.hpp"
#include "sql/quote.hpp"
#include "sql/table_ddl.hpp"

namespace rox {
namespace {

/// What the server holds: a build begins from it, and is resumed only while it is the same.
std::string basis_of(const WarehouseState& before) {
  std::string text;
  for (const auto& [name, table] : before.tables) text += fmt::format("{} {} {}\n", name, table.fingerprint, table.run);
  for (const auto& [name, mart] : before.marts) text += fmt::format("{} {} {}\n", name, mart.fingerprint, mart.run);
  for (const RelationReport& report : before.relations) text += report.fingerprint + "\n";
  return "from tables " + hash_text(text);
}

/// Whether no two rows have the same values there; a key with a NULL equals none.
bool is_unique(DuckDbConnection& scratch, const Table& table, const std::vector<std::string>& key) {
  if (scratch.surely_unique(table.name, {key}).front()) return true;
  const std::string columns = sql_names(key, SqlDialect::duckdb);
  std::vector<std::string> present;
  for (const std::string& column : key) present.push_back(sql_name(column, SqlDialect::duckdb) + " IS NOT NULL");
  return query_integer(scratch, fmt::format("SELECT count(*) - count(DISTINCT ({})) FROM {} WHERE {}", columns,
                                            sql_name(table.name, SqlDialect::duckdb), join(present, " AND "))) == 0;
}

bool is_complete(DuckDbConnection& scratch, const Table& table, const std::vector<std::string>& key) {
  std::vector<std::string> missing;
  for (const std::string& column : key) missing.push_back(sql_name(column, SqlDialect::duckdb) + " IS NULL");
  return query_integer(scratch, fmt::format("SELECT count(*) FROM {} WHERE {}",
                                            sql_name(table.name, SqlDialect::duckdb), join(missing, " OR "))) == 0;
}

}  // namespace

std::filesystem::path scratch_file(const Project& project, const Target& target) {
  return file_named(project.state_dir() / "next", target.name, ".duckdb");
}

std::set<std::string> tables_to_prove(const BuildInputs& inputs) {
  std::set<std::string> wanted = due_tables(inputs.plan);
  if (!inputs.plan.is_due(StepKind::relate)) return wanted;
  for (const Table& table : inputs.model.tables) {
    for (const Relation& relation : table.relations) {
      const std::string& parent = inputs.model.find_table(relation.table)->name;
      const std::string fingerprint =
          relation_fingerprint(relation, inputs.plan.fingerprints.at(table.name), inputs.plan.fingerprints.at(parent));
      const auto& known = inputs.before.relations;
      if (std::any_of(known.begin(), known.end(), [&](const auto& r) { return r.fingerprint == fingerprint; }))
        continue;
      wanted.insert(table.name);
      wanted.insert(parent);
    }
  }
  std::set<std::string> read;
  for (const std::string& table : wanted) read.merge(with_enforced_parents(inputs.model, table));
  return read;
}

void expect_scratch(const Project& project, const Target& target) {
  const std::filesystem::path file = scratch_file(project, target);
  make_directories(file.parent_path());
  if (!file_identity(file)) write_file(file, "");
}

bool is_dead_here(const std::filesystem::path& state_dir, const std::string& run) {
  const std::vector<std::filesystem::path> runs = entries_of(state_dir / "runs");
  return std::any_of(runs.begin(), runs.end(),
                     [&](const std::filesystem::path& path) { return run_name(path.stem().string()) == run; });
}

void open_scratch(Workspace& workspace, const std::function<bool(DuckDbConnection&, const Step&)>& intact,
                  std::vector<std::filesystem::path> folders) {
  BuildDatabase::Origin origin;
  origin.options.folders = std::move(folders);
  origin.file = scratch_file(workspace.inputs().project, workspace.inputs().target);
  origin.make = [folder = origin.file.parent_path()] { make_directories(folder); };
  origin.intact = intact;
  workspace.open(std::move(origin), basis_of(workspace.inputs().before));
}

void require_all_taken(const std::string& table, std::uint64_t sent, std::uint64_t taken, std::string_view server) {
  if (taken == sent) return;
  throw data_error(fmt::format("table {}: {} rows were sent, but {} took {}", table, sent, server, taken))
      .hint("nothing was published; please report this as a bug of rox");
}

namespace {

bool is_key(Workspace& workspace, const Table& table) {
  DuckDbConnection scratch = workspace.connect();
  return is_complete(scratch, table, table.primary_key) && is_unique(scratch, table, table.primary_key);
}

}  // namespace

Table with_proven_key(Workspace& workspace, Table table) {
  if (table.inferred_keys && !table.primary_key.empty()) {
    if (!workspace.key_holds(table.name) && !is_key(workspace, table)) {
      workspace.warn(
          fmt::format("({}), the inferred key of {}, has repeated or missing values, so the server has no such "
                      "key; see `rox check`",
                      join(table.primary_key, ", "), table.name));
      table.primary_key.clear();
    }
    table.inferred_keys = false;
  }
  return loadable(std::move(table));
}

std::vector<std::string> key_statements(Workspace& workspace, const Table& table, const NextTable& next,
                                        SqlDialect dialect) {
  const std::set<std::string> names = workspace.all_names();
  std::vector<std::string> statements;
  if (!table.primary_key.empty()) {
    statements.push_back(add_key_sql(next.schema, next.name, "PRIMARY KEY", table.primary_key, names, dialect));
  }
  std::optional<DuckDbConnection> scratch;
  for (const std::vector<std::string>& key : table.unique) {
    if (!choose_unique(table, key, dialect).declared) continue;
    if (!scratch) scratch.emplace(workspace.connect());
    if (is_unique(*scratch, table, key)) {
      statements.push_back(add_key_sql(next.schema, next.name, "UNIQUE", key, names, dialect));
    } else {
      workspace.warn(fmt::format("({}) of {} is not unique, so the server has no such key; see `rox check`",
                                 join(key, ", "), table.name));
    }
  }
  Table renamed = table;
  renamed.name = next.name;
  for (std::string& comment : comment_sql(renamed, next.schema, dialect)) statements.push_back(std::move(comment));
  return statements;
}

std::vector<std::string> relation_statements(const Workspace& workspace, SqlDialect dialect,
                                             const std::function<NextTable(const std::string& table)>& where) {
  const Model& model = workspace.inputs().model;
  std::vector<std::string> statements;
  for (const Table& table : model.tables) {
    if (!workspace.due().contains(table.name)) continue;
    const NextTable child = where(table.name);
    for (Relation relation : table.relations) {
      if (!choose_relation(model, table, relation, dialect).declared) continue;
      const NextTable parent = where(model.find_table(relation.table)->name);
      relation.table = parent.name;
      statements.push_back(add_relation_sql(child.schema, child.name, relation, parent.schema, dialect));
    }
  }
  return statements;
}

}  // namespace rox
