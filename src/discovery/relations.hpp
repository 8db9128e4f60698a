// Relations: columns of a child whose values are (almost) all keys of a parent, and are meant to be.
//
// That all values of a column are among the keys of a table is cheap to find and means little: a Status of 1 to 5 is
// "contained" in every table numbered from 1. So a relation has to be carried by two kinds of evidence. Names: the
// column is named after the table, or as its key. Data: how unlikely it is that so many different values hit keys by
// chance. Keys numbered without a gap prove nothing; sparse numbers, long codes and GUIDs do. With good
// names some orphans are forgiven, and reported; without names there must be none, and the data have to prove it alone.
#pragma once

#include <string>
#include <vector>

#include "discovery/key_database.hpp"
#include "discovery/keys.hpp"
#include "model/model.hpp"

namespace rox {

struct RelationFinding {
  RelationFinding(std::size_t child_table, ColumnSet child_columns, std::size_t parent_table, ColumnSet key)
      : child(child_table), columns(std::move(child_columns)), parent(parent_table), parent_columns(std::move(key)) {}

  std::size_t child;
  ColumnSet columns;
  std::size_t parent;
  ColumnSet parent_columns;  // a key of the parent, in the order of `columns`
  double confidence = 0;
  Coverage coverage;
  bool nameless = false;  // only the data speak for it
  bool stated = false;    // goes into the model
  std::vector<std::string> reasons;
};

/// A relation of that confidence is written into the model, if no better one has the same columns.
inline constexpr double kStatedRelation = 0.7;
/// One below this isn't worth a word.
inline constexpr double kMentionedRelation = 0.4;

/// All findings, stated ones first, by child and column.
std::vector<RelationFinding> find_relations(const Model& model, const std::vector<TableKeys>& keys,
                                            KeyDatabase& database);

}  // namespace rox
