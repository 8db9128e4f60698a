// Records on their way into chunks: as many are held back as lines below the data aren't read.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>

#include "source/streams.hpp"

namespace rox {

class RecordQueue {
 public:
  /// `skip_end`: the records at the end that are no data.
  explicit RecordQueue(std::size_t skip_end) : skip_end_(skip_end) {}

  /// `text`: as the scanner reads it, with its line feeds; without one at its end it was too long.
  void push(std::string text, std::uint64_t line) { held_.push_back({std::move(text), line}); }

  /// The next chunk; false at the end. `read`: pushes what comes next, a record or none; false if nothing does.
  template <class Read>
  bool next(RecordChunk& chunk, Read&& read) {
    chunk.bytes.clear();
    chunk.oversized = false;
    while (chunk.bytes.size() < kChunk) {
      while (held_.size() <= skip_end_ && !ended_) ended_ = !read();
      if (held_.size() <= skip_end_) break;  // what is left is below the data
      Record& record = held_.front();
      if (chunk.bytes.empty()) {
        chunk.line = record.line;
      } else if (record.line != next_line_) {
        break;  // lines were left out
      }
      next_line_ = record.line + static_cast<std::uint64_t>(std::count(record.text.begin(), record.text.end(), '\n'));
      chunk.bytes += record.text;
      chunk.oversized = record.text.empty() || record.text.back() != '\n';
      held_.pop_front();
      if (chunk.oversized) break;
    }
    return !chunk.bytes.empty();
  }

 private:
  static constexpr std::size_t kChunk = std::size_t{1} << 20;

  struct Record {
    std::string text;
    std::uint64_t line = 0;
  };

  const std::size_t skip_end_;
  std::deque<Record> held_;
  std::uint64_t next_line_ = 1;
  bool ended_ = false;
};

}  // namespace rox
