// Delimited text in any dialect, rewritten as the scanner reads it.
//
// The grammar is that of records.hpp with other signs: a field is quoted if it begins with the quote, its quotes are
// doubled or escaped, and a stray quote costs one line. Lines that aren't records (comments, those above the header and
// below the data) are left out; a chunk ends there, so that all lines keep their numbers.
#pragma once

#include <cstddef>
#include <memory>

#include "model/dialect.hpp"
#include "source/streams.hpp"

namespace rox {

/// `text`: UTF-8 without a byte-order mark.
std::unique_ptr<RecordStream> rewrite(std::unique_ptr<ByteStream> text, const Dialect& dialect, std::size_t max_record);

}  // namespace rox
