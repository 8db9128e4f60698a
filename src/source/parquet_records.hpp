// Parquet as a table, by DuckDB's reader: its values as texts, digit by digit, so that they go through the same types,
// rejects and mends as those of all other exports. Lists, structs and maps are JSON.
#pragma once

#include <memory>

#include "model/dialect.hpp"
#include "source/export.hpp"
#include "source/streams.hpp"

namespace rox {

/// Of the dialect the delimiter, the header and what means a missing value count. The first row is on line 2.
std::unique_ptr<RecordStream> parquet_records(const ExportFile& file, const Dialect& dialect);

}  // namespace rox
