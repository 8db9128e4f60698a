// A database as a source by ODBC 3: MariaDB, SQL Server, or what else has a driver.
#pragma once

#include <memory>
#include <stop_token>

#include "inbox/source_database.hpp"

namespace rox {

std::unique_ptr<SourceDatabase> open_odbc_database(const RemoteSource& source, const std::stop_token& stop);

}  // namespace rox
