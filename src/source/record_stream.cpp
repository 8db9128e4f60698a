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
namespace {

constexpr std::size_t kRead = std::size_t{1} << 18;

/// Text as UTF-8. What isn't text in the encoding becomes a byte that isn't in UTF-8 either: the scanner refuses it.
class Decoded final : public ByteStream {
 public:
  Decoded(std::unique_ptr<ByteStream> bytes, const Dialect& dialect) : bytes_(std::move(bytes)), dialect_(dialect) {
    if (dialect.encoding == Encoding::other) decoder_.emplace(dialect.charset);
  }

  std::size_t read(char* out, std::size_t size) override {
    while (at_ == text_.size() && !ended_) fill();
    const std::size_t got = std::min(size, text_.size() - at_);
    std::memcpy(out, text_.data() + at_, got);
    at_ += got;
    return got;
  }

  std::uint64_t position() const override { return bytes_->position(); }

 private:
  void fill() {
    text_.clear();
    at_ = 0;
    const std::size_t left = raw_.size();
    raw_.resize(left + kRead);
    const std::size_t got = bytes_->read(raw_.data() + left, kRead);
    raw_.resize(left + got);
    ended_ = got == 0;
    const std::size_t used = decoder_ ? decoder_->append(raw_, text_) : append_as_utf8(raw_, dialect_.encoding, text_);
    raw_.erase(0, used);
    if (ended_ && decoder_) decoder_->finish(text_);
    if (ended_ && !raw_.empty()) text_ += CharsetDecoder::kNoText;
    if (begins_) {
      text_.erase(0, bom_size(text_, Encoding::utf8));
      begins_ = text_.empty();
    }
  }

  std::unique_ptr<ByteStream> bytes_;
  const Dialect dialect_;
  std::optional<CharsetDecoder> decoder_;  // of Encoding::other
  std::string raw_;
  std::string text_;
  std::size_t at_ = 0;
  bool begins_ = true;
  bool ended_ = false;
};

}  // namespace

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
  return std::make_unique<Decoded>(open_bytes(file), dialect);
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
