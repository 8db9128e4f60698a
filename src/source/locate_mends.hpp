// Where the records stand today that mends were made for. An export that grew at its front, or is called otherwise
// every day, has them on other lines or in another file.
#pragma once

#include <vector>

#include "model/dialect.hpp"
#include "source/export.hpp"
#include "source/mend.hpp"

namespace rox {

/// The mends whose records are in these files of their table, each with the file and line where it is now
/// (find_again() says which it is). Reads the files, once, if there are mends. `dialect`: the table's.
MendSet locate_mends(const MendSet& mends, const std::vector<ExportFile>& files, const Dialect& dialect);

}  // namespace rox
