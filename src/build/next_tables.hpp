// What stands for a table or mart in the schema of next tables on PostgreSQL, while only its rows that changed are
// there: names, as SQL.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/model.hpp"

namespace rox {

/// A name that no table of a model has by chance.
std::string next_name(const char* kind, const std::string& table);

class NextTables {
 public:
  NextTables(std::string schema, std::string next) : schema_(std::move(schema)), next_(std::move(next)) {}

  const std::string& schema() const { return schema_; }
  const std::string& next() const { return next_; }

  std::string published(const std::string& table) const;
  std::string in_next(const std::string& name) const;

  /// The published rows of a table that go, as FROM has them.
  std::string gone_rows(const Table& table) const;

  // Of a change: the rows that come; of a table the keys of rows that go, of a mart these rows; of a mart the keys of
  // both.
  static std::string come_name(const std::string& table) { return next_name("come", table); }
  static std::string gone_name(const std::string& table) { return next_name("gone", table); }
  static std::string moved_name(const std::string& mart) { return next_name("moved", mart); }
  /// An empty table: the mart stays as it is published.
  static std::string left_name(const std::string& mart) { return next_name("left", mart); }
  std::string come(const std::string& table) const { return in_next(come_name(table)); }
  std::string gone(const std::string& table) const { return in_next(gone_name(table)); }
  std::string moved(const std::string& mart) const { return in_next(moved_name(mart)); }
  std::string left(const std::string& mart) const { return in_next(left_name(mart)); }

 private:
  std::string schema_;
  std::string next_;
};

/// "one.a = other.a AND one.b = other.b"
std::string equal_columns(const std::vector<std::string>& columns, std::string_view one, std::string_view other);

}  // namespace rox
