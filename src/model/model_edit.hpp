// Changing model.toml the way a person would: only what is different, with comments and layout left as they are.
#pragma once

#include <string>
#include <string_view>

#include "model/model.hpp"

namespace rox {

/// `text`, a model.toml, changed so that it says `model`: parse_model(edit_model(text, m)) == m.
///
/// A text that says so already stays byte for byte, and so does each [[table]] that needn't change. In the others,
/// values are replaced where they stand and comments stay at their table, column or relation; those at the end of a
/// removed column's line go with it. Tables that are written in another way than model_text() does it
/// ([[table.columns]]) are written anew, their comments above them.
///
/// `model` is one that model.toml can say: columns of primary keys aren't nullable, names are the columns' own. Throws
/// usage_error if `text` is no model.toml.
std::string edit_model(std::string_view text, const Model& model);

}  // namespace rox
