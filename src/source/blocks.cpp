#include "source/blocks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <map>
#include <mutex>
#include <new>
#include <stdexcept>
#include <utility>

#include "base/error.hpp"
#include "base/file.hpp"
#include "source/encoding.hpp"
#include "source/head.hpp"
#include "source/record_stream.hpp"
#include "source/records.hpp"

namespace rox {
namespace {

// Read beyond a block at once, so that its last record seldom takes a second read.
constexpr std::size_t kSlack = 4096;

// A growing stretch of one file, as UTF-8. Positions count from the window's first byte.
class Window {
 public:
  /// Starts over at byte `offset` of `file`, with `bytes` of it.
  void open(const ExportFile& file, Encoding encoding, std::uint64_t offset, std::size_t bytes) {
    if (file_ != &file) fd_ = open_unchanged(file);
    file_ = &file;
    encoding_ = encoding;
    offset_ = read_ = offset;
    size_ = 0;
    read_more(bytes);
  }

  /// Forgets the file that is open: the next one may have the same address.
  void close() {
    file_ = nullptr;
    fd_ = UniqueFd();
  }

  /// At least doubles the window; false at the end of the file.
  bool grow() {
    if (at_end()) return false;
    read_more(std::max(size_, std::size_t{64} << 10));
    return true;
  }

  /// Skips, without keeping it, all up to and with the next line feed beyond the window. Returns the file offset
  /// after it.
  std::uint64_t skip_line() {
    std::size_t kept = size_;
    while (!at_end()) {
      std::size_t old = size_ = kept;
      std::uint64_t from = read_;
      read_more(std::size_t{1} << 20);
      const void* feed = std::memchr(data() + old, '\n', size_ - old);
      if (feed == nullptr) continue;
      auto end = static_cast<std::size_t>(static_cast<const char*>(feed) - data()) + 1;
      std::uint64_t after = from + encoded_size({data() + old, end - old}, encoding_);
      size_ = kept;
      return after;
    }
    size_ = kept;
    return file_->bytes;
  }

  const char* data() const { return buffer_.get(); }
  std::size_t size() const { return size_; }
  bool at_end() const { return read_ >= file_->bytes; }
  /// The file offset of a position.
  std::uint64_t offset_of(std::size_t position) const { return offset_ + encoded_size({data(), position}, encoding_); }
  std::uint64_t offset() const { return offset_; }

 private:
  void reserve(std::size_t size) {
    if (size + kStructuralPadding <= capacity_) return;
    std::size_t capacity = std::max(size + kStructuralPadding, capacity_ + capacity_ / 2);
    // Not a vector: what is about to be read into need not be cleared, and realloc moves big buffers without a copy.
    void* bigger = std::realloc(buffer_.get(), capacity);
    if (bigger == nullptr) throw std::bad_alloc();
    static_cast<void>(buffer_.release());
    buffer_.reset(static_cast<char*>(bigger));
    capacity_ = capacity;
  }

  void read_more(std::size_t bytes) {
    bytes = static_cast<std::size_t>(std::min<std::uint64_t>(bytes, file_->bytes - read_));
    if (encoding_ == Encoding::utf8) {
      reserve(size_ + bytes);
      read_exactly(buffer_.get() + size_, bytes);
      size_ += bytes;
    } else {
      read_encoded(bytes);
    }
    std::memset(buffer_.get() + size_, 0, kStructuralPadding);
  }

  void read_encoded(std::size_t bytes) {
    raw_.resize(bytes);
    std::uint64_t from = read_;
    read_exactly(raw_.data(), bytes);
    utf8_.clear();
    std::size_t used = append_as_utf8(raw_, encoding_, utf8_);
    if (used < bytes) {
      if (!at_end()) {
        read_ = from + used;  // the rest of a character comes with the next read
      } else {
        utf8_ += '\xFF';  // half a character at the end of the file: refused as text
      }
    }
    reserve(size_ + utf8_.size());
    std::memcpy(buffer_.get() + size_, utf8_.data(), utf8_.size());
    size_ += utf8_.size();
  }

