#include "inbox/odbc/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>

#include "base/encode.hpp"
#include "base/text.hpp"
#include "inbox/odbc/rows.hpp"

namespace rox {
namespace {

// Places of columns in what the catalogue functions answer (ODBC 3).
constexpr std::size_t kCatalog = 0, kSchema = 1, kTable = 2, kKind = 3;                             // SQLTables
constexpr std::size_t kColumn = 3, kCode = 4, kTypeName = 5;                                        // SQLColumns
constexpr std::size_t kKeyColumn = 3, kKeyPlace = 4;                                                // SQLPrimaryKeys
constexpr std::size_t kIndex = 5, kIndexColumn = 8, kFilter = 12;                                   // SQLStatistics
constexpr std::size_t kParentColumn = 3, kForeignColumn = 7, kForeignPlace = 8, kForeignName = 11;  // SQLForeignKeys

/// As SQLForeignKeys answers.
constexpr const char* kMySqlRelations =
    "SELECT REFERENCED_TABLE_SCHEMA, NULL, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME, TABLE_SCHEMA, NULL, "
    "TABLE_NAME, "
    "COLUMN_NAME, ORDINAL_POSITION, NULL, NULL, CONSTRAINT_NAME FROM information_schema.KEY_COLUMN_USAGE WHERE "
    "TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_NAME IS NOT NULL AND TABLE_NAME = _utf8mb4 x'{}'";

/// A name for a catalogue function, which may be none at all.
class NameArgument {
 public:
  explicit NameArgument(const std::string& name) : text_(wide_text(name)) {}
  SQLWCHAR* data() { return text_.empty() ? nullptr : text_.data(); }
  SQLSMALLINT size() const { return static_cast<SQLSMALLINT>(text_.size()); }

 private:
  std::vector<SQLWCHAR> text_;
};

int number_of(const std::string& text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

class OdbcCatalogue {
 public:
  OdbcCatalogue(const OdbcConnection& connection, OdbcServer server, const RemoteSource& source)
      : connection_(connection),
        source_(source),
        // MariaDB's databases are what others call schemas.
        schema_is_catalog_(server == OdbcServer::mysql),
        catalog_(connection.database()),
        escape_(connection.info(SQL_SEARCH_PATTERN_ESCAPE)) {}

  std::vector<CatalogueTable> tables() {
    std::vector<CatalogueTable> tables;
    NameArgument catalog(catalog_), schemas(schema_is_catalog_ ? "" : "%"), all("%"), kinds("TABLE,VIEW");
    OdbcStatement statement(connection_);
    statement.check(statement.wait([&] {
      return SQLTablesW(statement.get(), catalog.data(), catalog.size(), schemas.data(), schemas.size(), all.data(),
                        all.size(), kinds.data(), kinds.size());
    }));
    for (auto& row : read_texts(statement)) {
      if (!is_ours(row)) continue;
      std::string schema = schema_of(row[kCatalog], row[kSchema]);
      const bool is_view = row[kKind].find("VIEW") != std::string::npos;
      if (is_asked(source_, schema, row[kTable], is_view))
        tables.push_back({std::move(schema), std::move(row[kTable])});
    }
    return tables;
  }

  void add_columns(CatalogueTable& table) {
    NameArgument catalog(catalog_), schema(pattern(own_schema(table))), name(pattern(table.name));
    OdbcStatement statement(connection_);
    statement.check(statement.wait([&] {
      return SQLColumnsW(statement.get(), catalog.data(), catalog.size(), schema.data(), schema.size(), name.data(),
                         name.size(), nullptr, 0);
    }));
    for (auto& row : read_texts(statement)) {
      // A driver without an escape takes '_' in a name for any character.
      if (row[kTable] != table.name || schema_of(row[kCatalog], row[kSchema]) != table.schema) continue;
      table.columns.push_back({std::move(row[kColumn]), std::move(row[kTypeName]), number_of(row[kCode])});
    }
  }

  void add_primary_key(CatalogueTable& table) {
    NameArgument catalog(catalog_), schema(own_schema(table)), name(table.name);
    OdbcStatement statement(connection_);
    const SQLRETURN code = statement.wait([&] {
      return SQLPrimaryKeysW(statement.get(), catalog.data(), catalog.size(), schema.data(), schema.size(), name.data(),
                             name.size());
    });
    if (!SQL_SUCCEEDED(code)) return;  // not every driver has keys
    std::vector<std::pair<int, std::string>> columns;
    for (auto& row : read_texts(statement)) columns.emplace_back(number_of(row[kKeyPlace]), std::move(row[kKeyColumn]));
    std::sort(columns.begin(), columns.end());
    for (auto& column : columns) table.primary_key.push_back(std::move(column.second));
  }

  void add_unique(CatalogueTable& table) {
    NameArgument catalog(catalog_), schema(own_schema(table)), name(table.name);
    OdbcStatement statement(connection_);
    const SQLRETURN code = statement.wait([&] {
      return SQLStatisticsW(statement.get(), catalog.data(), catalog.size(), schema.data(), schema.size(), name.data(),
                            name.size(), SQL_INDEX_UNIQUE, SQL_QUICK);
    });
    if (!SQL_SUCCEEDED(code)) return;
    std::string index;
    for (auto& row : read_texts(statement)) {  // by name and place
      if (row[kIndex].empty() || (row.size() > kFilter && !row[kFilter].empty())) continue;
      if (table.unique.empty() || row[kIndex] != index) table.unique.emplace_back();
      index = row[kIndex];
      table.unique.back().push_back(std::move(row[kIndexColumn]));
    }
    std::erase(table.unique, table.primary_key);
  }

  void add_relations(CatalogueTable& table) {
    std::vector<std::vector<std::string>> rows = relation_rows(table);
    std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
      return std::pair(a[kForeignName], number_of(a[kForeignPlace])) <
             std::pair(b[kForeignName], number_of(b[kForeignPlace]));
    });
    std::string relation;
    for (auto& row : rows) {
      if (table.relations.empty() || row[kForeignName] != relation || number_of(row[kForeignPlace]) == 1) {
        table.relations.push_back({{}, schema_of(row[kCatalog], row[kSchema]), row[kTable], {}});
      }
      relation = row[kForeignName];
      table.relations.back().columns.push_back(std::move(row[kForeignColumn]));
      table.relations.back().parent_columns.push_back(std::move(row[kParentColumn]));
    }
  }

