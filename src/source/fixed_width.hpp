// Text without signs between its fields: each begins at the same character of every line.
#pragma once

#include <cstddef>
#include <memory>

#include "model/dialect.hpp"
#include "source/streams.hpp"

namespace rox {

/// `text`: UTF-8 without a byte-order mark, in a dialect with a layout. Blanks around fields are no part of them; what
/// stands behind the last field makes one too many.
std::unique_ptr<RecordStream> fixed_width(std::unique_ptr<ByteStream> text, const Dialect& dialect,
                                          std::size_t max_record);

}  // namespace rox
