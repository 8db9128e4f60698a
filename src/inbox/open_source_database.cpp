#include "inbox/open_source_database.hpp"

#include "inbox/odbc/database.hpp"
#include "inbox/postgres_database.hpp"

namespace rox {

std::unique_ptr<SourceDatabase> open_source_database(const RemoteSource& source, const std::stop_token& stop) {
  return source.is_odbc() ? open_odbc_database(source, stop) : open_postgres_database(source, stop);
}

}  // namespace rox
