// Exports that can't be read from any byte on: compressed ones, ones whose fields are written in another way, sheets of
// a workbook. They are read from the beginning to the end, by one thread at a time.
#pragma once

#include <cstddef>
#include <memory>

#include "model/dialect.hpp"
#include "source/export.hpp"
#include "source/streams.hpp"

namespace rox {

/// Whether such an export is read by a stream.
bool is_streamed(const ExportFile& file, const Dialect& dialect);

/// The export's bytes, unpacked.
std::unique_ptr<ByteStream> open_bytes(const ExportFile& file);

/// The export's text as UTF-8, without a byte-order mark. Of the dialect only the encoding counts. Throws data_error if
/// the file isn't what it was when it was listed, or is damaged.
std::unique_ptr<ByteStream> open_text(const ExportFile& file, const Dialect& dialect);

/// Throws as open_text() does.
std::unique_ptr<RecordStream> open_records(const ExportFile& file, const Dialect& dialect, std::size_t max_record);

}  // namespace rox
