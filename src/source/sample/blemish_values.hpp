// The values that --dirty puts into otherwise right records: wrong ones and odd ones.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "source/reject.hpp"

namespace rox {

/// One wrong value in an otherwise right record.
struct WrongValue {
  std::string_view table;
  std::string_view column;
  std::string raw;  // as it stands in the file
  RejectCode code;
  std::string_view detail;
};

/// An odd value, written in an odd way, that is right all the same.
struct OddValue {
  std::string_view table;
  std::string_view column;
  std::string raw;
  std::string_view kind;
  std::string_view detail;
};

const std::vector<WrongValue>& wrong_values();
const std::vector<OddValue>& odd_values();

}  // namespace rox
