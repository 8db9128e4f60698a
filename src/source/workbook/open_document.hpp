// Workbooks of OpenDocument (LibreOffice): all sheets are in one part, content.xml.
#pragma once

#include <memory>
#include <vector>

#include "source/packed.hpp"
#include "source/workbook/parts.hpp"
#include "source/workbook/sheet_reader.hpp"

namespace rox {

/// `members`: of the archive.
Workbook read_open_document(const ExportFile& file, const std::vector<ArchiveMember>& members);

std::unique_ptr<SheetReader> open_document_sheet(const ExportFile& sheet);

}  // namespace rox
