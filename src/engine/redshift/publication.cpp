#include "engine/redshift/publication.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/error.hpp"
#include "base/text.hpp"
#include "engine/result/cells.hpp"
#include "engine/sql/next_name.hpp"
#include "engine/sql/schemas.hpp"
#include "sql/quote.hpp"
#include "sql/table_ddl.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::redshift;
constexpr std::string_view kSeparator = "__";
constexpr std::size_t kLongestName = 127;

std::string literals(const std::vector<std::string>& texts) {
  std::vector<std::string> quoted;
  for (const std::string& text : texts) quoted.push_back(sql_literal(text, kDialect));
  return join(quoted, ", ");
}

}  // namespace

RedshiftPublication::RedshiftPublication(Redshift& session, const AwsResources& place, const std::string& run,
                                         const std::function<bool(const std::string& run)>& is_dead)
    : session_(session),
      schema_(place.schema),
      run_(run_name(run)),
      next_(fmt::format("{}_rox{}{}", place.schema, kSeparator, run_)) {
  make_schema(session_, schema_);
  make_schema(session_, session_.accounts());
  const std::string published = qualified_name(session_.accounts(), "published", kDialect);
  session_.execute(fmt::format("CREATE TABLE IF NOT EXISTS {} (run VARCHAR(64) NOT NULL)", published));
  session_.execute(fmt::format("INSERT INTO {0} SELECT '' WHERE NOT EXISTS (SELECT 1 FROM {0})", published));
  base_ = published_run();
  drop_leftovers(is_dead);
  make_schema(session_, next_);
}

RedshiftPublication::~RedshiftPublication() {
  try {
    drop_own();
  } catch (const std::exception&) {  // what stays is dropped by a later run
  }
}

std::string RedshiftPublication::name(std::string_view table) const { return qualified_name(schema_, table, kDialect); }

std::string RedshiftPublication::next_name(const std::string& table) const {
  return rox::next_name(table, run_, kLongestName);
}

std::string RedshiftPublication::next_table(const std::string& table) const { return name(next_name(table)); }

void RedshiftPublication::present(Engine& engine, const std::string& table) const {
  engine.execute(
      fmt::format("CREATE VIEW {} AS SELECT * FROM {}", qualified_name(next_, table, kDialect), next_table(table)));
}

std::vector<std::string> RedshiftPublication::query_list(const std::string& sql) {
  std::vector<std::string> list;
  const auto rows = session_.query(sql);
  while (rows->next()) {
    for (std::size_t row = 0; row < rows->rows(); ++row) rows->text(0, row, list.emplace_back());
  }
  return list;
}

std::string RedshiftPublication::published_run() {
  const std::vector<std::string> runs = query_list(fmt::format(
      "SELECT run FROM {} ORDER BY run DESC LIMIT 1", qualified_name(session_.accounts(), "published", kDialect)));
  return runs.empty() ? "" : runs.front();
}

void RedshiftPublication::drop_leftovers(const std::function<bool(const std::string& run)>& is_dead) {
  const auto is_leftover = [&](const std::string& found) {
    const std::string run = run_in_name(found);
    return !run.empty() && run != run_ && (is_old_run(run) || is_dead(run));
  };
  for (const std::string& schema : query_list("SELECT nspname FROM pg_catalog.pg_namespace ORDER BY 1")) {
    if (schema.starts_with(schema_ + "_rox" + std::string(kSeparator)) && is_leftover(schema)) {
      session_.execute(fmt::format("DROP SCHEMA {} CASCADE", sql_name(schema, kDialect)));
    }
  }
  for (const std::string& table :
       query_list("SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = " + sql_literal(schema_, kDialect))) {
    if (is_leftover(table)) session_.execute("DROP TABLE IF EXISTS " + name(table));
  }
}

void RedshiftPublication::drop_own() {
  session_.execute(fmt::format("DROP SCHEMA IF EXISTS {} CASCADE", sql_name(next_, kDialect)));
  for (const std::string& table :
       query_list("SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = " + sql_literal(schema_, kDialect))) {
    if (run_in_name(table) == run_) session_.execute("DROP TABLE IF EXISTS " + name(table));
  }
}

