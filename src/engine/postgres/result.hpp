// Rows of PostgreSQL, streamed; for postgres.hpp's implementation only.
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>

#include "engine/engine.hpp"

namespace rox {

struct ClearPgResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using PgResult = std::unique_ptr<PGresult, ClearPgResult>;

/// Runs one statement and streams its rows; `owner` keeps the connection alive as long as they are read. With
/// `read_only`, a statement that could change something is refused.
std::unique_ptr<Result> run_single_rows(PGconn* connection, std::shared_ptr<void> owner, std::string sql,
                                        bool read_only);

}  // namespace rox
