#include "build/check_changes.hpp"

#include <fmt/format.h>

#include <map>
#include <string>

#include "base/text.hpp"
#include "build/changed_tables.hpp"
#include "build/touched_part.hpp"
#include "sql/lexer.hpp"

namespace rox {
namespace {

/// Of a check of which each failing row is one that was inserted, if anything.
bool is_decided_by_row(const Check& check) { return !check.condition.empty() && !check.file; }

/// The check's SELECT in a FROM, with columns c0, c1, …, however it names them.
std::string with_columns(const Check& check, const std::vector<std::string>& columns) {
  return fmt::format("(SELECT * FROM (\n{}\n) AS failing({}))", statement_text(check.sql), join(columns, ", "));
}

bool still_passes(ChangedTables& tables, const Check& check) {
  const TouchedPart part = find_touched_part(tables, check.sql, {}, true);
  if (part.reach != Reach::some) return part.reach == Reach::none;
  std::vector<std::string> columns;
  for (std::size_t i = 0; i < part.columns; ++i) columns.push_back(fmt::format("c{}", i));
  const std::string failing = part.rows_of(with_columns(check, columns), columns);
  return query_integer(tables.connection(), fmt::format("SELECT count(*) FROM ({})", failing)) == 0;
}

/// Whether none of the rows that were inserted into a table fails, check by check.
std::vector<bool> rows_pass(ChangedTables& tables, const std::string& table, const std::vector<const Check*>& checks) {
  if (tables.is_unknown(table)) return std::vector<bool>(checks.size());
  tables.learn({table});
  if (tables.size(table).inserted == 0) return std::vector<bool>(checks.size(), true);
  std::vector<std::string> selects;
  for (const Check* check : checks) {
    selects.push_back(fmt::format("SELECT count(*) FROM {} WHERE {}", inserted_name(table), check->condition));
  }
  std::vector<bool> pass;
  for (const std::uint64_t failing : query_counts(tables.connection(), selects)) pass.push_back(failing == 0);
  return pass;
}

/// False for all if SQL fails: whoever evaluates them will say what is wrong.
template <typename Ask>
std::vector<bool> or_false(std::size_t checks, const Ask& ask) {
  try {
    return ask();
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::outside) throw;
    return std::vector<bool>(checks);
  }
}

}  // namespace

std::vector<bool> still_pass(DuckDbConnection& connection, const std::vector<Check>& checks,
                             const BuildChanges& changes) {
  ChangedTables tables(connection, changes);
  std::vector<bool> pass(checks.size());
  std::map<std::string, std::vector<std::size_t>> by_table;
  for (std::size_t i = 0; i < checks.size(); ++i) {
    if (is_decided_by_row(checks[i])) {
      by_table[checks[i].table()].push_back(i);
    } else {
      pass[i] = or_false(1, [&] { return std::vector<bool>{still_passes(tables, checks[i])}; }).front();
    }
  }
  for (const auto& [table, places] : by_table) {
    std::vector<const Check*> some;
    for (const std::size_t place : places) some.push_back(&checks[place]);
    const std::string& name = table;
    const std::vector<bool> found = or_false(some.size(), [&] { return rows_pass(tables, name, some); });
    for (std::size_t i = 0; i < places.size(); ++i) pass[places[i]] = found[i];
  }
  return pass;
}

}  // namespace rox
