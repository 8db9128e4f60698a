#include "engine/sql/schemas.hpp"

#include "sql/quote.hpp"

namespace rox {

bool has_schema(Engine& engine, const std::string& schema) {
  return query_integer(engine,
                       "SELECT count(*) FROM pg_catalog.pg_namespace WHERE nspname = " + quote_literal(schema)) > 0;
}

void make_schema(Engine& engine, const std::string& schema) {
  if (!has_schema(engine, schema)) engine.execute("CREATE SCHEMA " + quote_identifier(schema));
}

}  // namespace rox
