// How a folder's exports are written: encoding, delimiter, header. (Decimal sign and null words take all rows: see
// infer_model's find_conventions.)
#pragma once

#include <vector>

#include "source/dialect.hpp"
#include "source/export.hpp"

namespace rox {

/// The dialect of all files. Throws data_error that names the files where they don't share one, or where one is
/// empty.
Dialect sniff_dialect(const std::vector<ExportFile>& files);

}  // namespace rox
