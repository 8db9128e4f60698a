#include "source/record_stream.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <utility>

#include "base/error.hpp"
#include "source/charset.hpp"
#include "source/encoding.hpp"
#include "source/fixed_width.hpp"
#include "source/json_records.hpp"
#include "source/name_fields.hpp"
#include "source/packed.hpp"
#include "source/parquet_records.hpp"
#include "source/plain_records.hpp"
#include "source/rewrite.hpp"
#include "source/workbook/sheet_records.hpp"

namespace rox {

bool is_streamed(const ExportFile& file, const Dialect& dialect) {
  return file.packing != Packing::none || file.format != ExportFormat::text || !dialect.is_plain();
}

std::unique_ptr<ByteStream> open_bytes(const ExportFile& file) {
  switch (file.packing) {
    case Packing::none: return open_file_bytes(file);
    case Packing::compressed: return open_compressed(file);
    case Packing::member: return open_member(file);
  }
  throw std::logic_error("no packing");
}

std::unique_ptr<ByteStream> open_text(const ExportFile& file, const Dialect& dialect) {
  return as_utf8(open_bytes(file), dialect);
}

std::unique_ptr<RecordStream> open_records(const ExportFile& file, const Dialect& dialect, std::size_t max_record) {
  if (!dialect.from_name.empty()) {
    Dialect own = dialect;
    own.from_name.clear();
    return add_name_fields(open_records(file, own, max_record), file, dialect);
  }
  if (file.format == ExportFormat::parquet) return parquet_records(file, dialect);
  if (file.format == ExportFormat::sheet) return sheet_records(file, dialect, max_record);
  if (file.format == ExportFormat::json) {
    return json_records(
        file, [&] { return open_text(file, Dialect{}); }, dialect, max_record);
  }
  std::unique_ptr<ByteStream> text = open_text(file, dialect);
  if (!dialect.layout.empty()) return fixed_width(std::move(text), dialect, max_record);
  if (dialect.is_plain()) return plain_records(std::move(text), dialect, max_record);
  return rewrite(std::move(text), dialect, max_record);
}

}  // namespace rox