  void read_exactly(char* out, std::size_t bytes) {
    read_unchanged(fd_, *file_, read_, out, bytes);
    read_ += bytes;
  }

  const ExportFile* file_ = nullptr;
  UniqueFd fd_;
  Encoding encoding_ = Encoding::utf8;
  std::uint64_t offset_ = 0;  // of the window in the file
  std::uint64_t read_ = 0;    // of the first byte not yet read
  struct Free {
    void operator()(char* p) const { std::free(p); }
  };
  std::unique_ptr<char, Free> buffer_;
  std::size_t capacity_ = 0;
  std::size_t size_ = 0;
  std::string raw_;   // as on disk
  std::string utf8_;  // the same, decoded
};

/// The records at a file's beginning that are no data.
std::size_t head_records(const Dialect& dialect) { return (dialect.header ? 1U : 0U) + (dialect.units ? 1U : 0U); }

bool is_wide(Encoding encoding) { return encoding == Encoding::utf16le || encoding == Encoding::utf16be; }

/// All of a file, or the part of it that is asked for. In UTF-16 a unit belongs to the range of its first byte.
FileRange range_of(const ExportFile& file, const Dialect& dialect, const FileRanges* ranges, std::size_t index) {
  FileRange whole{0, file.bytes, {0, 1}};
  if (ranges == nullptr) return whole;
  const auto found = ranges->find(index);
  if (found == ranges->end()) return whole;
  if (is_streamed(file, dialect)) throw std::logic_error("a stream has no ranges");
  FileRange range = found->second;
  if (!is_wide(dialect.encoding)) return range;
  range.first += range.first % 2;
  if (range.last < file.bytes) range.last += range.last % 2;
  return range;
}

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

std::size_t find(const Window& window, char c, std::size_t from, std::size_t to) {
  if (from >= to) return kNone;
  const void* p = std::memchr(window.data() + from, c, to - from);
  return p == nullptr ? kNone : static_cast<std::size_t>(static_cast<const char*>(p) - window.data());
}

// Where the records of a stretch end.
struct RecordsEnd {
  std::size_t position = 0;  // of the first record after the stretch, or the window's end
  bool oversized = false;    // the last record goes on beyond the window; see Window::skip_line
};

// Finds the first record that starts at or after `limit`, given that one starts at `start`.
class Cutter {
 public:
  Cutter(Window& window, char delimiter, std::size_t max_record)
      : window_(window), delimiter_(delimiter), max_record_(max_record) {}

  RecordsEnd cut(std::size_t start, std::size_t limit) {
    start_ = start;
    std::size_t pos = start;
    for (std::size_t q; (q = find(window_, '"', pos, limit)) != kNone;) pos = after_quote(q);
    pos = std::max(pos, limit);
    return finish_record(pos);
  }

 private:
  bool starts_field(std::size_t q) const {
    if (q == start_) return true;
    char before = window_.data()[q - 1];
    return before == delimiter_ || before == '\n';
  }

  // Where to go on after the quote at `q`: behind its field if it opens one (or, if that field is malformed, on the
  // next line), else right behind it.
  std::size_t after_quote(std::size_t q) {
    if (!starts_field(q)) return q + 1;
    for (;;) {
      QuoteEnd end = close_quote(window_.data() + q + 1, window_.data() + window_.size(), delimiter_);
      auto behind = static_cast<std::size_t>(end.close == nullptr ? 0 : end.close - window_.data()) + 1;
      // Two bytes behind the quote decide: a second quote, or the CR and LF of a line end.
      bool undecided = end.close == nullptr || behind + 2 > window_.size();
      if (undecided && window_.size() - q <= max_record_ && window_.grow()) continue;
      if (end.close != nullptr && end.well_closed) return behind;
      return next_line(q);
    }
  }

