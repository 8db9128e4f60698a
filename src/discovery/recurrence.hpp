// Whether the records of one export stand in a later one again: as in a dump of everything that is made each day.
//
// Records are compared whole, without columns that are one value in each file (the day of the dump); and by each
// column that is different in all of a file's records, for dumps whose records change from day to day. Then the other
// columns must go with it: lines that are numbered from 1 in each file have their numbers in common, and nothing else.
// Of long files a sample by hashes is compared, so that both have the same records in it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/dialect.hpp"
#include "source/export.hpp"

namespace rox {

/// An export, and how it is written.
struct SourceFile {
  ExportFile file;
  Dialect dialect;
};

enum class Recurrence {
  none,    // few records come again
  some,    // too many for chance, but not most of them
  most,    // most do
  window,  // most do, but the first ones are gone where new ones come at the end: the last days, say
  few,     // those that there are do, but they are too few to tell
  empty,   // one side has no records
  names,   // things come again by what seems their key, but with other values
};

struct Recurring {
  Recurrence kind = Recurrence::none;
  double share = 0;    // of the earlier records, those that come again
  std::string column;  // by which; empty: as whole records
};

/// `earlier` and `later`: the files of a moment each, with mostly the same columns.
Recurring compare_records(const std::vector<SourceFile>& earlier, const std::vector<SourceFile>& later);

}  // namespace rox
