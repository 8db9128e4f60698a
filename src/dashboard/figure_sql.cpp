#include "dashboard/figure_sql.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/text.hpp"
#include "dashboard/fact_joins.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr std::array<std::string_view, 5> kRoles{"value", "label", "measure", "before", "change"};

/// A plain name for a path, unlike the others.
std::string plain_name(std::string_view path, std::set<std::string>& taken) {
  std::string plain;
  for (const char c : path) {
    const bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    plain += fits ? c : '_';
  }
  std::string name = plain;
  for (int i = 2; !taken.insert(to_lower(name)).second; ++i) name = fmt::format("{}_{}", plain, i);
  return name;
}

std::string by_expression(FactJoins& joins, const By& by) {
  if (by.dimension != nullptr) {
    const std::string column = joins.column(by.dimension->path);
    if (!by.width.empty()) {
      return fmt::format("CAST(FLOOR({} / {}) * {} AS DECIMAL(38, 4))", column, by.width, by.width);
    }
    return by.dimension->path.type.kind == TypeKind::timestamp ? fmt::format("CAST({} AS DATE)", column) : column;
  }
  const std::string column = joins.column(by.time->path);
  if (by.grain != Grain::day) return fmt::format("CAST(DATE_TRUNC('{}', {}) AS DATE)", to_string(by.grain), column);
  return by.time->path.type.kind == TypeKind::timestamp ? fmt::format("CAST({} AS DATE)", column) : column;
}

bool is_text(const By& by) { return by.dimension != nullptr && by.dimension->path.type.kind == TypeKind::varchar; }

/// "1, 3": the columns that are grouped by, by their places. A label belongs to its value, so it isn't one of them.
std::string places(const std::vector<FigureColumn>& columns) {
  std::vector<std::string> all;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (columns[c].role == Role::value) all.push_back(std::to_string(c + 1));
  }
  return join(all, ", ");
}

/// What is asked of one period: the groups and the measures; beside each a NULL, if two periods stand side by side.
enum class Half { alone, now, before };

class Writer {
 public:
  Writer(const Question& question, SqlDialect dialect)
      : question_(question), dialect_(dialect), columns_(figure_columns(question)) {
    for (const FigureColumn& column : columns_)
      groups_ += column.role == Role::value || column.role == Role::label ? 1 : 0;
  }

  std::string text() const {
    std::string sql;
    if (!question_.before) {
      sql = half(Half::alone);
    } else {
      sql = fmt::format("SELECT {}\nFROM (\n{}\nUNION ALL\n{}\n) AS both_periods", side_by_side(), half(Half::now),
                        half(Half::before));
      if (groups_ > 0) sql += "\nGROUP BY " + places(columns_);
      if (groups_ > 0 && question_.only_known && !question_.change) {
        sql += fmt::format("\nHAVING MAX({}) IS NOT NULL", name(measure_column(question_.order_measure)));
      }
    }
    if (groups_ > 0) sql += "\nORDER BY " + order();
    if (question_.top && question_.by.size() == 1) sql += fmt::format("\nLIMIT {}", *question_.top);
    return sql;
  }

 private:
  std::string name(const FigureColumn& column) const { return sql_name(column.name, dialect_); }

  const FigureColumn& measure_column(std::size_t measure) const {
    std::size_t seen = 0;
    for (const FigureColumn& column : columns_) {
      if (column.role == Role::measure && seen++ == measure) return column;
    }
    return columns_.back();
  }

