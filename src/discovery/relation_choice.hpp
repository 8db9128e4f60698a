// Of all relations that may be, the ones that are stated: a graph that explains the data with the fewest edges.
//
// Each set of columns has one parent. Of several tables that share their keys it is the root, which the others refer
// to, unless a name says that it is one of them. A table's code says nothing more where its id stands beside it. And
// several columns together refer to a table only where not each of them says by itself whose it is.
#pragma once

#include <vector>

#include "discovery/key_database.hpp"
#include "discovery/keys.hpp"
#include "discovery/name_match.hpp"
#include "discovery/relation_finding.hpp"

namespace rox {

/// Settles `stated` for findings of one column each, drops those that aren't worth a word, and says in the others'
/// reasons why they aren't stated.
void choose_single_relations(std::vector<RelationFinding>& found, const NameMatcher& names, KeyDatabase& database);

/// Adds the composite ones that are worth a word to `found`, in which the single ones are settled.
void choose_composite_relations(std::vector<RelationFinding>& found, std::vector<RelationFinding> composite,
                                const std::vector<TableKeys>& keys, const NameMatcher& names);

}  // namespace rox
