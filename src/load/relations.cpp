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

KeyConditions conditions(const Relation& relation, const std::string& row, SqlDialect dialect = kDialect) {
  std::vector<std::string> present;
  std::vector<std::string> equal;
  for (std::size_t i = 0; i < relation.columns.size(); ++i) {
    const std::string column = row + "." + sql_name(relation.columns[i], dialect);
    present.push_back(column + " IS NOT NULL");
    equal.push_back("parent." + sql_name(relation.parent_columns[i], dialect) + " = " + column);
  }
  return {join(present, " AND "), join(equal, " AND ")};
}

/// "left WHERE …", for FROM: the rows of `left` with none of `right` that `on` joins with them. (DuckDB joins NOT
/// EXISTS three times slower.)
std::string left_alone(const std::string& left, const std::string& right, const std::string& on,
                       const std::string& where, SqlDialect dialect) {
  if (dialect == SqlDialect::duckdb) return fmt::format("{} ANTI JOIN {} ON {} WHERE {}", left, right, on, where);
  return fmt::format("{} WHERE {} AND NOT EXISTS (SELECT 1 FROM {} WHERE {})", left, where, right, on);
}

/// The rows of `child` (as FROM has it) that are orphans.
std::string without_parent(const std::string& child, const Relation& relation, SqlDialect dialect) {
  const KeyConditions key = conditions(relation, "child", dialect);
  return left_alone(child + " AS child", sql_name(relation.table, dialect) + " AS parent", key.equal, key.present,
                    dialect);
}

/// The orphans among the rows of the child.
std::string orphans_of(const Table& child, const Relation& relation, SqlDialect dialect) {
  return without_parent(sql_name(child.name, dialect), relation, dialect);
}

/// SQL that is true for the rows of `row` that are orphans, where no join can stand.
std::string is_orphan(const Relation& relation, const std::string& row) {
  const KeyConditions key = conditions(relation, row);
  return fmt::format("{} AND NOT EXISTS (SELECT 1 FROM {} AS parent WHERE {})", key.present,
                     exact_name(relation.table, kDialect), key.equal);
}

/// The column in ORDER BY: texts by their bytes, as DuckDB has them.
std::string in_order(const Table& table, const std::string& column, SqlDialect dialect) {
  const auto found = table.find_column(column);
  const bool is_text = found && table.columns[*found].type.kind == TypeKind::varchar;
  return sql_name(column, dialect) + (is_text && dialect == SqlDialect::postgres ? " COLLATE \"C\"" : "");
}

std::uint64_t count_orphans(Engine& engine, const Table& child, const Relation& relation) {
  return static_cast<std::uint64_t>(
      query_integer(engine, "SELECT count(*) FROM " + orphans_of(child, relation, kDialect)));
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

  const SqlDialect dialect = engine.dialect();
  std::vector<std::string> texts;
  std::vector<std::string> order;
  for (const std::string& column : relation.columns) {
    texts.push_back(fmt::format("CAST({} AS VARCHAR)", sql_name(column, dialect)));
    order.push_back(in_order(child, column, dialect));
  }
  const std::string key = sql_names(relation.columns, dialect);
  auto rows = engine.query(fmt::format(
      "SELECT concat_ws('/', {}), CAST(sum(orphans) OVER () AS BIGINT), count(*) OVER () FROM (SELECT {}, count(*) AS "
      "orphans FROM {} GROUP BY {}) AS found ORDER BY {} LIMIT {}",
      join(texts, ", "), key, orphans_of(child, relation, dialect), key, join(order, ", "), kExamples));
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

namespace {

/// now.a = parent.a, for the parent's columns of a relation.
std::string same_parent(const Relation& relation, SqlDialect dialect) {
  std::vector<std::string> same;
  for (const std::string& column : relation.parent_columns) {
    same.push_back(fmt::format("now.{0} = parent.{0}", sql_name(column, dialect)));
  }
  return join(same, " AND ");
}

/// Where all keys that the parent had come again, those it has are the ones from before and the new ones: in both of
/// them a few keys are found sooner than in the table as it is now, which is a view. Nothing where keys are gone.
std::optional<bool> stays_without_orphans_by_new_rows(const ChangedTablesPlace& place, const Table& child,
                                                      const Relation& relation, const std::set<std::string>& changed) {
  const SqlDialect dialect = place.engine.dialect();
  const bool parent_changed = changed.contains(relation.table);
  const std::string come = place.inserted(relation.table);
  if (parent_changed &&
      count_rows(place.engine, left_alone(place.deleted(relation.table) + " AS parent", come + " AS now",
                                          same_parent(relation, dialect), "true", dialect)) > 0) {
    return std::nullopt;
  }
  if (!changed.contains(child.name)) return true;
  const KeyConditions key = conditions(relation, "child", dialect);
  const std::string not_new =
      parent_changed ? fmt::format(" AND NOT EXISTS (SELECT 1 FROM {} AS parent WHERE {})", come, key.equal) : "";
  return count_rows(place.engine,
                    left_alone(place.inserted(child.name) + " AS child", place.before(relation.table) + " AS parent",
                               key.equal, key.present, dialect) +
                        not_new) == 0;
}

}  // namespace

bool stays_without_orphans(const ChangedTablesPlace& place, const Table& child, const Relation& relation,
                           const std::set<std::string>& changed) {
  const SqlDialect dialect = place.engine.dialect();
  if (place.before) {
    if (const auto stays = stays_without_orphans_by_new_rows(place, child, relation, changed)) return *stays;
  }
  const auto is_zero = [&](const std::string& from) { return count_rows(place.engine, from) == 0; };
  if (changed.contains(child.name) && !is_zero(without_parent(place.inserted(child.name), relation, dialect))) {
    return false;
  }
  if (!changed.contains(relation.table)) return true;
  // Keys that the parent had and hasn't any more, and a row of the child has.
  const std::string gone =
      left_alone(place.deleted(relation.table) + " AS parent", sql_name(relation.table, dialect) + " AS now",
                 same_parent(relation, dialect), "true", dialect);
  return is_zero(fmt::format("(SELECT parent.* FROM {}) AS parent JOIN {} AS child ON {}", gone,
                             sql_name(child.name, dialect), conditions(relation, "child", dialect).equal));
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
