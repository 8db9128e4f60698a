// Text that the scanner reads as it is, cut into chunks of whole records: whole stretches are copied, not characters.
#pragma once

#include <cstddef>
#include <memory>

#include "model/dialect.hpp"
#include "source/streams.hpp"

namespace rox {

/// `text`: UTF-8 without a byte-order mark, in a dialect that is_plain().
std::unique_ptr<RecordStream> plain_records(std::unique_ptr<ByteStream> text, const Dialect& dialect,
                                            std::size_t max_record, std::size_t chunk_bytes = std::size_t{1} << 20);

}  // namespace rox
