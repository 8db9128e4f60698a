// What a database that ODBC reaches says of its own tables.
#pragma once

#include <vector>

#include "inbox/odbc/server.hpp"
#include "inbox/source_database.hpp"

namespace rox {

/// As SourceDatabase::tables(). Primary keys are always among it, since rows are read in their order.
std::vector<CatalogueTable> read_odbc_catalogue(const OdbcConnection& connection, OdbcServer server,
                                                const RemoteSource& source, CatalogueDetail detail);

}  // namespace rox
