// Where the records of a key lie in the exports that a table was loaded from: told by the marks, without reading those.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "load/marks_file.hpp"
#include "source/record_marks.hpp"

namespace rox {

/// `fields`: the key's, in its order, as the exports write them. Empty if no record has them, the marks are damaged, or
/// are of records without a key.
std::optional<RecordSelection> find_by_key(const MarksFile& marks, const std::vector<std::string>& fields,
                                           unsigned threads);

}  // namespace rox
