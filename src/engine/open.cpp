#include "engine/open.hpp"

#include "engine/duckdb/duckdb.hpp"
#include "engine/lake/lake.hpp"
#include "engine/postgres/postgres.hpp"
#include "engine/redshift/accessor.hpp"

namespace rox {

std::unique_ptr<Engine> open_for_reading(const Target& target, const Project& project) {
  if (target.is_postgres()) {
    return std::make_unique<PostgresConnection>(
        target.postgres(), PostgresOptions{.search_path = {target.postgres().schema}, .read_only = true});
  }
  if (target.is_redshift()) {
    const auto accessor = redshift_accessor(target);
    return accessor->open({.search_path = {accessor->place().schema}, .read_only = true});
  }
  if (target.is_lake()) return open_lake(target.lake());
  DuckDbOptions options;
  options.read_only = true;
  options.threads = project.run.threads;
  options.memory_limit = project.run.memory_limit;
  options.folders = {project.staged_dir(), project.source.path};
  return std::make_unique<DuckDbConnection>(DuckDbDatabase(target.local().path, options).connect());
}

}  // namespace rox
