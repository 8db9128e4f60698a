// A fact in SQL with the parents that an expression needs, each joined once.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "dashboard/fact.hpp"
#include "dashboard/selection.hpp"
#include "sql/dialect.hpp"

namespace rox {

class FactJoins {
 public:
  FactJoins(const Fact& fact, SqlDialect dialect) : fact_(&fact), dialect_(dialect) {}

  /// The column, with the parents that lead to it joined.
  std::string column(const ColumnPath& path);
  /// What the value means to people; a text.
  std::string label(const Dimension& dimension);
  std::string measure(const Measure& measure);
  /// The conditions of the selection; empty: there are none.
  std::vector<std::string> conditions(const Selection& selection);
  std::string condition(const Filter& filter);

  /// "FROM … AS f\nLEFT JOIN …", with all that was asked for until now.
  std::string from() const;

 private:
  std::string table_alias(const std::vector<Hop>& hops);
  std::string name(const std::string& column) const;
  /// The expression with the fact's columns as its own.
  std::string qualified(const std::string& expression) const;

  const Fact* fact_;
  SqlDialect dialect_;
  std::vector<std::pair<std::vector<Hop>, std::string>> joins_;  // a path and its LEFT JOIN; pN is the N-th
};

/// A literal of that type. The text is a value of it (check_value()).
std::string value_literal(const Type& type, const std::string& text, SqlDialect dialect);

/// The measure as SQL over the fact's own columns, for people.
std::string measure_expression(const Measure& measure);

std::string where_text(const std::vector<std::string>& conditions);

}  // namespace rox
