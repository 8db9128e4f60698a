// A sheet of a workbook of Excel.
#pragma once

#include <memory>

#include "source/workbook/parts.hpp"
#include "source/workbook/sheet_reader.hpp"

namespace rox {

/// `book`: the one that it is in.
std::unique_ptr<SheetReader> open_excel_sheet(const ExportFile& sheet, const Workbook& book);

}  // namespace rox
