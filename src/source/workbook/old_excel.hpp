// Workbooks of Excel as they were before 2007 (.xls): records in a compound file, or, of the oldest and of programs
// that make it easy for themselves, records alone, which are one sheet. Read are Excel 2 to 2003 (BIFF2 to BIFF8).
//
// Rejected: FreeXL 1.0.6, the one library for them in Debian 12. It has no results of formulas, takes an error for the
// number 1 and a time for 0, doesn't say which sheets are hidden, holds every cell in memory, and copies from behind
// its buffers where a file lies about lengths.
#pragma once

#include <memory>

#include "source/workbook/parts.hpp"
#include "source/workbook/sheet_reader.hpp"

namespace rox {

Workbook read_old_excel(const ExportFile& file);

std::unique_ptr<SheetReader> open_old_excel_sheet(const ExportFile& sheet);

}  // namespace rox