  std::string half(Half which) const {
    FactJoins joins(*question_.fact, dialect_);
    std::vector<std::string> selected;
    std::size_t by = 0;
    std::size_t measure = 0;
    std::string first;
    for (const FigureColumn& column : columns_) {
      std::string expression;
      switch (column.role) {
        case Role::value:
          expression = by_expression(joins, question_.by[by]);
          if (by++ == 0) first = expression;
          break;
        case Role::label: expression = fmt::format("MAX({})", joins.label(*question_.by[by - 1].dimension)); break;
        case Role::measure:
          expression = which == Half::before ? "NULL" : joins.measure(*question_.measures[measure]);
          ++measure;
          break;
        case Role::before:
          expression = which == Half::before ? joins.measure(*question_.measures[measure - 1]) : "NULL";
          break;
        case Role::change: continue;
      }
      selected.push_back(fmt::format("{} AS {}", expression, name(column)));
    }
    Selection selection = question_.selection;
    if (which == Half::before) selection.period = *question_.before;
    std::vector<std::string> conditions = joins.conditions(selection);
    if (question_.only_known && !first.empty()) conditions.push_back(first + " IS NOT NULL");
    if (question_.by.size() == 2 && question_.top) limit_members(joins, conditions);
    std::string sql = fmt::format("SELECT {}\n{}{}", join(selected, ",\n  "), joins.from(), where_text(conditions));
    if (groups_ > 0) sql += "\nGROUP BY " + places(columns_);
    return sql;
  }

  /// Of two things that rows are grouped by, the one that is no time has only its greatest members.
  void limit_members(FactJoins& joins, std::vector<std::string>& conditions) const {
    const By& limited = question_.by[0].dimension != nullptr ? question_.by[0] : question_.by[1];
    if (limited.dimension == nullptr) return;
    Question members = question_;
    members.by = {limited};
    members.measures = {question_.measures.front()};
    members.before.reset();
    members.only_known = true;
    members.order = FigureOrder::measure;
    members.order_measure = 0;
    const std::string value = by_expression(joins, limited);
    const std::string column = sql_name(figure_columns(members).front().name, dialect_);
    conditions.push_back(
        fmt::format("{} IN (SELECT {} FROM (\n{}\n) AS most)", value, column, figure_sql(members, dialect_)));
  }

  std::string side_by_side() const {
    std::vector<std::string> selected;
    std::string now;
    std::string before;
    for (const FigureColumn& column : columns_) {
      switch (column.role) {
        case Role::value: selected.push_back(name(column)); break;
        case Role::label: selected.push_back(fmt::format("MAX({0}) AS {0}", name(column))); break;
        case Role::measure:
          now = name(column);
          selected.push_back(fmt::format("MAX({0}) AS {0}", now));
          break;
        case Role::before:
          before = name(column);
          selected.push_back(fmt::format("MAX({0}) AS {0}", before));
          break;
        case Role::change:
          selected.push_back(
              fmt::format("COALESCE(MAX({}), 0) - COALESCE(MAX({}), 0) AS {}", now, before, name(column)));
          break;
      }
    }
    return join(selected, ", ");
  }

  std::string order() const {
    std::vector<std::string> terms;
    if (question_.order == FigureOrder::change) {
      const std::string now = name(columns_[groups_]);
      const std::string before = name(columns_[groups_ + 1]);
      terms.push_back(fmt::format("ABS(COALESCE(MAX({}), 0) - COALESCE(MAX({}), 0)) DESC", now, before));
    } else if (question_.order != FigureOrder::by) {
      std::size_t place = 0;
      while (&columns_[place] != &measure_column(question_.order_measure)) ++place;
      terms.push_back(
          fmt::format("{} {} NULLS LAST", place + 1, question_.order == FigureOrder::measure ? "DESC" : "ASC"));
    }
    std::size_t by = 0;
    for (std::size_t c = 0; c < groups_; ++c) {
      if (columns_[c].role != Role::value) continue;
      // Texts go by their bytes, as in DuckDB.
      const bool collated = dialect_ == SqlDialect::postgres && is_text(question_.by[by]);
      const std::string ordered = question_.before ? name(columns_[c]) : by_name_or_place(c, collated);
      terms.push_back(fmt::format("{}{} NULLS LAST", ordered, collated ? " COLLATE \"C\"" : ""));
      ++by;
    }
    return join(terms, ", ");
  }

