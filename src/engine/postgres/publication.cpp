#include "engine/postgres/publication.hpp"

#include <fmt/format.h>

#include <chrono>
#include <thread>

#include "base/text.hpp"
#include "engine/sql/schemas.hpp"
#include "sql/dialect.hpp"
#include "sql/quote.hpp"
#include "sql/table_ddl.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::postgres;

constexpr int kTries = 3;
/// How long the session of a run that was killed may still be there.
constexpr std::chrono::seconds kSessionWait{4};
/// How long a try waits for readers of the old tables, unless the user has a lock_timeout of their own.
constexpr const char* kLockTimeout = "10s";

/// For IN (…); no names are one that nothing has.
std::string literals(const std::vector<std::string>& names) {
  if (names.empty()) return "''";
  std::vector<std::string> quoted;
  for (const std::string& name : names) quoted.push_back(sql_literal(name, kDialect));
  return join(quoted, ", ");
}

/// Tables of a schema by name, in FROM pg_class AS table.
std::string tables_in(const std::string& schema, const std::vector<std::string>& tables) {
  return fmt::format(
      "pg_class AS t JOIN pg_namespace AS n ON n.oid = t.relnamespace AND n.nspname = {} AND t.relkind IN "
      "('r', 'p') AND t.relname IN ({})",
      sql_literal(schema, kDialect), literals(tables));
}

/// The statement that gives a right (a row of aclexplode() AS a) on what the SQL `name` names.
std::string grant(std::string_view name) {
  return fmt::format(
      "format('GRANT %s ON TABLE %s TO %s%s', a.privilege_type, {}, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE "
      "quote_ident(pg_get_userbyid(a.grantee)) END, CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)",
      name);
}

/// The rights on the tables that are there, and on those that aren't yet what the schema's default rights say.
std::string table_grants(const std::string& schema, const std::vector<std::string>& tables) {
  const std::string own = fmt::format("SELECT {} FROM {}, aclexplode(t.relacl) AS a WHERE a.grantee <> t.relowner",
                                      grant("format('%I.%I', n.nspname, t.relname)"), tables_in(schema, tables));
  std::vector<std::string> fresh;
  for (const std::string& table : tables) fresh.push_back(fmt::format("({})", sql_literal(table, kDialect)));
  const std::string defaults = fmt::format(
      R"sql(
SELECT {grant}
FROM pg_default_acl AS d
JOIN pg_namespace AS n ON n.oid = d.defaclnamespace AND n.nspname = {schema},
  aclexplode(d.defaclacl) AS a, (VALUES {tables}) AS v(name)
WHERE d.defaclobjtype = 'r' AND d.defaclrole = current_user::regrole AND a.grantee <> d.defaclrole
  AND NOT EXISTS (SELECT 1 FROM pg_class AS c WHERE c.relnamespace = n.oid AND c.relname = v.name))sql",
      fmt::arg("grant", grant("format('%I.%I', n.nspname, v.name)")), fmt::arg("schema", sql_literal(schema, kDialect)),
      fmt::arg("tables", join(fresh, ", ")));
  return own + " UNION ALL " + defaults;
}

/// WITH … dependents(oid, kind, depth): the views that read the tables, and views that read these.
std::string with_dependents(const std::string& schema, const std::vector<std::string>& tables) {
  return fmt::format(
      R"sql(
WITH RECURSIVE readers(oid, depth) AS (
  SELECT r.ev_class, 1
  FROM {tables}
  JOIN pg_depend AS d
    ON d.refclassid = 'pg_class'::regclass AND d.refobjid = t.oid AND d.classid = 'pg_rewrite'::regclass
  JOIN pg_rewrite AS r ON r.oid = d.objid
  UNION
  SELECT r.ev_class, readers.depth + 1
  FROM readers
  JOIN pg_depend AS d
    ON d.refclassid = 'pg_class'::regclass AND d.refobjid = readers.oid AND d.classid = 'pg_rewrite'::regclass
  JOIN pg_rewrite AS r ON r.oid = d.objid AND r.ev_class <> readers.oid
), dependents AS (
  SELECT c.oid, c.relname, c.relkind, c.relacl, c.relowner, c.reloptions, n.nspname, max(depth) AS depth
  FROM readers
  JOIN pg_class AS c ON c.oid = readers.oid
  JOIN pg_namespace AS n ON n.oid = c.relnamespace
  GROUP BY 1, 2, 3, 4, 5, 6, 7
))sql",
      fmt::arg("tables", tables_in(schema, tables)));
}

/// Foreign keys that point to the tables from others, which stay.
std::string foreign_keys(const std::string& schema, const std::vector<std::string>& tables, std::string_view what) {
  return fmt::format(
      "SELECT {} FROM {} JOIN pg_constraint AS k ON k.contype = 'f' AND k.confrelid = t.oid JOIN pg_class AS c ON "
      "c.oid = "
      "k.conrelid JOIN pg_namespace AS m ON m.oid = c.relnamespace WHERE NOT (m.nspname = n.nspname AND c.relname IN "
      "({})) ORDER BY 1",
      what, tables_in(schema, tables), literals(tables));
}

