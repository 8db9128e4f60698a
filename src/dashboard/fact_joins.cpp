#include "dashboard/fact_joins.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "sql/lexer.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

std::string literals(const Type& type, const std::vector<std::string>& texts, SqlDialect dialect) {
  std::vector<std::string> all;
  for (const std::string& text : texts) all.push_back(value_literal(type, text, dialect));
  return join(all, ", ");
}

std::string aggregate_over(Aggregate aggregate, const std::string& column) {
  switch (aggregate) {
    case Aggregate::sum: return fmt::format("SUM({})", column);
    case Aggregate::average:
      return fmt::format("CAST(CAST(SUM({0}) AS DECIMAL(38, 4)) / NULLIF(COUNT({0}), 0) AS DECIMAL(18, 4))", column);
    case Aggregate::distinct: return fmt::format("COUNT(DISTINCT {})", column);
    case Aggregate::least: return fmt::format("MIN({})", column);
    case Aggregate::greatest: return fmt::format("MAX({})", column);
    case Aggregate::count:
    case Aggregate::sql: break;
  }
  return "COUNT(*)";
}

/// "08:30": what stands for it where there is no such type has seconds, too.
std::string time_literal(const std::string& text, SqlDialect dialect) {
  const std::string whole = text.size() == 5 ? text + ":00" : text;
  return (dialect == SqlDialect::spark ? "" : "TIME ") + sql_literal(whole, dialect);
}

std::string day_literal(Day day) { return fmt::format("DATE '{}'", day_text(day)); }

}  // namespace

std::string value_literal(const Type& type, const std::string& text, SqlDialect dialect) {
  switch (type.kind) {
    case TypeKind::boolean: return text == "true" ? "TRUE" : "FALSE";
    case TypeKind::smallint:
    case TypeKind::integer:
    case TypeKind::bigint:
    case TypeKind::decimal: return text;
    case TypeKind::date:
    case TypeKind::timestamp: return fmt::format("DATE '{}'", text);
    case TypeKind::time: return time_literal(text, dialect);
    case TypeKind::uuid: return fmt::format("CAST({} AS UUID)", sql_literal(text, dialect));
    case TypeKind::varchar: break;
  }
  return sql_literal(text, dialect);
}

std::string measure_expression(const Measure& measure) {
  return measure.aggregate == Aggregate::sql ? measure.sql : aggregate_over(measure.aggregate, measure.column);
}

std::string where_text(const std::vector<std::string>& conditions) {
  return conditions.empty() ? "" : "\nWHERE " + join(conditions, "\n  AND ");
}

std::string FactJoins::name(const std::string& column) const { return sql_name(column, dialect_); }

std::string FactJoins::table_alias(const std::vector<Hop>& hops) {
  if (hops.empty()) return "f";
  for (std::size_t i = 0; i < joins_.size(); ++i) {
    if (joins_[i].first == hops) return fmt::format("p{}", i + 1);
  }
  const Hop& hop = hops.back();
  const std::string child = table_alias({hops.begin(), hops.end() - 1});
  const std::string parent = fmt::format("p{}", joins_.size() + 1);
  std::vector<std::string> equal;
  for (std::size_t i = 0; i < hop.columns.size(); ++i) {
    equal.push_back(fmt::format("{}.{} = {}.{}", child, name(hop.columns[i]), parent, name(hop.parent_columns[i])));
  }
  if (!hop.unknown.empty()) {
    equal.push_back(fmt::format("{}.{} <> {}", parent, name(hop.parent_columns.front()), hop.unknown));
  }
  joins_.emplace_back(hops, fmt::format("LEFT JOIN {} AS {} ON {}", name(hop.parent), parent, join(equal, " AND ")));
  return parent;
}

std::string FactJoins::column(const ColumnPath& path) {
  const std::string column = fmt::format("{}.{}", table_alias(path.hops), name(path.column));
  return path.epoch ? fmt::format("(TIMESTAMP '1970-01-01 00:00:00' + {} * INTERVAL '1' SECOND)", column) : column;
}