  std::size_t next_line(std::size_t pos) {
    std::size_t from = pos;
    for (;;) {
      std::size_t feed = find(window_, '\n', from, window_.size());
      if (feed != kNone) return feed + 1;
      from = window_.size();
      if (from - pos > max_record_ || !window_.grow()) return from;
    }
  }

  RecordsEnd finish_record(std::size_t pos) {
    std::size_t begun = pos;
    std::size_t feed = kNone;    // the first line feed from `pos` on
    std::size_t searched = pos;  // up to there, if there is none
    while (pos == start_ || window_.data()[pos - 1] != '\n') {
      if (feed == kNone || feed < pos) {
        feed = find(window_, '\n', std::max(pos, searched), window_.size());
        searched = feed == kNone ? window_.size() : feed;
      }
      std::size_t q = find(window_, '"', pos, feed == kNone ? window_.size() : feed);
      if (q != kNone) {
        pos = after_quote(q);
      } else if (feed != kNone) {
        pos = feed + 1;
      } else {
        pos = window_.size();
        if (window_.at_end()) break;
        if (pos - begun > max_record_) return {pos, true};
        window_.grow();
      }
    }
    return {pos, false};
  }

  Window& window_;
  char delimiter_;
  std::size_t max_record_;
  std::size_t start_ = 0;
};

}  // namespace

// What the threads share: which block is next, and where each block's records begin.
struct BlockSource::Chain {
  struct Cut {
    bool known = false;
    std::uint64_t offset = 0;
    std::uint64_t line = 0;
  };

  std::vector<ExportFile> files;
  std::vector<Dialect> dialects;  // by file; or one of all
  BlockOptions options;
  std::vector<FileRange> ranges;   // by file
  std::vector<std::size_t> first;  // block number of each file's first block; one more at the end
  std::atomic<std::size_t> next{0};

  // Files that are read as streams have one block number each; how many blocks come of it isn't known before.
  struct Streamed {
    std::mutex mutex;
    std::unique_ptr<RecordStream> records;
    std::size_t blocks = 0;
    std::uint64_t position = 0;  // in the file
    bool ended = false;
  };
  std::map<std::size_t, Streamed> streamed;  // by file

  std::mutex mutex;
  std::condition_variable changed;
  std::vector<Cut> begin;        // of each block; a file's first is known from the start
  std::vector<BlockBegin> ends;  // by file: behind its last block
  std::exception_ptr failure;

  const Dialect& dialect(std::size_t file) const { return dialects.size() == 1 ? dialects.front() : dialects[file]; }

  std::size_t file_of(std::size_t number) const {
    return static_cast<std::size_t>(std::upper_bound(first.begin(), first.end(), number) - first.begin()) - 1;
  }

  bool is_wanted(std::size_t number) const {
    if (options.only == nullptr && options.from == nullptr) return true;
    const std::size_t file = file_of(number);
    const std::size_t index = number - first[file];
    if (streamed.contains(file)) return true;
    if (options.only != nullptr && !options.only->contains({file, index})) return false;
    if (options.from == nullptr) return true;
    const auto from = options.from->find(file);
    return from == options.from->end() || index >= from->second.index;
  }

  Cut wait_begin(std::size_t number) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return begin[number].known || failure; });
    if (failure) std::rethrow_exception(failure);
    return begin[number];
  }

  /// Where the records behind block `number` of `file` begin.
  void publish_end(std::size_t file, std::size_t number, std::uint64_t offset, std::uint64_t line) {
    {
      std::lock_guard lock(mutex);
      if (number + 1 == first[file + 1]) {
        ends[file] = {offset, line};
      } else {
        begin[number + 1] = {true, offset, line};
      }
    }
    changed.notify_all();
  }

  void fail(std::exception_ptr error) {
    {
      std::lock_guard lock(mutex);
      if (!failure) failure = error;
    }
    changed.notify_all();
  }
};

