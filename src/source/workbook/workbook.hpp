// Workbooks: files of Excel (.xlsx, .xlsm) and of OpenDocument (.ods). They are archives of XML, read as streams by
// what reads archives (source/packed.hpp), so that nothing is unpacked to disk and what comes out of one is bounded.
// Old ones of Excel (.xls) are another matter: old_excel.hpp.
//
// Rejected: liborcus, which reads them as well. It gives numbers as floats, so that the digits that are stored are
// lost, and has all of a sheet's XML in memory (418 MB for a million rows).
#pragma once

#include <memory>

#include "source/export.hpp"
#include "source/workbook/parts.hpp"
#include "source/workbook/sheet_reader.hpp"

namespace rox {

/// `file`: the workbook, or an export that is a sheet of it. What is in it is remembered until it changes.
std::shared_ptr<const Workbook> open_workbook(const ExportFile& file);

/// Of an export that is a sheet. Throws data_error if the workbook is damaged.
std::unique_ptr<SheetReader> open_sheet(const ExportFile& sheet);

}  // namespace rox
