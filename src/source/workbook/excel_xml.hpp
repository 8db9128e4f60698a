// Workbooks of Excel 2002 and 2003 as one XML file ("XML Spreadsheet 2003"), which many programs write, mostly called
// .xls: all sheets follow each other in it.
#pragma once

#include <memory>

#include "source/workbook/parts.hpp"
#include "source/workbook/sheet_reader.hpp"

namespace rox {

Workbook read_excel_xml(const ExportFile& file);

std::unique_ptr<SheetReader> open_excel_xml_sheet(const ExportFile& sheet);

}  // namespace rox