 private:
  std::vector<std::vector<std::string>> relation_rows(const CatalogueTable& table) {
    OdbcStatement statement(connection_);
    if (schema_is_catalog_) {  // the driver has only those that lead to primary keys
      statement.execute(fmt::format(kMySqlRelations, to_hex(table.name)));
      return read_texts(statement);
    }
    NameArgument catalog(catalog_), schema(table.schema), name(table.name);
    const SQLRETURN code = statement.wait([&] {
      return SQLForeignKeysW(statement.get(), nullptr, 0, nullptr, 0, nullptr, 0, catalog.data(), catalog.size(),
                             schema.data(), schema.size(), name.data(), name.size());
    });
    return SQL_SUCCEEDED(code) ? read_texts(statement) : std::vector<std::vector<std::string>>();
  }

  std::string schema_of(const std::string& catalog, const std::string& schema) const {
    return schema_is_catalog_ ? catalog : schema;
  }

  /// Of the arguments: none where the catalog is the schema.
  std::string own_schema(const CatalogueTable& table) const { return schema_is_catalog_ ? "" : table.schema; }

  bool is_ours(const std::vector<std::string>& row) const {
    static constexpr std::array<std::string_view, 3> kServers{"sys", "information_schema", "pg_catalog"};
    const std::string schema = to_lower(schema_of(row[kCatalog], row[kSchema]));
    return std::find(kServers.begin(), kServers.end(), schema) == kServers.end();
  }

  std::string pattern(const std::string& name) const {
    if (escape_.empty()) return name;
    std::string out;
    for (const char c : name) {
      if (c == '_' || c == '%' || c == escape_.front()) out += escape_;
      out += c;
    }
    return out;
  }

  const OdbcConnection& connection_;
  const RemoteSource& source_;
  const bool schema_is_catalog_;
  const std::string catalog_;
  const std::string escape_;
};

}  // namespace

std::vector<CatalogueTable> read_odbc_catalogue(const OdbcConnection& connection, OdbcServer server,
                                                const RemoteSource& source, CatalogueDetail detail) {
  OdbcCatalogue catalogue(connection, server, source);
  std::vector<CatalogueTable> tables = catalogue.tables();
  for (CatalogueTable& table : tables) {
    catalogue.add_columns(table);
    catalogue.add_primary_key(table);
    if (detail == CatalogueDetail::columns) continue;
    catalogue.add_unique(table);
    catalogue.add_relations(table);
  }
  // A table whose columns aren't shown can't be read.
  std::erase_if(tables, [](const CatalogueTable& table) { return table.columns.empty(); });
  return tables;
}

}  // namespace rox
