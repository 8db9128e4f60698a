// The values that --dirty puts into otherwise right records: those that are rejected, and harmless ones.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "source/reject.hpp"

namespace rox {

/// A value that is rejected, in an otherwise right record.
struct DefectiveValue {
  std::string_view table;
  std::string_view column;
  std::string raw;  // as it stands in the file
  RejectCode code;
  std::string_view detail;
};

/// A value that is written in an unusual way and right all the same.
struct HarmlessDefect {
  std::string_view table;
  std::string_view column;
  std::string raw;
  std::string_view kind;
  std::string_view detail;
};

const std::vector<DefectiveValue>& defective_values();
const std::vector<HarmlessDefect>& harmless_defects();

}  // namespace rox
