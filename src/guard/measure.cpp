#include "guard/measure.hpp"

#include <fmt/format.h>

#include <charconv>
#include <memory>

#include "base/error.hpp"
#include "base/text.hpp"
#include "engine/result/cells.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

/// What has to be selected for it.
std::string expression_of(const Guard& guard, SqlDialect dialect) {
  const std::string column = guard.column.empty() ? "" : sql_name(guard.column, dialect);
  switch (guard.measure) {
    case GuardMeasure::missing: return fmt::format("COUNT({})", column);
    case GuardMeasure::sum:
    case GuardMeasure::new_sum: return fmt::format("SUM({})", column);
    case GuardMeasure::newest: return fmt::format("MAX({})", column);
    default: return "COUNT(*)";
  }
}

/// A sum is rounded to what a double holds: it is compared with what is usual, and never added to anything.
double number_of(const std::string& text) {
  double number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

Measured measured_of(const Guard& guard, const std::optional<std::string>& text, double rows) {
  switch (guard.measure) {
    case GuardMeasure::missing:
      if (rows == 0) return {};
      return {(rows - number_of(text.value_or("0"))) / rows};
    case GuardMeasure::newest: return {std::nullopt, text ? parse_utc(*text) : std::nullopt};
    default: return {number_of(text.value_or("0"))};
  }
}

void ask(Engine& engine, const std::vector<const Guard*>& guards, std::map<std::string, Measured>& found) {
  std::vector<std::string> columns{"COUNT(*) AS all_rows"};
  for (std::size_t i = 0; i < guards.size(); ++i) {
    columns.push_back(fmt::format("{} AS asked_{}", expression_of(*guards[i], engine.dialect()), i));
  }
  const auto rows = engine.query(
      fmt::format("SELECT {} FROM {}", join(columns, ", "), sql_name(guards.front()->subject, engine.dialect())));
  while (rows->next()) {
    if (rows->rows() == 0) continue;
    const auto all = static_cast<double>(count_at(*rows, 0, 0));
    for (std::size_t i = 0; i < guards.size(); ++i) {
      std::optional<std::string> text;
      if (!rows->is_null(i + 1, 0)) text = text_at(*rows, i + 1, 0);
      found[guards[i]->name] = measured_of(*guards[i], text, all);
    }
  }
}

}  // namespace

std::map<std::string, Measured> measure(Engine& engine, const std::vector<Guard>& guards) {
  std::map<std::string, std::vector<const Guard*>> by_subject;
  for (const Guard& guard : guards) {
    if (guard.is_about_rows()) by_subject[guard.subject].push_back(&guard);
  }
  std::map<std::string, Measured> found;
  for (const auto& [subject, asked] : by_subject) {
    try {
      ask(engine, asked, found);
    } catch (Error& error) {
      if (error.kind() != ErrorKind::usage) throw;
      throw usage_error(fmt::format("the guards of {} can't be asked: {}", subject, error.what()))
          .hint(fmt::format("look at the columns that expect/*.toml names for {}", subject));
    }
  }
  return found;
}

}  // namespace rox
