// A relation that may be, with what speaks for it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "discovery/key_database.hpp"
#include "discovery/unique_sets.hpp"

namespace rox {

struct RelationFinding {
  RelationFinding(std::size_t child_table, ColumnSet child_columns, std::size_t parent_table, ColumnSet key)
      : child(child_table), columns(std::move(child_columns)), parent(parent_table), parent_columns(std::move(key)) {}

  std::size_t child;
  ColumnSet columns;
  std::size_t parent;
  ColumnSet parent_columns;  // a key of the parent, in the order of `columns`
  double name = 0;           // what the names say for it; 0: only the data speak
  double weight = 0;         // of findings for the same columns the greatest one counts
  double confidence = 0;     // that it is meant, 0 to 1
  Coverage coverage;
  bool stated = false;  // goes into the model
  std::vector<std::string> reasons;
};

/// A relation of that confidence is written into the model, if no better one has the same columns.
inline constexpr double kStatedRelation = 0.7;
/// One below this isn't worth a word.
inline constexpr double kMentionedRelation = 0.4;

}  // namespace rox
