// Several tables in one file, with empty lines between them. An export is one table: the others are said, and never
// read as rows of it in silence.
#pragma once

#include <string>
#include <vector>

#include "discovery/sniff_header.hpp"
#include "model/dialect.hpp"

namespace rox {

/// What is to be said of tables above and below the one that is read. `records`: of the whole beginning of the file, in
/// its order, the empty ones too; `dialect`: how the table is written. `whole`: they are all of the file's.
std::vector<std::string> other_tables(const std::vector<SampleRecord>& records, const Dialect& dialect,
                                      std::size_t width, bool whole);

}  // namespace rox
