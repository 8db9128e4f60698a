// A PostgreSQL as a source: by COPY, all tables of one snapshot.
#pragma once

#include <memory>
#include <stop_token>

#include "inbox/source_database.hpp"

namespace rox {

std::unique_ptr<SourceDatabase> open_postgres_database(const RemoteSource& source, const std::stop_token& stop);

}  // namespace rox
