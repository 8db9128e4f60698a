// What the rows of a table can be grouped by and dated by: columns of its own, and of parents over several relations.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dashboard/fact.hpp"
#include "dashboard/fact_source.hpp"

namespace rox {

/// A table that is reached from a fact, and how.
struct Reached {
  const Table* table = nullptr;
  std::vector<Hop> hops{};
  std::string name{};  // the path in words, empty for the fact itself
  Title title{};       // of what the relation means: "Home team"
};

/// The fact itself, then its parents, their parents, and so on: each table once, unless a table refers to it twice.
std::vector<Reached> reachable(const FactSource& source, const Table& fact);

/// Over the relation, if it leads to one row of the parent at most.
std::optional<Hop> hop_over(const FactSource& source, const Relation& relation, const Table& parent);

/// The columns of a table that name its rows to people, as Dimension::label has them; empty if there is none.
std::vector<std::string> label_columns(const Table& table);

std::vector<Dimension> find_dimensions(const FactSource& source, const std::vector<Reached>& reached);

/// The fact's own times; if there are none, those of the nearest parents that have one.
std::vector<TimeColumn> find_times(const std::vector<Reached>& reached);

}  // namespace rox
