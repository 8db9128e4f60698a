// Where the table is on a sheet of a workbook: below a title, beside notes, above a total. All of the sheet is looked
// at; what isn't part of the table, or might not be, is said.
#pragma once

#include <optional>

#include "discovery/found_dialect.hpp"
#include "source/export.hpp"

namespace rox {

FoundDialect sniff_sheet(const ExportFile& file, std::optional<bool> header);

}  // namespace rox
