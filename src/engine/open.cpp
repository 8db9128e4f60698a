#include "engine/open.hpp"

#include <fmt/format.h>

#include "engine/duckdb/duckdb.hpp"
#include "engine/postgres/postgres.hpp"

namespace rox {

std::unique_ptr<Engine> open_for_reading(const Target& target, const RunConfig& run) {
  if (target.engine == "postgres") {
    return std::make_unique<PostgresConnection>(
        target.postgres, PostgresOptions{.search_path = {target.postgres.schema}, .read_only = true});
  }
  if (target.engine != "duckdb") {
    throw usage_error(fmt::format("target '{}' is on {}, which can't be queried from here", target.name, target.engine))
        .hint("choose a target whose engine is duckdb or postgres with --target");
  }
  DuckDbOptions options;
  options.read_only = true;
  options.threads = run.threads;
  options.memory_limit = run.memory_limit;
  return std::make_unique<DuckDbConnection>(DuckDbDatabase(target.path, options).connect());
}

}  // namespace rox