std::string FactJoins::label(const Dimension& dimension) {
  if (!dimension.names.empty()) {
    const std::string value = column(dimension.path);
    std::string named = "CASE";
    for (const auto& [of, called] : dimension.names) {
      named += fmt::format(" WHEN {} = {} THEN {}", value, value_literal(dimension.path.type, of, dialect_),
                           sql_literal(called, dialect_));
    }
    return fmt::format("{} ELSE CAST({} AS VARCHAR(1000)) END", named, value);
  }
  const std::string table = table_alias(dimension.path.hops);
  std::vector<std::string> choices;
  for (const std::string& text : dimension.label) {
    std::vector<std::string> parts;
    for (const std::string& part : split(text, '+')) parts.push_back(fmt::format("{}.{}", table, name(part)));
    if (parts.size() == 1) {
      choices.push_back(fmt::format("CAST({} AS VARCHAR(1000))", parts.front()));
      continue;
    }
    for (std::string& part : parts) part = fmt::format("COALESCE({}, '')", part);
    choices.push_back(fmt::format("NULLIF(TRIM({}), '')", join(parts, " || ' ' || ")));
  }
  return choices.size() == 1 ? choices.front() : fmt::format("COALESCE({})", join(choices, ", "));
}

std::string FactJoins::qualified(const std::string& expression) const {
  std::string sql;
  const std::vector<SqlToken> tokens = lex_sql(expression);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const SqlToken& token = tokens[i];
    const bool after_dot = i > 0 && tokens[i - 1].text == ".";
    const bool called = i + 1 < tokens.size() && (tokens[i + 1].text == "(" || tokens[i + 1].text == ".");
    std::string_view text = token.text;
    if (token.kind == SqlTokenKind::quoted_name && text.size() > 2) text = text.substr(1, text.size() - 2);
    const bool named = token.kind == SqlTokenKind::word || token.kind == SqlTokenKind::quoted_name;
    const auto column = named && !after_dot && !called ? fact_->find_column(text) : std::nullopt;
    sql += column ? "f." + name(fact_->columns[*column]) : std::string(token.text);
  }
  return sql;
}

std::string FactJoins::measure(const Measure& measure) {
  if (measure.aggregate == Aggregate::sql) return qualified(measure.sql);
  return aggregate_over(measure.aggregate, measure.column.empty() ? std::string() : "f." + name(measure.column));
}

std::string FactJoins::condition(const Filter& filter) {
  const Type& type = filter.dimension->path.type;
  std::string value = column(filter.dimension->path);
  if (type.kind == TypeKind::timestamp) value = fmt::format("CAST({} AS DATE)", value);
  std::vector<std::string> all;
  if (!filter.where.empty()) {
    const std::string in = fmt::format("{} IN ({})", value, literals(type, filter.where, dialect_));
    all.push_back(filter.missing == true ? fmt::format("({} OR {} IS NULL)", in, value) : in);
  } else if (filter.missing == true) {
    all.push_back(value + " IS NULL");
  }
  if (filter.missing == false) all.push_back(value + " IS NOT NULL");
  if (!filter.not_in.empty()) {
    all.push_back(fmt::format("({0} NOT IN ({1}) OR {0} IS NULL)", value, literals(type, filter.not_in, dialect_)));
  }
  if (filter.least) all.push_back(fmt::format("{} >= {}", value, value_literal(type, *filter.least, dialect_)));
  if (filter.greatest) all.push_back(fmt::format("{} <= {}", value, value_literal(type, *filter.greatest, dialect_)));
  return join(all, " AND ");
}

std::vector<std::string> FactJoins::conditions(const Selection& selection) {
  std::vector<std::string> all;
  if (selection.time != nullptr && !selection.period.all()) {
    const std::string time = column(selection.time->path);
    const bool of_day = selection.time->path.type.kind == TypeKind::timestamp;
    if (selection.period.from) all.push_back(fmt::format("{} >= {}", time, day_literal(*selection.period.from)));
    if (selection.period.to) {
      all.push_back(of_day ? fmt::format("{} < {}", time, day_literal(*selection.period.to + 1))
                           : fmt::format("{} <= {}", time, day_literal(*selection.period.to)));
    }
  }
  for (const Filter& filter : selection.filters) {
    if (filter.any()) all.push_back(condition(filter));
  }
  return all;
}

std::string FactJoins::from() const {
  std::string text = fmt::format("FROM {} AS f", name(fact_->name));
  for (const auto& [hops, join] : joins_) text += "\n" + join;
  return text;
}

}  // namespace rox
