// Which columns of a table a diagram shows.
#pragma once

#include <vector>

#include "model/diagram.hpp"
#include "model/relationships.hpp"

namespace rox {

/// The shown columns, in the table's order. With DiagramColumns::keys those that have a key mark, or that
/// a relation (one of `relations`) of another table refers to.
std::vector<const Column*> shown_columns(const Table& table, const std::vector<Relationship>& relations,
                                         DiagramColumns columns);

}  // namespace rox
