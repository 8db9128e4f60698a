// Which of the model's keys an engine should be told of.
//
// Keys that are inferred and not confirmed are not declared. PostgreSQL and DuckDB refuse rows that break a declared
// key. Redshift checks none but plans its queries as if all were true, so a false one gives wrong answers. Hence
// declared are the primary key, which each load proves, and relations whose orphans are rejected (`enforce = true`);
// other relations may have orphans, which are to be loaded. An alternate key, which loads don't prove, is declared
// where the engine checks it: a row that breaks it is a mistake to be told of. The rest stays visible in the script as
// a comment.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/model.hpp"
#include "sql/dialect.hpp"

namespace rox {

struct KeyChoice {
  bool declared = true;
  std::string why_not;  // "enforce = false: orphans are loaded"
};

/// The primary key, where the engine has such.
KeyChoice choose_primary(const Table& table);

/// An alternate key.
KeyChoice choose_unique(const Table& table, const std::vector<std::string>& columns, SqlDialect dialect);

/// A relation of `child`'s.
KeyChoice choose_relation(const Model& model, const Table& child, const Relation& relation, SqlDialect dialect);

/// Indexes of the tables, parents before children, else in the model's order. In a cycle of relations the table that
/// comes first in the model goes before its parent.
std::vector<std::size_t> creation_order(const Model& model);

}  // namespace rox
