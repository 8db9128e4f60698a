// How an export is written, as far as it shows.
#pragma once

#include <string>
#include <vector>

#include "model/dialect.hpp"

namespace rox {

struct FoundDialect {
  Dialect dialect;
  std::vector<std::string> notes;   // what wasn't certain, or is unusual; each with the setting that says it
  std::vector<std::string> scores;  // the ways that were tried, the best first
  bool shows_delimiter = true;      // it has several columns
  bool is_text = true;              // else most of a dialect is nothing to it
  std::vector<std::string> units;   // of the columns, if a line below the header says them
};

}  // namespace rox
