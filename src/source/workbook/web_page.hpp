// Tables of web pages (HTML) that are called .xls, so that Excel opens them: many programs' way to write one. All
// tables of the page are one sheet, one below the other, as Excel shows them.
#pragma once

#include <memory>

#include "source/workbook/parts.hpp"
#include "source/workbook/sheet_reader.hpp"

namespace rox {

Workbook read_web_page(const ExportFile& file);

std::unique_ptr<SheetReader> open_web_page(const ExportFile& sheet);

}  // namespace rox
