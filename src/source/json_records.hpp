// JSON as a table: one object a line (JSON lines), or an array of objects. What comes out are records of text as the
// scanner reads them, with a header: the keys of all objects, in the order in which they first come. So a file is read
// twice.
//
// Objects in objects are columns of their own ("buyer.name"), arrays are JSON in a text; numbers are the digits that
// stand there; null, and a key that an object lacks, is a missing value. What isn't an object is a record that the
// scanner refuses.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

#include "model/dialect.hpp"
#include "source/export.hpp"
#include "source/streams.hpp"

namespace rox {

/// `open`: the file's text as UTF-8, from the beginning. Of the dialect the delimiter, the header and what means a
/// missing value count. Lines are those of the file, unless objects share them: then they are counted, the first is on
/// line 2.
std::unique_ptr<RecordStream> json_records(const ExportFile& file,
                                           const std::function<std::unique_ptr<ByteStream>()>& open,
                                           const Dialect& dialect, std::size_t max_record);

}  // namespace rox
