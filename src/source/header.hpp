// The header of an export: the names in its first record.
#pragma once

#include <string>
#include <vector>

#include "model/model.hpp"
#include "model/dialect.hpp"
#include "source/export.hpp"

namespace rox {

/// The header's names, decoded to UTF-8, BOM and quotes removed; an empty one is column_3 by its position. Throws
/// data_error for an empty file.
std::vector<std::string> read_header(const ExportFile& file, const Dialect& dialect);

/// Throws data_error naming what is missing, extra, or out of order, and what to do, unless the
/// file's header is the table's columns in order.
void check_header(const ExportFile& file, const Dialect& dialect, const Table& table);

}  // namespace rox