  /// A place can't be collated, and an expression of a grouped SELECT has to be the one that it is grouped by.
  std::string by_name_or_place(std::size_t column, bool collated) const {
    if (!collated) return std::to_string(column + 1);
    FactJoins joins(*question_.fact, dialect_);
    std::size_t by = 0;
    for (std::size_t c = 0; c < column; ++c) by += columns_[c].role == Role::value ? 1 : 0;
    for (std::size_t b = 0; b <= by; ++b) {
      // Joined in the same order as in the SELECT, so that aliases are the same.
      const std::string expression = by_expression(joins, question_.by[b]);
      if (b == by) return expression;
      if (question_.by[b].dimension != nullptr && question_.by[b].dimension->labelled())
        joins.label(*question_.by[b].dimension);
    }
    return {};
  }

  const Question& question_;
  SqlDialect dialect_;
  std::vector<FigureColumn> columns_;
  std::size_t groups_ = 0;
};

}  // namespace

std::string_view to_string(Role role) { return kRoles[static_cast<std::size_t>(role)]; }

std::vector<FigureColumn> figure_columns(const Question& question) {
  std::vector<FigureColumn> columns;
  std::set<std::string> taken;
  for (const By& by : question.by) {
    const std::string& of = by.dimension != nullptr ? by.dimension->name : by.time->name;
    columns.push_back({plain_name(of, taken), Role::value, of});
    const bool labelled = by.dimension != nullptr && by.dimension->labelled() && by.width.empty();
    if (labelled) columns.push_back({plain_name(of + "_label", taken), Role::label, of});
  }
  for (const Measure* measure : question.measures) {
    columns.push_back({plain_name(measure->name, taken), Role::measure, measure->name});
    if (question.before) columns.push_back({plain_name(measure->name + "_before", taken), Role::before, measure->name});
    if (question.before && question.change)
      columns.push_back({plain_name("change", taken), Role::change, measure->name});
  }
  return columns;
}

std::string figure_sql(const Question& question, SqlDialect dialect) { return Writer(question, dialect).text(); }

std::string summary_sql(const Question& question, SqlDialect dialect) {
  FactJoins joins(*question.fact, dialect);
  const std::string value = by_expression(joins, question.by.front());
  std::string sql = fmt::format(
      "SELECT CASE WHEN {0} IS NULL THEN 0 ELSE 1 END AS known,\n  COUNT(*) AS row_count,\n  COUNT(DISTINCT {0}) AS "
      "members",
      value);
  for (std::size_t m = 0; m < question.measures.size(); ++m) {
    sql += fmt::format(",\n  {} AS m{}", joins.measure(*question.measures[m]), m + 1);
  }
  const std::vector<std::string> conditions = joins.conditions(question.selection);
  return fmt::format("{}\n{}{}\nGROUP BY 1", sql, joins.from(), where_text(conditions));
}

std::string extent_sql(const Fact& fact, const TimeColumn& time, SqlDialect dialect) {
  FactJoins joins(fact, dialect);
  const std::string day = joins.column(time.path);
  return fmt::format(
      "SELECT CAST(MIN({0}) AS DATE) AS first_day, CAST(MAX({0}) AS DATE) AS last_day,\n"
      "  COUNT(*) - COUNT({0}) AS without_day, COUNT(*) AS row_count\n{1}",
      day, joins.from());
}

std::string count_sql(const Fact& fact, const Selection& selection, SqlDialect dialect) {
  FactJoins joins(fact, dialect);
  const std::vector<std::string> conditions = joins.conditions(selection);
  return fmt::format("SELECT COUNT(*) AS row_count\n{}{}", joins.from(), where_text(conditions));
}

std::vector<std::string> tables_read(const Question& question) {
  std::set<std::string> tables{question.fact->name};
  const auto add = [&](const ColumnPath& path) {
    for (const Hop& hop : path.hops) tables.insert(hop.parent);
  };
  for (const By& by : question.by) add(by.dimension != nullptr ? by.dimension->path : by.time->path);
  if (question.selection.time != nullptr && !question.selection.period.all()) add(question.selection.time->path);
  for (const Filter& filter : question.selection.filters) add(filter.dimension->path);
  return {tables.begin(), tables.end()};
}

}  // namespace rox
