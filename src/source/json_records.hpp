// JSON as a table: one object a line (JSON lines), or an array of objects. What comes out are records of text as the
// scanner reads them, with a header: the keys of all objects, in the order in which they first come. So a file is read
// twice.
//
// Objects in objects are columns of their own ("buyer.name"), arrays are JSON in a text; numbers are the digits that
// stand there; null, and a key that an object lacks, is a missing value. Keys that differ as names of one column may in
// headers (in case) are one column, unless an object has both. What isn't an object, or has a key twice, is a record
// that the scanner refuses.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

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

/// An element of the file that is no object, or a broken one.
struct BrokenObject {
  std::string text;  // as it stands there, on one line
  std::string why;
};

/// What a record that the scanner refuses is, if it is one of json_records().
std::optional<BrokenObject> broken_object(std::string_view record);

}  // namespace rox
