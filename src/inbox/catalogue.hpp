// What a database says of its own tables, whichever it is.
#pragma once

#include <string>
#include <vector>

#include "project/remote_source.hpp"

namespace rox {

struct CatalogueColumn {
  std::string name;
  std::string type;  // as the database calls it: "boolean", "timestamp with time zone", "enum"
  int code = 0;      // ODBC's number of it
};

struct CatalogueRelation {
  std::vector<std::string> columns;
  std::string schema;  // of the parent
  std::string table;
  std::vector<std::string> parent_columns;
};

struct CatalogueTable {
  std::string schema;  // where there are none, as in MariaDB, the database
  std::string name;
  std::vector<CatalogueColumn> columns{};
  std::vector<std::string> primary_key{};
  std::vector<std::vector<std::string>> unique{};
  std::vector<CatalogueRelation> relations{};

  /// Of its export: "sales.orders.csv".
  std::string file() const { return table_file(schema, name); }

  static std::string table_file(const std::string& schema, const std::string& name) {
    return (schema.empty() ? "" : schema + ".") + name + ".csv";
  }
};

/// Whether [source] tables describes it; without it all are meant but views.
bool is_asked(const RemoteSource& source, const std::string& schema, const std::string& table, bool is_view);

}  // namespace rox
