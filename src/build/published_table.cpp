#include "build/published_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "engine/result/cells.hpp"
#include "load/change_tables.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::postgres;

/// Each day adds one: beyond that a table is loaded whole, and begins anew.
constexpr std::ptrdiff_t kMostWriters = 400;

std::string literal(std::string_view text) { return sql_literal(text, kDialect); }

/// Names and types of a table's columns, as the server tells of them.
std::string column_list(const std::string& table) {
  return fmt::format(
      "(SELECT string_agg(format('%I %s %s', attname, format_type(atttypid, atttypmod), attcollation), ', ' ORDER BY "
      "attnum) FROM pg_attribute WHERE attrelid = to_regclass({}) AND attnum > 0 AND NOT attisdropped)",
      literal(table));
}

/// The transactions that wrote the table's rows, as an array of the server's; empty if they aren't known, or too many.
std::string writers_of(PostgresConnection& connection, const std::string& table) {
  const std::vector<std::string> known =
      query_texts(connection, fmt::format("SELECT transactions FROM {} WHERE \"table\" = {}",
                                          postgres_account(connection, "writers"), literal(table)));
  if (known.size() != 1) return "";
  std::string list = known.front();
  std::replace(list.begin(), list.end(), ' ', ',');
  if (std::count(list.begin(), list.end(), ',') >= kMostWriters) return "";
  return literal("{" + list + "}") + "::xid[]";
}

/// Its keys, each with its kind before it: p or u.
std::vector<std::string> keys_of(PostgresConnection& connection, const std::string& table) {
  return query_texts(
      connection,
      fmt::format("SELECT contype::text || (SELECT string_agg(attname, chr(1) ORDER BY place) FROM unnest(conkey) WITH "
                  "ORDINALITY AS u (number, place) JOIN pg_attribute ON attrelid = conrelid AND attnum = number) FROM "
                  "pg_constraint WHERE conrelid = to_regclass({}) AND contype IN ('p', 'u')",
                  literal(table)));
}

/// Whether it has the columns of `made`, so many unique indexes, and nothing that acts when rows come and go.
bool is_plain(PostgresConnection& connection, const std::string& table, const std::string& made, std::size_t keys,
              const std::vector<std::string>& primary) {
  std::vector<std::string> in_key;
  for (const std::string& column : primary) in_key.push_back(literal(column));
  const std::string select = fmt::format(
      R"sql(
SELECT count(*)
FROM pg_class AS t
WHERE oid = to_regclass({table}) AND relkind = 'r'
  AND NOT relhasrules AND NOT relrowsecurity AND NOT relhassubclass AND NOT relispartition
  AND NOT EXISTS (SELECT 1 FROM pg_inherits WHERE inhrelid = t.oid)
  AND NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgrelid = t.oid AND NOT tgisinternal)
  AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = t.oid AND contype NOT IN ('p', 'u', 'n'))
  AND (SELECT count(*) FROM pg_index WHERE indrelid = t.oid AND indisunique) = {keys}
  AND NOT EXISTS (
    SELECT 1
    FROM pg_attribute AS has
    JOIN pg_attribute AS wanted ON wanted.attrelid = to_regclass({made}) AND wanted.attname = has.attname
    WHERE has.attrelid = t.oid AND has.attnotnull AND NOT wanted.attnotnull
      AND has.attname <> ALL (ARRAY[{primary}]::text[]))
  AND {columns} = {made_columns})sql",
      fmt::arg("table", literal(table)), fmt::arg("keys", keys), fmt::arg("made", literal(made)),
      fmt::arg("primary", join(in_key, ", ")), fmt::arg("columns", column_list(table)),
      fmt::arg("made_columns", column_list(made)));
  return query_integer(connection, select) == 1;
}

}  // namespace

std::string postgres_account(const PostgresConnection& session, std::string_view table) {
  return fmt::format("{}.{}", sql_name(session.accounts(), kDialect), table);
}

void create_postgres_accounts(PostgresConnection& session) {
  session.execute(fmt::format(
      "CREATE TABLE IF NOT EXISTS {} (\"table\" VARCHAR NOT NULL, transactions VARCHAR NOT NULL, columns VARCHAR NOT "
      "NULL); "
      "CREATE TABLE IF NOT EXISTS {} (run VARCHAR NOT NULL, \"table\" VARCHAR NOT NULL, how VARCHAR NOT NULL, "
      "inserted BIGINT, updated BIGINT, deleted BIGINT); "
      "CREATE TABLE IF NOT EXISTS {} (run VARCHAR NOT NULL, \"table\" VARCHAR NOT NULL, change VARCHAR NOT NULL, "
      "\"key\" VARCHAR, before VARCHAR, after VARCHAR)",
      postgres_account(session, "writers"), postgres_account(session, "change_counts"),
      postgres_account(session, "changes")));
}

