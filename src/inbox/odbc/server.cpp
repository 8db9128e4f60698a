#include "inbox/odbc/server.hpp"

#include <fmt/format.h>

#include <string_view>

#include "base/text.hpp"
#include "inbox/odbc/rows.hpp"

namespace rox {
namespace {

std::vector<std::vector<std::string>> ask(const OdbcConnection& connection, const std::string& sql) {
  OdbcStatement statement(connection);
  statement.execute(sql);
  return read_texts(statement);
}

void execute(const OdbcConnection& connection, const std::string& sql) { OdbcStatement(connection).execute(sql); }

std::vector<std::string> begin_mysql(const OdbcConnection& connection, const RemoteSource& source) {
  // No mode of the server's changes what texts and names mean.
  execute(connection, "SET SESSION time_zone = '+00:00', sql_mode = ''");
  execute(connection, "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
  execute(connection, "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
  std::vector<std::string> apart;
  for (const auto& row :
       ask(connection,
           "SELECT TABLE_SCHEMA, TABLE_NAME, ENGINE FROM information_schema.TABLES WHERE TABLE_TYPE = "
           "'BASE TABLE' AND TABLE_SCHEMA = DATABASE() AND ENGINE NOT IN ('InnoDB', 'ROCKSDB')")) {
    if (!is_asked(source, row[0], row[1], false)) continue;
    apart.push_back(
        fmt::format("{}.{} isn't of the same moment as the other tables: {} has no snapshots", row[0], row[1], row[2]));
  }
  return apart;
}

std::vector<std::string> begin_sqlserver(OdbcConnection& connection) {
  const auto allowed = ask(connection, "SELECT snapshot_isolation_state FROM sys.databases WHERE name = DB_NAME()");
  const bool has_snapshots = !allowed.empty() && !allowed.front().empty() && allowed.front().front() == "1";
  if (has_snapshots) {
    execute(connection, "SET TRANSACTION ISOLATION LEVEL SNAPSHOT");
    connection.begin_transaction();
    return {};
  }
  return {
      fmt::format("the tables aren't of one moment: {} allows no snapshots; ALTER DATABASE … SET "
                  "ALLOW_SNAPSHOT_ISOLATION ON does",
                  connection.database())};
}

std::vector<std::string> begin_postgres(OdbcConnection& connection) {
  execute(connection, "SET TIME ZONE 'UTC'");
  connection.begin_transaction();
  execute(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
  return {};
}

}  // namespace

OdbcServer odbc_server(const OdbcConnection& connection) {
  const std::string name = to_lower(connection.info(SQL_DBMS_NAME));
  if (name.find("mariadb") != std::string::npos || name.find("mysql") != std::string::npos) return OdbcServer::mysql;
  if (name.find("microsoft sql server") != std::string::npos) return OdbcServer::sqlserver;
  if (name.find("postgresql") != std::string::npos) return OdbcServer::postgres;
  return OdbcServer::other;
}

OdbcNames::OdbcNames(const OdbcConnection& connection) : quote_(trim(connection.info(SQL_IDENTIFIER_QUOTE_CHAR))) {}

std::string OdbcNames::quoted(const std::string& name) const {
  if (quote_.empty()) return name;
  std::string out = quote_;
  for (const char c : name) {
    if (c == quote_.front()) out += quote_;
    out += c;
  }
  return out + quote_;
}

std::string OdbcNames::quoted(const CatalogueTable& table) const {
  return (table.schema.empty() ? "" : quoted(table.schema) + ".") + quoted(table.name);
}

std::vector<std::string> begin_odbc_snapshot(OdbcConnection& connection, OdbcServer server,
                                             const RemoteSource& source) {
  switch (server) {
    case OdbcServer::mysql: return begin_mysql(connection, source);
    case OdbcServer::sqlserver: return begin_sqlserver(connection);
    case OdbcServer::postgres: return begin_postgres(connection);
    case OdbcServer::other: break;
  }
  connection.begin_transaction();
  return {fmt::format("the tables may not be of one moment: rox doesn't know how to ask {} for a snapshot",
                      connection.info(SQL_DBMS_NAME))};
}

}  // namespace rox