/// So that a statement whose client was killed ends soon, and gives back what it holds. (PostgreSQL 14 and later.)
void notice_lost_client(PostgresConnection& session) {
  session.execute(
      "SELECT set_config(name, '500', false) FROM pg_settings WHERE name = 'client_connection_check_interval'");
}

/// Of the session that publishes, and of those that make tables for it.
std::string session_key(const std::string& schema) {
  return fmt::format("hashtextextended({}, 0)", sql_literal("rox " + schema, kDialect));
}
std::string work_key(const std::string& schema) {
  return fmt::format("hashtextextended({}, 0)", sql_literal("rox work " + schema, kDialect));
}

bool take_lock(PostgresConnection& session, const std::string& key) {
  const auto end = std::chrono::steady_clock::now() + kSessionWait;
  while (query_integer(session, fmt::format("SELECT CAST(pg_try_advisory_lock({}) AS INT)", key)) == 0) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
  }
  return true;
}

Error changed_meanwhile(const std::string& table) {
  return data_error(fmt::format("table {} was changed on the server while its new rows were made", table))
      .hint("nothing was published; run again, and it is loaded whole");
}

}  // namespace

PostgresPublication::PostgresPublication(PostgresConnection& session, std::string schema)
    : session_(session), schema_(std::move(schema)), next_(schema_ + "_rox_next") {
  notice_lost_client(session_);
  const bool alone = take_lock(session_, session_key(schema_)) && take_lock(session_, work_key(schema_));
  if (!alone) {
    throw outside_error(fmt::format("another rox works on schema {} of {} right now", schema_, session_.where()))
        .hint(
            "wait until it is done, or look for its session: SELECT * FROM pg_stat_activity WHERE application_name = "
            "'rox'")
        .retryable();
  }
  session_.execute(fmt::format("SELECT pg_advisory_unlock({})", work_key(schema_)));
  make_schema(session_, schema_);
  make_schema(session_, next_);
}

PostgresPublication::~PostgresPublication() {
  try {
    session_.execute("ROLLBACK");
    if (leave_) return;
    drop_next_tables_but({});
    // One that an administrator made stays: this user couldn't make it again.
    if (query_integer(session_, "SELECT CAST(has_database_privilege(current_database(), 'CREATE') AS INT)") == 1) {
      session_.execute("DROP SCHEMA " + exact_name(next_, kDialect));
    }
  } catch (const std::exception&) {  // what stays is dropped by the next run
  }
}

void PostgresPublication::enlist(PostgresConnection& connection) const {
  notice_lost_client(connection);
  connection.execute(fmt::format("SELECT pg_advisory_lock_shared({})", work_key(schema_)));
}

std::vector<std::string> PostgresPublication::query_list(const std::string& sql) {
  std::vector<std::string> list;
  const auto rows = session_.query(sql);
  while (rows->next()) {
    for (std::size_t row = 0; row < rows->rows(); ++row) rows->text(0, row, list.emplace_back());
  }
  return list;
}

std::set<std::string> PostgresPublication::next_tables() {
  const std::vector<std::string> tables =
      query_list("SELECT tablename FROM pg_tables WHERE schemaname = " + sql_literal(next_, kDialect));
  return {tables.begin(), tables.end()};
}

void PostgresPublication::drop_next_tables_but(const std::set<std::string>& wanted) {
  std::vector<std::string> unwanted;
  for (const std::string& table : next_tables()) {
    if (!wanted.contains(table)) unwanted.push_back(qualified_name(next_, table, SqlDialect::postgres));
  }
  if (!unwanted.empty()) session_.execute("DROP TABLE " + join(unwanted, ", ") + " CASCADE");
}

std::vector<std::string> PostgresPublication::publish(const Change& change) {
  for (int tried = 1;; ++tried) {
    try {
      swap(change);
      break;
    } catch (const Error& error) {
      const bool again = tried < kTries && error.can_retry();
      if (!again) throw;
      session_.execute("ROLLBACK");  // fails with a connection that is gone
    }
  }
  std::vector<std::string> warnings;
  for (const std::string& validation : validations_) {
    try {
      session_.execute(validation);
    } catch (const Error& error) {
      warnings.push_back(
          fmt::format("a foreign key to a new table doesn't hold and was left NOT VALID: {}", error.what()));
    }
  }
  return warnings;
}

/// From here to the end of the transaction others can read the tables, and not write to them.
void PostgresPublication::require_unchanged(const std::vector<ChangedTable>& tables) {
  for (const ChangedTable& table : tables) {
    const std::string name = qualified_name(schema_, table.table, kDialect);
    if (query_list("SELECT 1 FROM " + tables_in(schema_, {table.table})).empty()) throw changed_meanwhile(table.table);
    session_.execute("LOCK TABLE " + name + " IN SHARE ROW EXCLUSIVE MODE");
    const std::int64_t rows = query_integer(session_, table.count);
    if (rows < 0 || static_cast<std::uint64_t>(rows) != table.rows) throw changed_meanwhile(table.table);
  }
}

