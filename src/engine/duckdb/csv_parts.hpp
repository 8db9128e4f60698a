// The rows of a table as gzipped CSV files of about one size, written by DuckDB, for readers that don't split them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/duckdb/parquet.hpp"

namespace rox {

struct CsvParts {
  std::vector<WrittenPart> parts;
  std::string null_marker;  // the unquoted text that stands for NULL; no value is equal to it
};

/// Writes the rows to `parts` files in `folder`, which is made, or to fewer if there are fewer rows. Comma, no header,
/// quotes where they have to be; an empty text is an empty field. `columns` are the names of the rows' columns.
CsvParts write_csv_parts(DuckDbConnection& connection, const OrderedRows& rows, const std::vector<std::string>& columns,
                         const std::filesystem::path& folder, unsigned parts);

}  // namespace rox