BlockSource::BlockSource(std::vector<ExportFile> files, const Dialect& dialect, BlockOptions options)
    : BlockSource(std::move(files), std::vector<Dialect>{dialect}, options) {}

BlockSource::BlockSource(std::vector<ExportFile> files, std::vector<Dialect> dialects, BlockOptions options)
    : chain_(std::make_unique<Chain>()) {
  chain_->files = std::move(files);
  chain_->dialects = std::move(dialects);
  // Even, so that blocks of UTF-16 begin with a whole unit.
  options.block_bytes = std::max<std::size_t>(options.block_bytes + options.block_bytes % 2, 2);
  chain_->options = options;
  std::size_t number = 0;
  for (const ExportFile& file : chain_->files) {
    const std::size_t index = chain_->first.size();
    const FileRange range = range_of(file, chain_->dialect(index), options.ranges, index);
    chain_->ranges.push_back(range);
    chain_->ends.push_back(range.begin);
    chain_->first.push_back(number);
    if (is_streamed(file, chain_->dialect(index))) {
      chain_->streamed[index];
      ++number;
    } else {
      number += static_cast<std::size_t>((range.last - range.first + options.block_bytes - 1) / options.block_bytes);
    }
  }
  chain_->first.push_back(number);
  chain_->begin.resize(number);
  for (std::size_t file = 0; file < chain_->files.size(); ++file) {
    const BlockBegin& begin = chain_->ranges[file].begin;
    if (chain_->first[file] < number) chain_->begin[chain_->first[file]] = {true, begin.offset, begin.line};
  }
  if (options.from != nullptr) {
    for (const auto& [file, from] : *options.from) {
      const std::size_t place = chain_->first.at(file) + from.index;
      if (place < chain_->first.at(file + 1) && !chain_->streamed.contains(file)) {
        chain_->begin[place] = {true, from.begin.offset, from.begin.line};
      }
    }
  }
  if (options.only == nullptr) return;
  for (const auto& [place, begin] : *options.only) {
    const auto& [file, block] = place;
    // A file's first block begins with what is no data, which is passed over again.
    if (block > 0 && !chain_->streamed.contains(file)) {
      chain_->begin.at(chain_->first[file] + block) = {true, begin.offset, begin.line};
    }
  }
}

BlockSource::~BlockSource() = default;

const std::vector<ExportFile>& BlockSource::files() const { return chain_->files; }
std::size_t BlockSource::block_count() const { return chain_->begin.size(); }

std::uint64_t BlockSource::bytes_total() const {
  std::uint64_t bytes = 0;
  for (const FileRange& range : chain_->ranges) bytes += range.last - range.first;
  return bytes;
}

BlockBegin BlockSource::end_of(std::size_t file) const {
  std::lock_guard lock(chain_->mutex);
  return chain_->ends.at(file);
}

struct BlockSource::Reader::Buffer {
  Window window;
  RecordChunk chunk;

  bool read(Chain& chain, std::size_t number, Block& block);
  /// The next block of any file that is read as a stream; false if there is none left.
  bool read_streamed(Chain& chain, Block& block);

 private:
  bool read_streamed(Chain& chain, std::size_t file, Block& block);
  std::size_t head_of_chunk(const Dialect& dialect, bool skip_header) const;
  struct Guess {
    std::size_t start = kNone;
    RecordsEnd end;
  };

  Guess prepare(Cutter& cutter, std::size_t limit);
  std::size_t skip_lines(std::size_t lines, std::size_t start);
  std::size_t skip_head(const Chain& chain, Cutter& cutter, std::size_t file);
};

// Cuts the block on the guess that the first line feed from the byte before it on ends a record.
BlockSource::Reader::Buffer::Guess BlockSource::Reader::Buffer::prepare(Cutter& cutter, std::size_t limit) {
  Guess guess;
  std::size_t feed = find(window, '\n', 0, limit);
  if (feed == kNone || feed + 1 >= limit) return guess;
  guess.start = feed + 1;
  guess.end = cutter.cut(guess.start, limit);
  return guess;
}

