#include "source/file_range.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "source/unchanged.hpp"

namespace rox {
namespace {

constexpr std::size_t kPiece = std::size_t{64} << 10;  // even: whole units of UTF-16

std::string_view line_feed(Encoding encoding) {
  using std::string_view_literals::operator""sv;
  if (encoding == Encoding::utf16le) return "\n\0"sv;
  if (encoding == Encoding::utf16be) return "\0\n"sv;
  return "\n"sv;
}

/// Behind the first line feed from `from` on.
std::uint64_t behind_line_feed(const ExportFile& file, Encoding encoding, std::uint64_t from, std::uint64_t last) {
  const UniqueFd fd = open_unchanged(file);
  const std::string_view feed = line_feed(encoding);
  std::string piece(kPiece, '\0');
  for (std::uint64_t at = from; at < last; at += piece.size()) {
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), file.bytes - at));
    read_unchanged(fd, file, at, piece.data(), size);
    const std::string_view text(piece.data(), size);
    for (std::size_t found = text.find(feed); found != std::string_view::npos; found = text.find(feed, found + 1)) {
      if (found % feed.size() == 0) return at + found + feed.size();
    }
  }
  return file.bytes;
}

/// Where the first record from byte `first` on begins, if the first line feed from the one before it on ends a record;
/// the end of the file, if there is none.
std::uint64_t guess_begin(const ExportFile& file, Encoding encoding, std::uint64_t first, std::uint64_t last) {
  const std::size_t unit = line_feed(encoding).size();
  const std::uint64_t from = (first + unit - 1) / unit * unit - unit;
  const std::uint64_t begin = behind_line_feed(file, encoding, from, last);
  return begin < last ? begin : file.bytes;
}

/// Only cuts it.
BlockBegin find_end(const ExportFile& file, const Dialect& dialect, const FileRange& range) {
  const FileRanges ranges{{0, range}};
  BlockOptions options;
  options.ranges = &ranges;
  BlockSource blocks({file}, dialect, options);
  BlockSource::Reader reader(blocks);
  Block block;
  while (reader.next(block)) {
  }
  return blocks.end_of(0);
}

}  // namespace

std::vector<RangeToRead> divide(const ExportFile& file, std::uint64_t most) {
  const std::uint64_t count = std::max<std::uint64_t>((file.bytes + most - 1) / most, 1);
  const std::uint64_t each = (file.bytes + count - 1) / count;
  std::vector<RangeToRead> ranges;
  for (std::uint64_t first = 0; first < file.bytes; first += each) {
    ranges.push_back({first, std::min(first + each, file.bytes), {}});
  }
  return ranges;
}

ReadRange begin_range(const ExportFile& file, const Dialect& dialect, const RangeToRead& wanted) {
  if (wanted.last > file.bytes) throw changed_error(file, fmt::format("shrank to {} bytes", file.bytes));
  FileRange range{wanted.first, wanted.last, {0, 1}};
  if (wanted.first == 0) return {range, {}, false};
  if (wanted.begin) {
    range.begin = *wanted.begin;
    return {range, {}, false};
  }
  range.begin.offset = guess_begin(file, dialect.encoding, wanted.first, wanted.last);
  return {range, {}, true};
}

std::vector<SettledRange> settle(const ExportFile& file, const Dialect& dialect, const std::vector<ReadRange>& ranges) {
  using Verdict = SettledRange::Verdict;
  std::vector<SettledRange> settled;
  BlockBegin next{0, 1};
  for (const ReadRange& read : ranges) {
    SettledRange range{Verdict::right, next, next, 0};
    if (next.offset >= read.range.last) {
      range.verdict = Verdict::empty;
    } else if (next.offset == read.range.begin.offset) {
      range.lines_before = next.line - read.range.begin.line;
      range.end = {read.end.offset, read.end.line + range.lines_before};
    } else {
      range.verdict = Verdict::mistaken;
      range.end = find_end(file, dialect, {read.range.first, read.range.last, next});
    }
    next = range.end;
    settled.push_back(range);
  }
  return settled;
}

}  // namespace rox
