// What lies where in a workbook of Excel (Office Open XML).
#pragma once

#include <vector>

#include "source/packed.hpp"
#include "source/workbook/parts.hpp"

namespace rox {

/// `members`: of the archive.
Workbook read_excel_book(const ExportFile& file, const std::vector<ArchiveMember>& members);

}  // namespace rox
