// SQL that rox writes of touched keys, as the engine has it where they are looked for: DuckDB, PostgreSQL.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sql/dialect.hpp"

namespace rox {

/// Of a row: these columns are, in this order, k0, k1, … of a row of the set, which stands behind FROM.
struct InSet {
  std::vector<std::string> columns;  // by name
  std::string set;
  std::vector<bool> null_safe;  // whether a missing value is equal to one, by column
};

class KeySql {
 public:
  explicit KeySql(SqlDialect dialect) : dialect_(dialect) {}

  SqlDialect dialect() const { return dialect_; }

  /// A name of a table or column.
  std::string name(const std::string& name) const;
  std::string names(const std::vector<std::string>& names, std::string_view prefix = {}) const;
  /// "row.a AS k0, row.b AS k1"
  std::string as_key(const std::vector<std::string>& columns, std::string_view row) const;

  /// What a table that only this connection has is called.
  std::string temporary(const std::string& name) const;

  /// A condition on rows `row`, true or false.
  std::string is_in(const InSet& in, std::string_view row) const;
  /// What stands behind FROM for the rows `row` of a table for which that is true: not one more for another row of the
  /// set.
  std::string rows_in(const std::string& table, const InSet& in, std::string_view row) const;

  /// What else rows have to agree in that are equal in these columns: numbers of PostgreSQL's are equal with more
  /// zeros, too. ", …" for GROUP BY, or nothing.
  std::string exactly(const std::vector<std::string>& columns) const;

 private:
  std::string matches(const InSet& in, std::string_view row, bool null_safe) const;

  SqlDialect dialect_;
};

}  // namespace rox
