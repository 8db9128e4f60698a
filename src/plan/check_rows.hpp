// What a check's failing rows are about, as far as its SQL and the model tell: which tables it reads, through marts
// too, whether a row of one table alone decides, and whose keys its columns are.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/engine.hpp"
#include "model/model.hpp"
#include "plan/marts.hpp"
#include "quality/check.hpp"

namespace rox {

/// The model's tables that the check reads, itself or in a mart; in the model's order.
std::vector<const Table*> tables_read(const Check& check, const Model& model, const std::vector<Mart>& marts);

/// Whether each failing row is one of a table, and no other row has a say in it: no join, no sum, no second table.
bool is_decided_by_one_row(const Check& check);

/// A table whose rows are named in a result: the positions of its primary key's columns, in the key's order; several
/// times, if the result has them more than once (a.id, b.id of a full join).
struct NamedTable {
  const Table* table = nullptr;
  std::vector<std::vector<std::size_t>> keys;
};

/// What a row is about: a table, and those that its key is a part of (the order of an order line), which are named by
/// it too.
using Subject = std::vector<NamedTable>;

/// Of a result of the check, by the names of its columns; a name that SQL gives a column (`SalesOrderID AS order_id`),
/// in the check or in a mart, is followed back. A table that another named one refers to (the customer beside an order)
/// is no subject.
std::vector<Subject> subjects_of(const std::vector<ResultColumn>& columns, const Check& check,
                                 const std::vector<const Table*>& tables, const std::vector<Mart>& marts);

/// The relation's columns in the order of the parent's primary key; empty if it refers to other columns.
std::vector<std::string> columns_by_parent_key(const Relation& relation, const Table& parent);

}  // namespace rox
