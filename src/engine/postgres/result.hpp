// Rows of PostgreSQL, streamed; for postgres.hpp's implementation only.
#pragma once

#include <memory>
#include <string>

#include "engine/engine.hpp"
#include "engine/postgres/session.hpp"

namespace rox {

/// Runs one statement and streams its rows. With `read_only`, a statement that could change something is refused.
std::unique_ptr<Result> run_single_rows(std::shared_ptr<PgSession> session, std::string sql, bool read_only);

}  // namespace rox
