#include "engine/open.hpp"

#include "engine/duckdb/duckdb.hpp"
#include "engine/postgres/postgres.hpp"
#include "engine/redshift/accessor.hpp"

namespace rox {

std::unique_ptr<Engine> open_for_reading(const Target& target, const RunConfig& run) {
  if (target.engine == "postgres") {
    return std::make_unique<PostgresConnection>(
        target.postgres, PostgresOptions{.search_path = {target.postgres.schema}, .read_only = true});
  }
  if (target.engine == "redshift") {
    const auto accessor = redshift_accessor(target);
    return accessor->open({.search_path = {accessor->place().schema}, .read_only = true});
  }
  DuckDbOptions options;
  options.read_only = true;
  options.threads = run.threads;
  options.memory_limit = run.memory_limit;
  return std::make_unique<DuckDbConnection>(DuckDbDatabase(target.path, options).connect());
}

}  // namespace rox
