#include "engine/sql/schemas.hpp"

#include "sql/quote.hpp"

namespace rox {

bool has_schema(Engine& engine, const std::string& schema) {
  return query_integer(engine, "SELECT count(*) FROM pg_catalog.pg_namespace WHERE nspname = " +
                                   sql_literal(schema, engine.dialect())) > 0;
}

void make_schema(Engine& engine, const std::string& schema) {
  if (!has_schema(engine, schema)) engine.execute("CREATE SCHEMA " + exact_name(schema, engine.dialect()));
}

}  // namespace rox
