#include "source/fixed_width.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "source/record_queue.hpp"
#include "source/records.hpp"

namespace rox {
namespace {

constexpr std::size_t kRead = std::size_t{1} << 18;

/// How many bytes the first `characters` of a line are.
std::size_t bytes_of(std::string_view line, std::size_t characters) {
  std::size_t at = 0;
  for (; at < line.size() && characters > 0; --characters) {
    ++at;
    while (at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0U) == 0x80U) ++at;
  }
  return at;
}

class FixedWidth final : public RecordStream {
 public:
  FixedWidth(std::unique_ptr<ByteStream> text, const Dialect& dialect, std::size_t max_record)
      : source_(std::move(text)),
        dialect_(dialect),
        max_record_(max_record),
        delimiter_(dialect.field_delimiter()),
        ends_(dialect.line_end == LineEnd::cr ? "\r\n" : "\n"),
        records_(dialect.skip_end) {}

  bool next(RecordChunk& chunk) override {
    return records_.next(chunk, [&] { return read_line(); });
  }

  std::uint64_t position() const override { return source_->position(); }

 private:
  /// A record, or a line that is none. False at the end.
  bool read_line() {
    std::size_t searched = at_;
    std::size_t feed = text_.find_first_of(ends_, searched);
    while (feed == std::string::npos && !ended_ && text_.size() - at_ <= max_record_) {
      text_.erase(0, at_);
      at_ = 0;
      searched = text_.size();
      text_.resize(searched + kRead);
      const std::size_t got = source_->read(text_.data() + searched, kRead);
      text_.resize(searched + got);
      ended_ = got == 0;
      feed = text_.find_first_of(ends_, searched);
    }
    if (at_ == text_.size()) return false;
    const bool too_long = feed == std::string::npos && !ended_;
    std::string_view line = std::string_view(text_).substr(at_, std::min(feed, text_.size()) - at_);
    const std::uint64_t number = ++line_;
    if (too_long) return pass_on_too_long(line, number);
    at_ = std::min(feed, text_.size() - 1) + 1;
    const bool is_comment = !dialect_.comment.empty() && line.starts_with(dialect_.comment);
    if (number <= dialect_.skip || is_comment || trim(line).empty()) return true;
    if (line.ends_with('\r')) line.remove_suffix(1);
    records_.push(record_of(line), number);
    return true;
  }

  /// The scanner refuses a record without an end; what is left of its line is skipped.
  bool pass_on_too_long(std::string_view line, std::uint64_t number) {
    records_.push(std::string(line), number);
    for (std::size_t feed = std::string::npos; feed == std::string::npos && !ended_;) {
      text_.resize(kRead);
      text_.resize(source_->read(text_.data(), kRead));
      ended_ = text_.empty();
      feed = text_.find_first_of(ends_);
      at_ = feed == std::string::npos ? text_.size() : feed + 1;
    }
    return true;
  }

  std::string record_of(std::string_view line) const {
    std::string record;
    std::size_t last = 0;  // the end of the field furthest to the right
    for (const LayoutField& field : dialect_.layout) {
      if (&field != &dialect_.layout.front()) record += delimiter_;
      const std::size_t begin = bytes_of(line, field.start - 1);
      const std::size_t size = bytes_of(line.substr(begin), field.width);
      append_field(trim(line.substr(begin, size)), record);
      last = std::max(last, begin + size);
    }
    if (const std::string_view rest = trim(line.substr(last)); !rest.empty()) {
      record += delimiter_;
      append_field(rest, record);
    }
    record += '\n';
    return record;
  }

  void append_field(std::string_view text, std::string& out) const {
    if (text.starts_with('"') || text.find(delimiter_) != std::string_view::npos ||
        text.find('\r') != std::string_view::npos) {
      append_quoted(text, out);
    } else {
      out += text;
    }
  }

  std::unique_ptr<ByteStream> source_;
  const Dialect dialect_;
  const std::size_t max_record_;
  const char delimiter_;
  const std::string_view ends_;  // what ends a line; an LF always does
  RecordQueue records_;
  std::string text_;
  std::size_t at_ = 0;
  bool ended_ = false;
  std::uint64_t line_ = 0;
};

}  // namespace

std::unique_ptr<RecordStream> fixed_width(std::unique_ptr<ByteStream> text, const Dialect& dialect,
                                          std::size_t max_record) {
  return std::make_unique<FixedWidth>(std::move(text), dialect, max_record);
}

}  // namespace rox
