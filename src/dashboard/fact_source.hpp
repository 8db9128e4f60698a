// What facts are found in: a model, and what the warehouse says of it.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/model.hpp"

namespace rox {

/// The table of exports that the rows of a mart come from one by one, and the mart's column for each of its key.
struct RowOrigin {
  std::string table;
  std::vector<std::pair<std::string, std::string>> key;
};

struct FactSource {
  /// Tables of exports, and marts as they are in the warehouse with relations among themselves.
  Model model{};
  std::set<std::string> marts{};
  /// By mart, the key of its row that stands for an unknown one.
  std::map<std::string, std::string> unknown{};
  /// Tables with keys that turned out not to be unique: nothing is reached in them, since it would multiply rows.
  std::set<std::string> ambiguous{};
  std::map<std::string, RowOrigin> origins{};  // of marts
};

}  // namespace rox
