// What one model has otherwise than another, for people and for programs.
#pragma once

#include <string>
#include <vector>

#include "model/model.hpp"

namespace rox {

/// One thing that differs. `before` is empty for what is new, `after` for what is gone.
struct Difference {
  enum class What { table, file, comment, primary_key, unique, relation, order, column };

  std::string table;
  std::string column;  // only of columns
  What what = What::table;
  std::string before;
  std::string after;

  bool operator==(const Difference&) const = default;
};

/// "primary_key", as in --json.
std::string_view to_string(Difference::What what);

/// For people: "Sales.Total: DECIMAL(9,2) -> DECIMAL(12,2)".
std::string to_string(const Difference& difference);

/// What `after` has otherwise than `before`, in the order of its tables. What is only measured (rows, distinct values,
/// longest bytes) is no difference. Empty: they say the same.
std::vector<Difference> differences(const Model& before, const Model& after);

/// "DECIMAL(9,2) not null decimal='.'": what a column is, measures, header and comment aside.
std::string column_facts(const Column& column);

}  // namespace rox
