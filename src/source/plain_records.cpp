#include "source/plain_records.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <utility>

#include "source/head.hpp"
#include "source/records.hpp"

namespace rox {
namespace {

/// What blocks.cpp's Cutter does for files that are read from any byte on, for those that come once. Quotes and line
/// feeds are looked at, and nothing else; a badly quoted record ends with its first line.
class PlainRecords final : public RecordStream {
 public:
  PlainRecords(std::unique_ptr<ByteStream> text, const Dialect& dialect, std::size_t max_record,
               std::size_t chunk_bytes)
      : source_(std::move(text)),
        delimiter_(dialect.field_delimiter()),
        skip_(dialect.skip),
        max_record_(max_record),
        chunk_(std::max<std::size_t>(chunk_bytes, 1)) {}

  bool next(RecordChunk& chunk) override {
    if (!begun_) skip_lines();
    line_ += feeds_;
    std::swap(chunk.bytes, text_);  // what was handed out is memory for what comes
    text_.assign(rest_);
    rest_.clear();
    cut_ = looked_ = 0;
    chunk.oversized = false;
    for (;;) {
      cut();
      if (cut_ > 0 && (text_.size() >= chunk_ || ended_)) break;
      if (ended_) {
        cut_ = text_.size();
        break;
      }
      if (text_.size() - cut_ > max_record_ && cut_ == 0 && !open_quote_) {
        chunk.oversized = true;
        cut_ = text_.size();
        break;
      }
      read(std::max(chunk_, text_.size()));
    }
    if (chunk.oversized) {
      skip_rest_of_line();
    } else {
      rest_.assign(text_, cut_);
    }
    text_.resize(cut_);
    chunk.line = line_;
    feeds_ = static_cast<std::uint64_t>(std::count(text_.begin(), text_.end(), '\n')) + (chunk.oversized ? 1 : 0);
    std::swap(chunk.bytes, text_);
    return !chunk.bytes.empty();
  }

  std::uint64_t position() const override { return source_->position(); }

 private:
  void read(std::size_t bytes) {
    const std::size_t before = text_.size();
    text_.resize(before + bytes);
    std::size_t size = before;
    while (size < text_.size()) {
      const std::size_t got = source_->read(text_.data() + size, text_.size() - size);
      ended_ = got == 0;
      if (ended_) break;
      size += got;
    }
    text_.resize(size);
  }

  std::size_t find(char c, std::size_t from) const { return text_.find(c, from); }

  /// Moves `cut_` behind the last record that is whole, as far as the text goes.
  void cut() {
    open_quote_ = false;
    while (looked_ < text_.size()) {
      const std::size_t quote = std::min(find('"', looked_), text_.size());
      const void* const feed = ::memrchr(text_.data() + looked_, '\n', quote - looked_);
      if (feed != nullptr) cut_ = static_cast<std::size_t>(static_cast<const char*>(feed) - text_.data()) + 1;
      looked_ = quote;
      if (quote == text_.size()) return;
      if (!starts_field(quote)) {
        ++looked_;
        continue;
      }
      const char* const end = text_.data() + text_.size();
      const QuoteEnd closed = close_quote(text_.data() + quote + 1, end, delimiter_);
      const auto behind = static_cast<std::size_t>(closed.close == nullptr ? 0 : closed.close - text_.data()) + 1;
      // Two bytes behind the quote decide: a second quote, or the CR and LF of a line end.
      const bool undecided = closed.close == nullptr || behind + 2 > text_.size();
      if (undecided && !ended_ && text_.size() - quote <= max_record_) {
        open_quote_ = true;
        return;
      }
      if (closed.close != nullptr && closed.well_closed) {
        looked_ = behind;
        continue;
      }
      const std::size_t line_end = find('\n', quote);
      if (line_end == std::string::npos) return;
      looked_ = cut_ = line_end + 1;
    }
  }

  bool starts_field(std::size_t quote) const {
    return quote == cut_ || text_[quote - 1] == delimiter_ || text_[quote - 1] == '\n';
  }

  void skip_rest_of_line() {
    while (!ended_) {
      rest_.assign(chunk_, '\0');
      const std::size_t got = source_->read(rest_.data(), rest_.size());
      ended_ = got == 0;
      rest_.resize(got);
      const std::size_t feed = rest_.find('\n');
      if (feed == std::string::npos) continue;
      rest_.erase(0, feed + 1);
      return;
    }
    rest_.clear();
  }

  /// Those above the header, or one that only tells the delimiter.
  void skip_lines() {
    begun_ = true;
    read(chunk_);
    while (text_.size() < kLongestHint && !ended_) read(chunk_);
    const std::string_view first = std::string_view(text_).substr(0, std::min(text_.size(), kLongestHint));
    std::size_t lines = skip_;
    if (lines == 0 && is_delimiter_hint(first.substr(0, first.find_first_of("\r\n")))) lines = 1;
    std::size_t at = 0;
    for (; lines > 0; --lines) {
      std::size_t feed = find('\n', at);
      while (feed == std::string::npos && !ended_) {
        at = text_.size();
        read(chunk_);
        feed = find('\n', at);
      }
      if (feed == std::string::npos) {
        text_.clear();
        return;
      }
      at = feed + 1;
      ++line_;
    }
    rest_.assign(text_, at);
    text_.clear();
  }

  std::unique_ptr<ByteStream> source_;
  const char delimiter_;
  const std::size_t skip_;
  const std::size_t max_record_;
  const std::size_t chunk_;
  std::string text_;  // what is being cut
  std::string rest_;  // what comes after the last chunk
  std::size_t cut_ = 0;
  std::size_t looked_ = 0;  // up to there it is known where records end
  bool open_quote_ = false;
  bool begun_ = false;
  bool ended_ = false;
  std::uint64_t line_ = 1;
  std::uint64_t feeds_ = 0;  // of the last chunk
};

}  // namespace

std::unique_ptr<RecordStream> plain_records(std::unique_ptr<ByteStream> text, const Dialect& dialect,
                                            std::size_t max_record, std::size_t chunk_bytes) {
  return std::make_unique<PlainRecords>(std::move(text), dialect, max_record, chunk_bytes);
}

}  // namespace rox
