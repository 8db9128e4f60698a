// A sheet as a table: records of text as the scanner reads them, each on the line that is its row.
//
// The table begins with the first row that isn't empty below the ones that are skipped, and goes from the first column
// to the last one of that row; or has the columns that the dialect says. If it says the first alone, names follow each
// other up to the last one. What stands beside those isn't read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/dialect.hpp"
#include "source/export.hpp"
#include "source/streams.hpp"

namespace rox {

struct SheetColumns {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  bool is_open = false;  // "B:": the last one is where the names end
};

/// Those that the dialect says.
std::optional<SheetColumns> sheet_columns(const Dialect& dialect);

/// A name that isn't read.
struct NameBeside {
  std::string name;
  std::string cell;  // "E1"
};

/// The names in the header's row that stand beside the columns of the dialect: next to them, or, where it leaves the
/// last one open, anywhere to the right.
std::vector<NameBeside> names_beside(const ExportFile& sheet, const Dialect& dialect);

/// "book.xlsx!Sheet1!C17": where a field of an export that is a sheet stands. `field` counts from 0.
std::string cell_name(const ExportFile& sheet, const Dialect& dialect, std::size_t field, std::uint64_t row);

std::unique_ptr<RecordStream> sheet_records(const ExportFile& sheet, const Dialect& dialect, std::size_t max_record);

}  // namespace rox
