// A new inference and a model.toml that a person may have edited, merged.
//
// Three models meet: `base`, what was inferred when model.toml was last brought up to date; `theirs`, model.toml now;
// `proven`, what the exports prove now. What `theirs` has otherwise than `base` is an edit and stays; the rest follows
// the data. Without a base nobody can tell, so all that `theirs` says stays, and only tables and columns that it
// doesn't mention are added.
//
// What counts as one edit: a table's file, its primary key, each alternate key, each relation; a column's reading (type
// and format together), its nullable; a column or table taken out. Names, comments, accepted values and `enforce` are
// only ever the user's. What is measured (rows, distinct values, extremes, missing values) is always the data's. A type
// with room for all values is as good as the one that would be inferred today: growth alone changes none.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "discovery/rename.hpp"
#include "model/model.hpp"

namespace rox {

struct Merge {
  Model model;
  /// Where the edits and the data disagree, a line each: the edits won.
  std::vector<std::string> conflicts;
};

Merge merge_models(const std::optional<Model>& base, const Model& theirs, const Proven& proven);

/// `proven` as the base of the next merge: columns and tables that are empty now are as they were when they had values,
/// and types that still have room for theirs as they were chosen.
Model to_remember(const std::optional<Model>& base, const Model& proven);

/// What the exports prove, edits or not (--force). Kept of `theirs`: names, globs, comments, accepted values,
/// `enforce`; keys and relations where the exports prove no others.
Model take_proven(const Model& theirs, const Proven& proven);

}  // namespace rox
