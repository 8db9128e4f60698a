// Relations: columns of a child whose values are (almost) all keys of a parent, and are meant to be.
//
// That all values of a column are among the keys of a table is cheap to find and means little: a Status of 1 to 5 is
// "contained" in every table numbered from 1. So a relation has to be carried by two kinds of evidence. Names: the
// column is named after the table, or as its key. Data: how unlikely it is that so many different values hit keys by
// chance. Keys numbered without a gap prove little; sparse numbers, long codes and GUIDs do. With good
// names some orphans are forgiven, and reported; without names there must be none, and the data have to prove it alone.
//
// What is found so is chosen from as a whole (relation_choice.hpp): the fewest relations that explain it all.
#pragma once

#include <vector>

#include "discovery/key_database.hpp"
#include "discovery/keys.hpp"
#include "discovery/name_match.hpp"
#include "discovery/relation_finding.hpp"
#include "model/model.hpp"

namespace rox {

/// All findings, stated ones first, by child and column.
std::vector<RelationFinding> find_relations(const Model& model, const std::vector<TableKeys>& keys,
                                            const NameMatcher& names, KeyDatabase& database);

}  // namespace rox