std::string rows_of_rox(PostgresConnection& connection, const std::string& schema, const std::string& table) {
  const std::string writers = writers_of(connection, table);
  if (writers.empty()) return "SELECT -1";
  const std::string name = qualified_name(schema, table, kDialect);
  return fmt::format(
      "SELECT CASE WHEN count(*) FILTER (WHERE xmin <> ALL({})) = 0 AND {} = (SELECT columns FROM {} WHERE \"table\" = "
      "{}) THEN count(*) ELSE -1 END FROM {}",
      writers, column_list(name), postgres_account(connection, "writers"), literal(table), name);
}

bool is_untouched(PostgresConnection& connection, const std::string& schema, const std::string& table,
                  std::uint64_t rows) {
  const std::string name = qualified_name(schema, table, kDialect);
  const bool is_there =
      count_rows(connection, fmt::format("pg_class WHERE oid = to_regclass({}) AND relkind = 'r'", literal(name))) == 1;
  return is_there &&
         query_integer(connection, rows_of_rox(connection, schema, table)) == static_cast<std::int64_t>(rows);
}

PostgresPublication::ChangedTable stays_published(PostgresConnection& connection, const std::string& schema,
                                                  const std::string& table, std::uint64_t rows) {
  PostgresPublication::ChangedTable left;
  left.table = to_lower(table);
  left.count = rows_of_rox(connection, schema, table);
  left.rows = rows;
  return left;
}

std::string written_at_once(const PostgresConnection& connection, const std::string& schema, const std::string& table) {
  const std::string name = qualified_name(schema, table, kDialect);
  return fmt::format(
      "DELETE FROM {0} WHERE \"table\" = {1}; INSERT INTO {0} SELECT {1}, coalesce((SELECT xmin::text FROM {2} LIMIT "
      "1), ''), {3}",
      postgres_account(connection, "writers"), literal(table), name, column_list(name));
}

/// A transaction's own number, as xmin has it.
std::string written_too(const PostgresConnection& connection, const std::string& table) {
  return fmt::format(
      "UPDATE {} SET transactions = ltrim(transactions || ' ' || (txid_current() % 4294967296)::text) WHERE \"table\" "
      "= "
      "{}",
      postgres_account(connection, "writers"), literal(table));
}

bool have_same_columns(PostgresConnection& connection, const std::string& one, const std::string& other) {
  return query_integer(connection, fmt::format("SELECT CAST({} = {} AS INT)", column_list(one), column_list(other))) ==
         1;
}

std::vector<std::string> columns_on_server(PostgresConnection& connection, const std::string& table) {
  return query_texts(connection, fmt::format("SELECT attname FROM pg_attribute WHERE attrelid = {}::regclass AND "
                                             "attnum > 0 AND NOT attisdropped ORDER BY attnum",
                                             literal(table)));
}

std::vector<std::string> folded(const std::vector<std::string>& columns) {
  std::vector<std::string> names;
  for (const std::string& column : columns) names.push_back(to_lower(column));
  return names;
}

std::optional<PublishedKeys> keys_as_made(PostgresConnection& connection, const std::string& schema, const Table& table,
                                          const std::string& made) {
  const std::string name = qualified_name(schema, table.name, kDialect);
  const std::vector<std::string> primary = folded(table.primary_key);
  std::set<std::vector<std::string>> own = {primary};
  for (const std::vector<std::string>& key : table.unique) own.insert(folded(key));
  PublishedKeys keys;
  for (const std::string& key : keys_of(connection, name)) {
    std::vector<std::string> columns = split(std::string_view(key).substr(1), '\1');
    const bool is_primary = key.starts_with('p');
    if (!own.contains(columns) || (is_primary && columns != primary)) return std::nullopt;
    if (is_primary) keys.has_primary = true;
    keys.all.insert(std::move(columns));
  }
  if (table.has_certain_key() && !keys.has_primary) return std::nullopt;
  if (!is_plain(connection, name, made, keys.all.size(), keys.has_primary ? primary : std::vector<std::string>())) {
    return std::nullopt;
  }
  return keys;
}

}  // namespace rox
