#include "load/relations.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "ledger/reject_rows.hpp"
#include "load/change_tables.hpp"
#include "load/left_out.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::duckdb;

constexpr int kExamples = 3;

/// Conditions on the columns of a relation, `row` being the child's name in FROM.
struct KeyConditions {
  std::string present;  // no column is NULL
  std::string equal;    // it is the key of `parent`
};

KeyConditions conditions(const Relation& relation, const std::string& row) {
  std::vector<std::string> present;
  std::vector<std::string> equal;
  for (std::size_t i = 0; i < relation.columns.size(); ++i) {
    const std::string column = row + "." + exact_name(relation.columns[i], kDialect);
    present.push_back(column + " IS NOT NULL");
    equal.push_back("parent." + exact_name(relation.parent_columns[i], kDialect) + " = " + column);
  }
  return {join(present, " AND "), join(equal, " AND ")};
}

/// "child …": the orphans among the rows of the child, for FROM. (DuckDB joins NOT EXISTS three times slower.)
std::string orphans_of(const Table& child, const Relation& relation) {
  const KeyConditions key = conditions(relation, "child");
  return fmt::format("{} AS child ANTI JOIN {} AS parent ON {} WHERE {}", exact_name(child.name, kDialect),
                     exact_name(relation.table, kDialect), key.equal, key.present);
}

/// SQL that is true for the rows of `row` that are orphans, where no join can stand.
std::string is_orphan(const Relation& relation, const std::string& row) {
  const KeyConditions key = conditions(relation, row);
  return fmt::format("{} AND NOT EXISTS (SELECT 1 FROM {} AS parent WHERE {})", key.present,
                     exact_name(relation.table, kDialect), key.equal);
}

std::uint64_t count_orphans(Engine& engine, const Table& child, const Relation& relation) {
  return static_cast<std::uint64_t>(query_integer(engine, "SELECT count(*) FROM " + orphans_of(child, relation)));
}

void correct(LoadCounts& load, const std::vector<Reject>& rejects) {
  for (FileCounts& file : load.files) {
    file.rejects = 0;
    for (const Reject& reject : rejects) file.rejects += reject.file == file.file ? 1 : 0;
    file.rows = file.records - file.rejects;
  }
  load.counts.rejects = rejects.size();
  load.counts.rows_out = load.counts.rows_in - load.counts.rejects;
}

/// Returns how many rows it rejected.
std::uint64_t enforce(LoadContext& context, const Table& child, const Relation& relation, std::uint64_t records) {
  const std::uint64_t orphans = count_orphans(context.connection, child, relation);
  if (orphans == 0) return 0;
  const std::string key = join(relation.columns, ", ");
  context.rejects.expect(
      orphans, fmt::format("{} rows of {} refer by {} to no row of {}", orphans, child.name, key, relation.table));
  context.rejects.expect_share(child.name, records, orphans);
  read_again(context.connection, child,
             fmt::format("{} AND NOT EXISTS (SELECT 1 FROM rox.rejects AS known WHERE known.\"table\" = {} AND "
                         "known.file = rox_file AND known.\"offset\" = rox_offset)",
                         is_orphan(relation, "row"), sql_literal(child.name, kDialect)));
  const std::string reason = sql_literal(
      fmt::format("no row of {} has this {}", relation.table, join(relation.parent_columns, ", ")), kDialect);
  const std::uint64_t rejected = reject_rows(context, child, relation.columns, RejectCode::orphan_key, reason, "true");
  if (rejected != orphans) {
    throw data_error(fmt::format("{} rows of {} have no parent, but {} were found again in the exports", orphans,
                                 child.name, rejected))
        .hint("nothing was published; run again if the exports were changed meanwhile");
  }
  if (!leave_out(context.connection, child, "true")) {
    context.connection.execute(fmt::format("DELETE FROM {} AS child WHERE {}", exact_name(child.name, kDialect),
                                           is_orphan(relation, "child")));
  }
  context.connection.execute("DROP TABLE rox_again");
  write_reject_rows(context.connection, context.run, child.name, context.rejects.of_table(child.name));
  return orphans;
}

}  // namespace

