// What keys and relations say together: how many rows stand at each end of a relation, and what each column is part of.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/model.hpp"

namespace rox {

/// A relation with both of its tables. Points into the model, which has to outlive it.
struct Relationship {
  const Table* child = nullptr;
  const Table* parent = nullptr;
  const Relation* relation = nullptr;
  /// At most one child a parent: the child's columns are unique by themselves. Else any number.
  bool one_child = false;
  /// A child may have no parent: one of its columns may be missing. Else it has exactly one.
  bool optional_parent = false;

  bool is_self_reference() const { return child == parent; }
};

/// All relations of the model, in its order; each once, and none of a set of columns to itself.
std::vector<Relationship> relationships(const Model& model);

/// Whether the columns have a key among them, so that no two rows agree in all of them.
bool are_unique(const Table& table, const std::vector<std::string>& columns);

/// "many to one", "many to one or none", "one to one", "one to one or none": children to parents.
std::string cardinality_text(const Relationship& relationship);

/// What a column is part of: "PK" for the primary key, "AK" for an alternate key ("AK1", "AK2" if the table has
/// several), "FK" for a relation; in this order.
std::vector<std::string> key_marks(const Table& table, const std::string& column);

/// Those of `tables` (in the model's order) and the tables that they refer to or that refer to them, with the relations
/// that have a chosen table at one end. Throws usage_error for a name that isn't there.
Model with_neighbours(const Model& model, const std::vector<std::string>& tables);

}  // namespace rox