// Past that many lines, and one that only tells the delimiter.
std::size_t BlockSource::Reader::Buffer::skip_lines(std::size_t lines, std::size_t start) {
  while (start + kLongestHint > window.size() && window.grow()) {
  }
  std::string_view first(window.data() + start, std::min(window.size() - start, kLongestHint));
  first = first.substr(0, first.find_first_of("\r\n"));
  if (lines == 0 && is_delimiter_hint(first)) lines = 1;
  for (; lines > 0; --lines) {
    std::size_t feed = find(window, '\n', start, window.size());
    while (feed == kNone && window.grow()) feed = find(window, '\n', start, window.size());
    if (feed == kNone) return window.size();
    start = feed + 1;
  }
  return start;
}

// Past the byte-order mark, the lines above the header and the header of a file's first block.
std::size_t BlockSource::Reader::Buffer::skip_head(const Chain& chain, Cutter& cutter, std::size_t file) {
  const Dialect& dialect = chain.dialect(file);
  const bool wide = is_wide(dialect.encoding);
  std::string_view head(window.data(), std::min<std::size_t>(window.size(), 4));
  // In UTF-16 the mark was decoded like any other character.
  bool marked = bom_size(head, Encoding::utf8) > 0 && (wide || dialect.encoding == Encoding::utf8);
  std::size_t start = skip_lines(dialect.skip, marked ? 3 : 0);
  if (!chain.options.skip_header) return start;
  for (std::size_t left = head_records(dialect); left > 0; --left) {
    if (start >= window.size() && !window.grow()) return start;
    const RecordsEnd end = cutter.cut(start, start + 1);
    if (end.oversized) {
      throw data_error(fmt::format("the first line has no end within {} bytes", chain.options.max_record_bytes))
          .at(chain.files[file].path.string(), 1)
          .hint("is it a CSV export? Check delimiter and encoding in rox.toml's [source]");
    }
    start = end.position;
  }
  return start;
}

// False if no record starts in the block.
bool BlockSource::Reader::Buffer::read(Chain& chain, std::size_t number, Block& block) {
  std::size_t f = chain.file_of(number);
  const ExportFile& file = chain.files[f];
  const BlockOptions& options = chain.options;
  const Dialect& dialect = chain.dialect(f);
  const Encoding encoding = dialect.encoding;
  const std::size_t index = number - chain.first[f];
  const std::uint64_t first_byte = chain.ranges[f].first + std::uint64_t{index} * options.block_bytes;
  const std::uint64_t last_byte = std::min(first_byte + options.block_bytes, chain.ranges[f].last);

  Cutter cutter(window, dialect.field_delimiter(), options.max_record_bytes);
  Guess guess;
  Chain::Cut begin;
  std::size_t limit = 0;
  auto pass_on = [&](std::uint64_t offset, std::uint64_t line) { chain.publish_end(f, number, offset, line); };

  if (encoding == Encoding::utf8) {
    std::uint64_t from = first_byte - (index > 0);
    window.open(file, encoding, from, static_cast<std::size_t>(last_byte - from) + kSlack);
    limit = static_cast<std::size_t>(last_byte - from);
    if (index > 0) guess = prepare(cutter, limit);
    begin = chain.wait_begin(number);
  } else {
    // Bytes and characters differ here; the window has to begin where a character does.
    begin = chain.wait_begin(number);
    if (begin.offset < last_byte) {
      window.open(file, encoding, begin.offset, static_cast<std::size_t>(last_byte - begin.offset));
      limit = window.size();
    }
  }
  if (begin.offset >= last_byte) {
    pass_on(begin.offset, begin.line);
    return false;
  }

  auto start = static_cast<std::size_t>(begin.offset - window.offset());
  if (first_byte == 0) {
    start = skip_head(chain, cutter, f);
    begin.line += survey(window.data(), window.data() + start).line_feeds;
  }
  RecordsEnd end{start, false};
  if (start < limit) end = guess.start == start ? guess.end : cutter.cut(start, limit);
  const TextSurvey text = survey(window.data() + start, window.data() + end.position);
  if (end.oversized) {
    pass_on(window.skip_line(), begin.line + text.line_feeds + 1);
  } else {
    pass_on(window.offset_of(end.position), begin.line + text.line_feeds);
  }

  block.file = f;
  block.index = index;
  block.bytes = {window.data() + start, end.position - start};
  block.offset = window.offset_of(start);
  block.disk_bytes = encoded_size(block.bytes, encoding);
  block.line = begin.line;
  block.clean = text.plain || clean_utf8(block.bytes);
  block.oversized = end.oversized;
  return !block.bytes.empty();
}