/// Who may do what with the old tables, as statements about the new ones.
std::vector<std::string> RedshiftPublication::grants(const std::vector<std::string>& tables) {
  if (tables.empty()) return {};
  // One statement for each grantee and right: a transaction has room for few.
  const auto rows = session_.query(fmt::format(
      "SELECT LOWER(identity_type), identity_name, privilege_type, relation_name, admin_option FROM "
      "svv_relation_privileges WHERE namespace_name = {} AND relation_name IN ({}) AND identity_name <> current_user "
      "ORDER BY relation_name",
      sql_literal(schema_, kDialect), literals(tables)));
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> granted;  // right and grantee: tables
  while (rows->next()) {
    for (std::size_t row = 0; row < rows->rows(); ++row) {
      const auto text = [&](std::size_t column) { return text_at(*rows, column, row); };
      const std::string kind = text(0);
      std::string to = kind == "public" ? "PUBLIC" : sql_name(text(1), kDialect);
      if (kind == "role") to.insert(0, "ROLE ");
      if (kind == "group") to.insert(0, "GROUP ");
      if (text(4) == "true") to += " WITH GRANT OPTION";
      granted[{text(2), to}].push_back(name(text(3)));
    }
  }
  std::vector<std::string> statements;
  for (const auto& [grant, on] : granted) {
    statements.push_back(fmt::format("GRANT {} ON TABLE {} TO {}", grant.first, join(on, ", "), grant.second));
  }
  return statements;
}

/// SELECT of statements that do `change` (SQL of a text) to the foreign keys from other tables to these.
std::string RedshiftPublication::alter_keys_to(const std::vector<std::string>& tables, std::string_view change) const {
  return fmt::format(
      R"sql(
SELECT 'ALTER TABLE ' || QUOTE_IDENT(m.nspname) || '.' || QUOTE_IDENT(c.relname) || {change}
FROM pg_catalog.pg_constraint AS k
JOIN pg_catalog.pg_class AS p ON p.oid = k.confrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = p.relnamespace
JOIN pg_catalog.pg_class AS c ON c.oid = k.conrelid
JOIN pg_catalog.pg_namespace AS m ON m.oid = c.relnamespace
WHERE k.contype = 'f' AND n.nspname = {schema} AND p.relname IN ({tables}) AND c.relname NOT IN ({tables}))sql",
      fmt::arg("change", change), fmt::arg("schema", sql_literal(schema_, kDialect)),
      fmt::arg("tables", literals(tables)));
}

void RedshiftPublication::publish(const Change& change) {
  std::vector<std::string> all = change.replaced;
  all.insert(all.end(), change.dropped.begin(), change.dropped.end());
  const std::string published = qualified_name(session_.accounts(), "published", kDialect);
  const Error overtaken = outside_error(
                              "another rox published its tables in this schema meanwhile; nothing of this "
                              "run was")
                              .hint("run again: it begins with what is there now")
                              .retryable();
  if (published_run() != base_) throw Error(overtaken);

  // Fails in a column that is NOT NULL if the warehouse isn't the one that this run began with.
  std::vector<std::string> statements{
      fmt::format("INSERT INTO {0} SELECT CASE WHEN count(*) > 0 THEN {1} END FROM {0} WHERE run = {2}", published,
                  sql_literal(run_, kDialect), sql_literal(base_, kDialect)),
      fmt::format("DELETE FROM {} WHERE run <> {}", published, sql_literal(run_, kDialect)),
      fmt::format("DROP SCHEMA {} CASCADE", sql_name(next_, kDialect))};
  const auto add = [&](const std::vector<std::string>& more) {
    statements.insert(statements.end(), more.begin(), more.end());
  };
  std::vector<std::string> again;  // keys of others that point to the old tables
  std::vector<std::string> old;
  if (!all.empty()) {
    add(query_list(alter_keys_to(all, "' DROP CONSTRAINT ' || QUOTE_IDENT(k.conname)")));
    again = query_list(
        alter_keys_to(all, "' ADD CONSTRAINT ' || QUOTE_IDENT(k.conname) || ' ' || pg_get_constraintdef(k.oid)"));
    old = query_list(
        fmt::format("SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = {} AND tablename IN ({}) ORDER BY 1",
                    sql_literal(schema_, kDialect), literals(all)));
  }
  std::vector<std::string> gone;
  for (const std::string& table : old) gone.push_back(name(table));
  if (!gone.empty()) statements.push_back("DROP TABLE " + join(gone, ", "));
  for (const std::string& table : change.replaced) {
    statements.push_back(fmt::format("ALTER TABLE {} RENAME TO {}", next_table(table), sql_name(table, kDialect)));
  }
  add(grants(change.replaced));
  add(again);
  add(change.accounts);
  try {
    session_.transaction(statements);
  } catch (const Error& error) {
    const std::string_view said = error.what();
    if (said.find("depend") != std::string_view::npos) {
      throw usage_error(error.what())
          .hint("make the view with WITH NO SCHEMA BINDING: then it stays when rox replaces the tables that it reads");
    }
    if (published_run() != base_) throw Error(overtaken);
    throw;
  }
}

}  // namespace rox
