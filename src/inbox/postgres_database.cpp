#include "inbox/postgres_database.hpp"

#include <fmt/format.h>

#include <map>
#include <utility>

#include "engine/postgres/postgres.hpp"
#include "engine/result/cells.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr const char* kSnapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

// clang-format off
constexpr const char* kColumns = R"sql(
SELECT n.nspname, c.relname, c.relkind IN ('v', 'm', 'f'), a.attname, pg_catalog.format_type(a.atttypid, NULL)
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
  AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\_%'
ORDER BY n.nspname, c.relname, a.attnum)sql";

// A column of a key per row, in the key's order.
constexpr const char* kKeys = R"sql(
SELECT n.nspname, c.relname, k.contype, k.conname, a.attname, pn.nspname, pc.relname, pa.attname
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL unnest(k.conkey) WITH ORDINALITY AS u(attnum, place)
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.attnum
LEFT JOIN pg_catalog.pg_class pc ON pc.oid = k.confrelid
LEFT JOIN pg_catalog.pg_namespace pn ON pn.oid = pc.relnamespace
LEFT JOIN pg_catalog.pg_attribute pa ON pa.attrelid = pc.oid AND pa.attnum = k.confkey[u.place]
WHERE k.contype IN ('p', 'u', 'f') AND k.conparentid = 0
ORDER BY n.nspname, c.relname, k.contype, k.conname, u.place)sql";
// clang-format on

/// Calls `take` with the texts of each row.
template <typename Take>
void each_row(PostgresConnection& connection, const char* sql, std::size_t columns, const Take& take) {
  const auto result = connection.query(sql);
  std::vector<std::string> row(columns);
  while (result->next()) {
    for (std::size_t r = 0; r < result->rows(); ++r) {
      for (std::size_t c = 0; c < columns; ++c) row[c] = text_at(*result, c, r);
      take(row);
    }
  }
}

struct Key {
  std::string kind;
  std::vector<std::string> columns;
  std::string parent_schema;
  std::string parent;
  std::vector<std::string> parent_columns;
};

void add_key(CatalogueTable& table, Key key) {
  if (key.kind == "p") {
    table.primary_key = std::move(key.columns);
  } else if (key.kind == "u") {
    table.unique.push_back(std::move(key.columns));
  } else {
    table.relations.push_back(
        {std::move(key.columns), std::move(key.parent_schema), std::move(key.parent), std::move(key.parent_columns)});
  }
}

PostgresConfig database_of(const RemoteSource& source) {
  PostgresConfig config;
  config.host = source.host;
  config.port = source.port;
  config.database = source.folder;
  config.user = source.user;
  if (!source.ca.empty()) {
    config.sslmode = "verify-full";
    config.sslrootcert = source.ca.string();
  }
  config.schema = "public";
  return config;
}

/// All that PostgreSQL says comes by two statements, so keys are always among it.
std::vector<CatalogueTable> read_catalogue(PostgresConnection& connection, const RemoteSource& source) {
  std::vector<CatalogueTable> tables;
  std::map<std::pair<std::string, std::string>, std::size_t> places;
  each_row(connection, kColumns, 5, [&](const std::vector<std::string>& row) {
    if (!is_asked(source, row[0], row[1], row[2] == "t" || row[2] == "true")) return;
    const auto [place, is_new] = places.emplace(std::pair{row[0], row[1]}, tables.size());
    if (is_new) tables.push_back({row[0], row[1]});
    tables[place->second].columns.push_back({row[3], row[4], 0});
  });
  std::map<std::pair<std::size_t, std::string>, Key> keys;  // by table and name
  each_row(connection, kKeys, 8, [&](const std::vector<std::string>& row) {
    const auto place = places.find({row[0], row[1]});
    if (place == places.end()) return;
    Key& key = keys[{place->second, row[3]}];
    key.kind = row[2];
    key.columns.push_back(row[4]);
    key.parent_schema = row[5];
    key.parent = row[6];
    key.parent_columns.push_back(row[7]);
  });
  for (auto& [name, key] : keys) add_key(tables[name.first], std::move(key));
  return tables;
}

/// As an export says it: true and false as words, times in UTC.
std::string column_sql(const CatalogueColumn& column) {
  std::string name = exact_name(column.name, SqlDialect::postgres);
  if (column.type == "boolean") return fmt::format("CAST({0} AS text) AS {0}", name);
  if (column.type == "timestamp with time zone") return fmt::format("{0} AT TIME ZONE 'UTC' AS {0}", name);
  return name;
}

std::string copy_sql(const CatalogueTable& table, char delimiter) {
  std::string columns;
  for (const CatalogueColumn& column : table.columns) columns += (columns.empty() ? "" : ", ") + column_sql(column);
  return fmt::format("COPY (SELECT {} FROM {}.{}) TO STDOUT (FORMAT csv, HEADER true, DELIMITER {}, NULL '')", columns,
                     exact_name(table.schema, SqlDialect::postgres), exact_name(table.name, SqlDialect::postgres),
                     sql_literal(std::string(1, delimiter), SqlDialect::postgres));
}

PostgresOptions stopped_by(const std::stop_token& stop) {
  PostgresOptions options;
  options.stop = stop;
  return options;
}

class PostgresDatabase final : public SourceDatabase {
 public:
  PostgresDatabase(const RemoteSource& source, const std::stop_token& stop)
      : source_(source), connection_(database_of(source), stopped_by(stop)) {}

  const std::string& where() const override { return connection_.where(); }

  std::vector<std::string> begin_snapshot() override {
    connection_.execute(kSnapshot);
    return {};
  }

  std::vector<CatalogueTable> tables(CatalogueDetail) override { return read_catalogue(connection_, source_); }

  bool copy(const CatalogueTable& table, char delimiter, const Receive& receive) override {
    connection_.copy_out(copy_sql(table, delimiter), receive);
    return true;
  }

 private:
  const RemoteSource source_;
  PostgresConnection connection_;
};

}  // namespace

std::unique_ptr<SourceDatabase> open_postgres_database(const RemoteSource& source, const std::stop_token& stop) {
  return std::make_unique<PostgresDatabase>(source, stop);
}

}  // namespace rox
