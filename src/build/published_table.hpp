// Whether a table on PostgreSQL is still the one that rox published: its columns, its keys, its rows.
//
// PostgreSQL keeps with every row the transaction that wrote it (xmin). The accounts have those of rox: `writers`, a
// line for each published table and mart. So a row that somebody else has inserted or updated is one of a transaction
// that isn't among them, and one that was deleted is missing from the count.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/postgres/publication.hpp"
#include "model/model.hpp"

namespace rox {

/// Makes the tables of the accounts that only PostgreSQL has: writers, change_counts and changes
/// (load/change_rows.hpp).
void create_postgres_accounts(PostgresConnection& session);

/// One of the accounts' tables, as SQL.
std::string postgres_account(const PostgresConnection& session, std::string_view table);

/// A SELECT of how many rows the table or mart has, which must be there; -1 if somebody else has written one, or has
/// changed its columns, or rox published it too often since it was loaded whole.
std::string rows_of_rox(PostgresConnection& connection, const std::string& schema, const std::string& table);

/// Whether it is there with so many rows, and all of it is rox's.
bool is_untouched(PostgresConnection& connection, const std::string& schema, const std::string& table,
                  std::uint64_t rows);

/// What publishing is told of a table or mart that it leaves as it is, to see that it does.
PostgresPublication::ChangedTable stays_published(PostgresConnection& connection, const std::string& schema,
                                                  const std::string& table, std::uint64_t rows);

/// Statements that write down who wrote the rows: of a table or mart whose rows all came by one COPY or SELECT, and of
/// one to which this transaction adds some.
std::string written_at_once(const PostgresConnection& connection, const std::string& schema, const std::string& table);
std::string written_too(const PostgresConnection& connection, const std::string& table);

/// Whether two tables have columns of the same names and types, in the same order.
bool have_same_columns(PostgresConnection& connection, const std::string& one, const std::string& other);

/// The columns of a table on the server, in their order.
std::vector<std::string> columns_on_server(PostgresConnection& connection, const std::string& table);

/// Columns as the server has them.
std::vector<std::string> folded(const std::vector<std::string>& columns);

struct PublishedKeys {
  bool has_primary = false;
  std::set<std::vector<std::string>> all;  // the alternate ones too; columns as the server has them
};

/// The keys that the table has on the server. Nothing if its columns or keys aren't those that rox gave it, or
/// something acts there when rows come and go. `made`: an empty table as rox makes it, as SQL.
std::optional<PublishedKeys> keys_as_made(PostgresConnection& connection, const std::string& schema, const Table& table,
                                          const std::string& made);

}  // namespace rox
