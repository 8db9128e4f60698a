// How exports are written: encoding, delimiter, quotes, header and what stands above it. (Decimal sign and null words
// take all rows: see infer_model's find_conventions.)
//
// Every way in which a file might be written is tried on its beginning, and scored by how well the file then reads, the
// header included: the share of records that have as many fields as the most, less what its quotes get wrong. The best
// one is taken. Where it isn't much better than the next, or the file doesn't show something, that is said, with the
// setting that decides it. What one file shows decides nothing about another.
#pragma once

#include <optional>
#include <vector>

#include "discovery/found_dialect.hpp"
#include "model/dialect.hpp"
#include "source/export.hpp"

namespace rox {

/// `header`: whether there is one, if somebody said so. Throws data_error if the file is empty.
FoundDialect sniff_dialect(const ExportFile& file, std::optional<bool> header = std::nullopt);

/// The dialect of most files: what a folder's [source] says. A file of one column has the delimiter of the others.
Dialect common_dialect(std::vector<FoundDialect>& found);

}  // namespace rox