void PostgresPublication::change_rows(const ChangedTable& change) {
  const auto run = [&](const std::string& statement, std::uint64_t wanted) {
    if (statement.empty()) return;
    const std::int64_t rows = query_integer(
        session_, fmt::format("WITH changed AS ({} RETURNING 1) SELECT count(*) FROM changed", statement));
    if (static_cast<std::uint64_t>(rows) != wanted) throw changed_meanwhile(change.table);
  };
  run(change.remove, change.removed);
  run(change.insert, change.inserted);
}

void PostgresPublication::swap(const Change& change) {
  std::vector<std::string> all = change.replaced;
  all.insert(all.end(), change.dropped.begin(), change.dropped.end());
  std::vector<std::string> referred = all;  // whose rows or keys go for a moment
  for (const ChangedTable& table : change.changed) {
    if (table.removed > 0) referred.push_back(table.table);
  }
  if (all.empty() && change.changed.empty()) return;
  // Names in what the server writes for us are then in full.
  session_.execute("BEGIN; SET LOCAL search_path = pg_catalog");
  session_.execute(fmt::format(
      "SELECT set_config('lock_timeout', '{}', true) WHERE current_setting('lock_timeout') = '0'", kLockTimeout));
  require_unchanged(change.changed);
  for (const ChangedTable& table : change.changed) {
    if (!table.keep.empty()) session_.execute(table.keep);
  }
  const std::vector<std::string> old = query_list(
      fmt::format("SELECT format('%I.%I', n.nspname, t.relname) FROM {} ORDER BY 1", tables_in(schema_, all)));
  if (!old.empty()) session_.execute("LOCK TABLE " + join(old, ", ") + " IN ACCESS EXCLUSIVE MODE");

  const std::string dependents = with_dependents(schema_, all);
  const std::vector<std::string> materialized = query_list(
      dependents + " SELECT format('%I.%I', nspname, relname) FROM dependents WHERE relkind = 'm' ORDER BY 1");
  if (!materialized.empty()) {
    throw usage_error(fmt::format("materialized view {} reads tables that rox replaces", join(materialized, ", ")))
        .hint("drop it, or make it a mart (marts/*.sql), which rox keeps up to date");
  }
  const std::vector<std::string> views =
      query_list(dependents + " SELECT format('%I.%I', nspname, relname) FROM dependents ORDER BY depth DESC, 1");
  std::vector<std::string> restore;
  if (!change.replaced.empty()) restore = query_list(table_grants(schema_, change.replaced));
  const auto keep = [&](const std::vector<std::string>& statements) {
    restore.insert(restore.end(), statements.begin(), statements.end());
  };
  keep(query_list(
      dependents +
      " SELECT format('CREATE VIEW %I.%I%s AS %s', nspname, relname, coalesce(' WITH (' || "
      "array_to_string(reloptions, ', ') || ')', ''), pg_get_viewdef(oid)) FROM dependents ORDER BY depth, 1"));
  keep(query_list(dependents +
                  " SELECT format('ALTER VIEW %I.%I OWNER TO %I', nspname, relname, pg_get_userbyid(relowner)) FROM "
                  "dependents WHERE relowner <> current_user::regrole"));
  keep(query_list(
      fmt::format("{} SELECT {} FROM dependents AS c, aclexplode(c.relacl) AS a WHERE a.grantee <> c.relowner",
                  dependents, grant("format('%I.%I', c.nspname, c.relname)"))));
  const std::string child = "format('ALTER TABLE %I.%I', m.nspname, c.relname)";
  const std::vector<std::string> unhook =
      query_list(foreign_keys(schema_, referred, child + " || format(' DROP CONSTRAINT %I', k.conname)"));
  keep(query_list(foreign_keys(schema_, referred,
                               child + " || format(' ADD CONSTRAINT %I %s NOT VALID', k.conname, "
                                       "replace(pg_get_constraintdef(k.oid), ' NOT VALID', ''))")));
  validations_ =
      query_list(foreign_keys(schema_, referred, child + " || format(' VALIDATE CONSTRAINT %I', k.conname)"));

  for (const std::string& statement : unhook) session_.execute(statement);
  if (!views.empty()) session_.execute("DROP VIEW " + join(views, ", "));
  if (!old.empty()) session_.execute("DROP TABLE " + join(old, ", "));
  for (const std::string& table : change.replaced) {
    session_.execute(fmt::format("ALTER TABLE {}.{} SET SCHEMA {}", exact_name(next_, kDialect),
                                 exact_name(table, kDialect), exact_name(schema_, kDialect)));
  }
  for (const ChangedTable& table : change.changed) change_rows(table);
  for (const std::string& statement : restore) session_.execute(statement);
  for (const std::string& statement : change.accounts) session_.execute(statement);
  session_.execute("COMMIT");
}

}  // namespace rox
