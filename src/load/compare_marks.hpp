// What changed between the exports that a table was loaded from and those of today, by the marks of their records.
//
// Exports mostly stay as they are, record after record, with a few changed, more at the end, some gone. So the two
// sequences are walked together, and brought together again behind each difference. Whatever couldn't be matched on
// the way is compared as two bags in the end; so the result doesn't depend on the order of records, nor on which file
// of a table they are in, and finding the way again is only a matter of speed.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "load/marks_file.hpp"
#include "source/record_marks.hpp"

namespace rox {

/// A record of today's exports.
struct RecordPlace {
  std::uint32_t file = 0;   // index into the exports
  std::uint32_t piece = 0;  // index into its pieces
  std::uint32_t record = 0;

  auto operator<=>(const RecordPlace&) const = default;
};

struct AddedRecord {
  RecordMark mark;
  RecordPlace place;
};

/// As bags of records, today's exports are the old ones without `removed` and with `added`. Sorted by their marks.
struct MarkDifference {
  std::vector<RecordMark> removed;
  std::vector<AddedRecord> added;
};

/// Empty if more than `most` records would have to be kept in memory, or a file of marks is damaged.
std::optional<MarkDifference> compare_marks(const MarksFile& before, const MarksFile& now, std::size_t most);

/// The added records as a scan selects them.
RecordSelection selection_of(const std::vector<AddedRecord>& added, const MarkedTable& now);

}  // namespace rox
