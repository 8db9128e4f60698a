// What a PostgreSQL says of its own tables.
#pragma once

#include <string>
#include <vector>

#include "engine/postgres/postgres.hpp"
#include "project/remote_source.hpp"

namespace rox {

struct CatalogueColumn {
  std::string name;
  std::string type;  // "boolean", "timestamp with time zone"
};

struct CatalogueRelation {
  std::vector<std::string> columns;
  std::string schema;  // of the parent
  std::string table;
  std::vector<std::string> parent_columns;
};

struct CatalogueTable {
  std::string schema;
  std::string name;
  std::vector<CatalogueColumn> columns;
  std::vector<std::string> primary_key;
  std::vector<std::vector<std::string>> unique;
  std::vector<CatalogueRelation> relations;

  /// Of its export: "sales.orders.csv".
  std::string file() const { return schema + "." + name + ".csv"; }
};

/// The tables that [source] tables describes; without it all, but for views and the server's own.
std::vector<CatalogueTable> read_catalogue(PostgresConnection& connection, const RemoteSource& source);

/// Where that database is.
PostgresConfig database_of(const RemoteSource& source);

}  // namespace rox
