// Fields that an export's records get from the name of its file (model/name_pattern.hpp), behind their own.
#pragma once

#include <memory>

#include "model/dialect.hpp"
#include "source/export.hpp"
#include "source/streams.hpp"

namespace rox {

/// Adds to the header what Dialect::from_name names, and to each record what stands in the file's name. Records that
/// aren't whole stay as they are: the scanner refuses them. Throws data_error if the name doesn't fit.
std::unique_ptr<RecordStream> add_name_fields(std::unique_ptr<RecordStream> records, const ExportFile& file,
                                              const Dialect& dialect);

}  // namespace rox
