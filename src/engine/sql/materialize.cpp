#include "engine/sql/materialize.hpp"

#include <fmt/format.h>

#include "sql/lexer.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

/// The same error, its line counted from the SELECT's first one, which is the statement's second.
Error from_second_line(const Error& error) {
  const SourceLocation& place = error.place();
  const bool known = place.line > 1;
  Error moved = Error(error.kind(), error.what())
                    .at(place.file, known ? place.line - 1 : 0, known ? place.column : 0)
                    .hint(error.hint_text());
  return error.can_retry() ? std::move(moved).retryable() : moved;
}

}  // namespace

void materialize(Engine& engine, const SqlFile& select, const MaterializedTable& table) {
  const BoundSql sql(select, {});
  const bool defines = !table.definitions.empty();
  try {
    engine.execute(fmt::format("CREATE {} {} AS {}{}\n{}{}", table.temporary ? "TEMP TABLE" : "TABLE",
                               table.name.empty() ? sql_name(select.name, engine.dialect()) : table.name,
                               table.definitions, defines ? "SELECT * FROM (" : "", statement_text(sql.text()),
                               defines ? "\n) AS made" : ""));
  } catch (const Error& error) {
    throw sql.explain(from_second_line(error));
  }
}

void drop_materialized(Engine& engine, const std::string& table) {
  engine.execute(fmt::format("DROP TABLE IF EXISTS {}", sql_name(table, engine.dialect())));
}

}  // namespace rox
