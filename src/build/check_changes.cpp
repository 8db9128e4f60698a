#include "build/check_changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>

#include "base/text.hpp"
#include "build/touched_part.hpp"
#include "engine/result/cells.hpp"
#include "sql/lexer.hpp"

namespace rox {
namespace {

using Checks = std::vector<const Check*>;

/// With more touched keys checks are asked one by one, which takes less memory.
constexpr std::uint64_t kFewKeys = 100'000;

/// Of a check that rox wrote, which says what it reads and gives the same each time.
bool is_of_model(const Check& check) { return !check.file && !check.tables.empty(); }

/// How the checks of a table are asked of the rows that were inserted into it.
enum class Asked {
  by_row,   // each failing row is one of them, if anything
  by_key,   // of keys that several rows have, one is theirs
  by_part,  // nothing of the kind is known: what the changes touch is looked for in its SELECT
};

Asked how_asked(const Check& check) {
  if (!is_of_model(check)) return Asked::by_part;
  if (!check.condition.empty()) return Asked::by_row;
  return check.key.empty() ? Asked::by_part : Asked::by_key;
}

/// Whether none of the rows that were inserted into their table fails, check by check.
std::vector<bool> rows_pass(const ChangedTables& tables, const Checks& checks) {
  std::vector<std::string> counts;
  for (const Check* check : checks) counts.push_back(fmt::format("count(*) FILTER (WHERE {})", check->condition));
  const auto found = tables.engine().query(
      fmt::format("SELECT {} FROM {} AS came", join(counts, ", "), tables.inserted(checks.front()->table())));
  found->next();
  std::vector<bool> pass;
  for (std::size_t i = 0; i < checks.size(); ++i) pass.push_back(count_at(*found, i, 0) == 0);
  return pass;
}

/// Whether no other row has the key of one that was inserted, check by check.
std::vector<bool> keys_pass(ChangedTables& tables, const Checks& checks) {
  std::vector<std::string> repeated;
  for (const Check* check : checks) {
    const InSet came{check->key,
                     fmt::format("(SELECT {} FROM {} AS came)", tables.sql().as_key(check->key, "came"),
                                 tables.inserted(check->table())),
                     std::vector<bool>(check->key.size())};
    repeated.push_back(fmt::format(
        "SELECT count(*) FROM (SELECT 1 FROM ({}) AS rows GROUP BY {} HAVING count(*) > 1 LIMIT 1) AS repeated",
        tables.rows_in(tables.sql().names(check->key, "t."), check->table(), came), tables.sql().names(check->key)));
  }
  std::vector<bool> pass;
  for (const std::uint64_t keys : tables.counts(repeated)) pass.push_back(keys == 0);
  return pass;
}

/// A SELECT of the number of the check's failing rows with touched keys, whose columns are c0, c1, …, however it names
/// them.
std::string count_of_part(const Check& check, const TouchedPart& part) {
  std::vector<std::string> columns;
  for (std::size_t i = 0; i < part.columns; ++i) columns.push_back(fmt::format("c{}", i));
  const std::string failing =
      fmt::format("(SELECT * FROM (\n{}\n) AS failing({}))", statement_text(check.sql), join(columns, ", "));
  return fmt::format("{}SELECT count(*) FROM ({}) AS touched", part.narrowing(), part.rows_of(failing, columns));
}

/// Whether what the changes touch has no failing rows, check by check.
std::vector<bool> parts_pass(ChangedTables& tables, const Checks& checks) {
  std::vector<std::string> selects;
  for (const Check* check : checks) selects.push_back(check->sql);
  const std::vector<TouchedPart> parts = find_touched_parts(tables, selects);
  std::vector<bool> pass(checks.size());
  std::vector<std::string> counts;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < checks.size(); ++i) {
    pass[i] = parts[i].reach == Reach::none;
    if (parts[i].reach != Reach::some) continue;
    const std::string count = count_of_part(*checks[i], parts[i]);
    if (parts[i].keys > kFewKeys) {
      pass[i] = tables.counts({count}).front() == 0;
    } else {
      counts.push_back(count);
      places.push_back(i);
    }
  }
  const std::vector<std::uint64_t> failing = tables.counts(counts);
  for (std::size_t i = 0; i < places.size(); ++i) pass[places[i]] = failing[i] == 0;
  return pass;
}

/// Asks all checks at once. If their SQL fails, one by one: that is false then, and whoever evaluates it in full will
/// say what is wrong.
template <typename Ask>
std::vector<bool> ask_together(const Checks& checks, const Ask& ask) {
  if (checks.empty()) return {};
  try {
    return ask(checks);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::outside) throw;
    if (checks.size() == 1) return {false};
  }
  std::vector<bool> each;
  for (const Check* check : checks) each.push_back(ask_together(Checks{check}, ask).front());
  return each;
}

}  // namespace

std::vector<bool> still_pass(ChangedTables& tables, const std::vector<Check>& checks) {
  std::map<const Check*, bool> pass;
  const auto settle = [&](const Checks& some, const auto& ask) {
    const std::vector<bool> found = ask_together(some, ask);
    for (std::size_t i = 0; i < some.size(); ++i) pass[some[i]] = found[i];
  };
  std::map<std::string, Checks> by_row;
  Checks by_key;
  Checks by_part;
  for (const Check& check : checks) {
    const auto is_untouched = [&](const std::string& table) { return !tables.may_differ(table); };
    if (is_of_model(check) && std::all_of(check.tables.begin(), check.tables.end(), is_untouched)) {
      pass[&check] = true;
      continue;
    }
    const Asked how = how_asked(check);
    if (how == Asked::by_part) {
      by_part.push_back(&check);
    } else if (tables.is_unknown(check.table())) {
      pass[&check] = false;
    } else if (how == Asked::by_row) {
      by_row[check.table()].push_back(&check);
    } else {
      by_key.push_back(&check);
    }
  }
  for (const auto& [table, some] : by_row) {
    settle(some, [&](const Checks& asked) { return rows_pass(tables, asked); });
  }
  settle(by_key, [&](const Checks& asked) { return keys_pass(tables, asked); });
  settle(by_part, [&](const Checks& asked) { return parts_pass(tables, asked); });
  std::vector<bool> all;
  for (const Check& check : checks) all.push_back(pass.at(&check));
  return all;
}

}  // namespace rox
