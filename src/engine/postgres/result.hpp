// Rows of PostgreSQL, streamed; for postgres.hpp's implementation only.
#pragma once

#include <memory>
#include <string>

#include "engine/engine.hpp"
#include "engine/postgres/session.hpp"

namespace rox {

/// Runs one statement and streams its rows; with the last one the session's reading ends.
std::unique_ptr<Result> run_single_rows(std::shared_ptr<PgSession> session, std::string sql);

}  // namespace rox