bool BlockSource::Reader::Buffer::read_streamed(Chain& chain, Block& block) {
  for (auto& [file, streamed] : chain.streamed) {
    if (read_streamed(chain, file, block)) return true;
  }
  return false;
}

bool BlockSource::Reader::Buffer::read_streamed(Chain& chain, std::size_t f, Block& block) {
  Chain::Streamed& streamed = chain.streamed.at(f);
  std::unique_lock lock(streamed.mutex);
  std::size_t skipped = 0;
  do {
    if (streamed.ended) return false;
    if (!streamed.records) {
      streamed.records = open_records(chain.files[f], chain.dialect(f), chain.options.max_record_bytes);
    }
    streamed.ended = !streamed.records->next(chunk);
    if (streamed.ended) {
      streamed.records.reset();  // closes the file
      return false;
    }
    chunk.bytes.append(kStructuralPadding, '\0');
    skipped = streamed.blocks++ == 0 ? head_of_chunk(chain.dialect(f), chain.options.skip_header) : 0;
  } while (skipped + kStructuralPadding == chunk.bytes.size());

  block.file = f;
  block.index = streamed.blocks - 1;
  block.disk_bytes = streamed.records->position() - std::exchange(streamed.position, streamed.records->position());
  block.offset = streamed.position;
  lock.unlock();  // the next chunk can be unpacked meanwhile
  const std::string_view bytes(chunk.bytes.data(), chunk.bytes.size() - kStructuralPadding);
  block.bytes = bytes.substr(skipped);
  block.line = chunk.line + survey(bytes.data(), bytes.data() + skipped).line_feeds;
  const TextSurvey text = survey(block.bytes.data(), block.bytes.data() + block.bytes.size());
  block.clean = text.plain || clean_utf8(block.bytes);
  block.oversized = chunk.oversized;
  return true;
}

/// How long the header is, and the line below it if that isn't data, in the first chunk of a file.
std::size_t BlockSource::Reader::Buffer::head_of_chunk(const Dialect& dialect, bool skip_header) const {
  if (!skip_header) return 0;
  const std::string_view bytes(chunk.bytes.data(), chunk.bytes.size() - kStructuralPadding);
  RecordReader records(bytes, dialect.field_delimiter(), chunk.line);
  for (std::size_t left = head_records(dialect); left > 0 && records.next(); --left) {
  }
  return records.end_offset();
}

BlockSource::Reader::Reader(BlockSource& source) : source_(source), buffer_(std::make_unique<Buffer>()) {}
BlockSource::Reader::~Reader() = default;

bool BlockSource::Reader::next(Block& block) {
  Chain& chain = *source_.chain_;
  try {
    for (;;) {
      std::size_t number = chain.next.fetch_add(1);
      if (number >= source_.block_count()) {
        buffer_->window.close();
        return buffer_->read_streamed(chain, block);
      }
      if (!chain.is_wanted(number)) continue;
      if (chain.streamed.contains(chain.file_of(number))) {
        if (buffer_->read_streamed(chain, block)) return true;
      } else if (buffer_->read(chain, number, block)) {
        return true;
      }
    }
  } catch (...) {
    chain.fail(std::current_exception());
    throw;
  }
}

}  // namespace rox
