// A model with the names of another one.
#pragma once

#include <string>
#include <vector>

#include "model/model.hpp"

namespace rox {

/// What exports prove, and from which of them.
struct Proven {
  Model model;
  std::vector<std::vector<std::string>> files;  // names, a list for each table
  bool has_header = true;                       // false: columns are told by their position
};

/// `proven` in the words of `known`: tables that are read from files of a table of `known`, and columns with a header
/// of its columns, have the names that they have there. Tables whose files are one table there become one.
Model in_words_of(const Model& known, const Proven& proven);

/// The same for a model whose files aren't known: tables are told by their `file`, then by their name.
Model in_words_of(const Model& known, const Model& base, bool has_header);

}  // namespace rox