std::set<std::string> with_enforced_parents(const Model& model, const std::string& table) {
  std::set<std::string> found = {table};
  std::vector<std::string> waiting = {table};
  while (!waiting.empty()) {
    const Table* child = model.find_table(waiting.back());
    waiting.pop_back();
    for (const Relation& relation : child->relations) {
      if (!relation.enforce) continue;
      const std::string& parent = model.find_table(relation.table)->name;
      if (found.insert(parent).second) waiting.push_back(parent);
    }
  }
  return found;
}

RelationReport report_orphans(Engine& engine, const Table& child, const Relation& relation) {
  RelationReport report;
  report.table = child.name;
  report.columns = join(relation.columns, ", ");
  report.parent = relation.table;
  report.parent_columns = join(relation.parent_columns, ", ");

  std::vector<std::string> texts;
  for (const std::string& column : relation.columns) {
    texts.push_back(fmt::format("CAST({} AS VARCHAR)", exact_name(column, kDialect)));
  }
  const std::string key = exact_names(relation.columns, kDialect);
  auto rows = engine.query(fmt::format(
      "SELECT concat_ws('/', {}), CAST(sum(orphans) OVER () AS BIGINT), count(*) OVER () FROM (SELECT {}, count(*) AS "
      "orphans FROM {} GROUP BY {}) ORDER BY {} LIMIT {}",
      join(texts, ", "), key, orphans_of(child, relation), key, key, kExamples));
  while (rows->next()) {
    for (std::size_t row = 0; row < rows->rows(); ++row) {
      std::string orphans;
      std::string keys;
      if (!report.examples.empty()) report.examples += ", ";
      rows->text(0, row, report.examples);
      rows->text(1, row, orphans);
      rows->text(2, row, keys);
      report.orphans = std::stoull(orphans);
      report.keys = std::stoull(keys);
    }
  }
  return report;
}

bool stays_without_orphans(Engine& engine, const Table& child, const Relation& relation,
                           const std::set<std::string>& changed) {
  const auto is_zero = [&](const std::string& from) {
    return query_integer(engine, "SELECT count(*) FROM " + from) == 0;
  };
  const KeyConditions key = conditions(relation, "child");
  const std::string parent = exact_name(relation.table, kDialect);
  if (changed.contains(child.name) &&
      !is_zero(fmt::format("{} AS child ANTI JOIN {} AS parent ON {} WHERE {}", inserted_name(child.name), parent,
                           key.equal, key.present))) {
    return false;
  }
  if (!changed.contains(relation.table)) return true;
  std::vector<std::string> same;
  for (const std::string& column : relation.parent_columns) {
    same.push_back(fmt::format("now.{0} = parent.{0}", exact_name(column, kDialect)));
  }
  return is_zero(fmt::format(
      "(SELECT parent.* FROM {} AS parent ANTI JOIN {} AS now ON {}) AS parent JOIN {} AS child ON {}",
      deleted_name(relation.table), parent, join(same, " AND "), exact_name(child.name, kDialect), key.equal));
}

void enforce_relations(LoadContext& context, const Model& model, const std::set<std::string>& due,
                       std::map<std::string, LoadCounts>& loads) {
  for (bool again = true; again;) {
    again = false;
    for (const Table& child : model.tables) {
      if (!due.contains(child.name)) continue;
      for (const Relation& relation : child.relations) {
        LoadCounts& load = loads.at(child.name);
        if (!relation.enforce || enforce(context, child, relation, load.counts.rows_in) == 0) continue;
        correct(load, context.rejects.of_table(child.name));
        again = true;
      }
    }
  }
}

}  // namespace rox
