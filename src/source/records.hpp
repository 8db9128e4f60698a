// A block of whole records, cut into fields.
//
// The grammar is RFC 4180's, made total so that every byte belongs to exactly one record:
//  - A field is quoted if its first byte is '"'. It ends at the first quote that isn't doubled, which must be
//    followed by a delimiter, a line end or the end of the file.
//  - If it isn't, the opening quote was a mistake. The record is then cut off at the end of the physical line
//    where that quote stands, and reading resumes on the next line: a stray quote costs one line, never the
//    rest of the file. It is `malformed_quote` if the closing quote stood on the same line, else
//    `unterminated_quote`.
//  - A quote anywhere else in an unquoted field is a character like any other.
//  - Lines end in LF or CRLF; the last one may lack its end. An empty line is a blank line: no record
//    where tables have two columns or more.
// blocks.cpp applies the same rules (close_quote) to cut files into blocks.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "source/structural.hpp"

namespace rox {

struct Field {
  const char* data = nullptr;
  std::size_t size = 0;
  bool quoted = false;
  bool doubled = false;  // has doubled quotes: use unescape()

  std::string_view text() const { return {data, size}; }
};

/// The field's text with doubled quotes made single. Uses `scratch` where that takes a copy.
inline std::string_view unescape(const Field& field, std::string& scratch) {
  if (!field.doubled) return field.text();
  scratch.clear();
  for (std::string_view rest = field.text(); !rest.empty();) {
    std::size_t q = rest.find('"');
    if (q == std::string_view::npos) q = rest.size() - 1;
    scratch.append(rest.substr(0, q + 1));
    rest.remove_prefix(std::min(q + 2, rest.size()));
  }
  return scratch;
}

/// The opposite: the text as a quoted field.
inline void append_quoted(std::string_view text, std::string& out) {
  out += '"';
  for (const char c : text) {
    if (c == '"') out += c;
    out += c;
  }
  out += '"';
}

/// Whether a record of `count` fields is a row of `width` columns. A delimiter at the end of each row, but not of the
/// header, makes one more field with nothing in it.
inline bool has_width(const std::vector<Field>& fields, std::size_t count, std::size_t width) {
  return count == width || (width > 1 && count == width + 1 && fields.back().size == 0 && !fields.back().quoted);
}

/// Where a quoted field ends.
struct QuoteEnd {
  const char* close = nullptr;  // the first quote that isn't doubled; null if there is none before `end`
  bool well_closed = false;     // what follows it is a delimiter, a line end or `end`
  bool doubled = false;
};

/// `p`: just after the opening quote.
inline QuoteEnd close_quote(const char* p, const char* end, char delimiter) {
  QuoteEnd result;
  for (;;) {
    const char* q =
        p < end ? static_cast<const char*>(std::memchr(p, '"', static_cast<std::size_t>(end - p))) : nullptr;
    if (q == nullptr) return result;
    if (q + 1 < end && q[1] == '"') {
      result.doubled = true;
      p = q + 2;
      continue;
    }
    result.close = q;
    const char* after = q + 1;
    result.well_closed = after == end || *after == delimiter || *after == '\n' ||
                         (*after == '\r' && (after + 1 == end || after[1] == '\n'));
    return result;
  }
}

enum class RecordState {
  good,
  blank,               // an empty line
  malformed_quote,     // the last field is the bad one, as it stands
  unterminated_quote,  // likewise
};

class RecordReader {
 public:
  /// More than any table has. A line of delimiters takes no more memory than this.
  static constexpr std::size_t kMostFields = std::size_t{1} << 20;

  RecordReader() = default;
  RecordReader(std::string_view block, char delimiter, std::uint64_t line) { seek(block, delimiter, 0, line); }

  /// Begins at byte `offset`, on line `line`, of `block`: whole records, readable for kStructuralPadding bytes past
  /// its end.
  void seek(std::string_view block, char delimiter, std::size_t offset, std::uint64_t line) {
    begin_ = block.data();
    start_ = pos_ = begin_ + offset;
    end_ = begin_ + block.size();
    delimiter_ = delimiter;
    line_ = next_line_ = line;
    walk_ = StructuralWalk(pos_, end_, delimiter);
  }

  /// False at the end of the block.
  bool next() {
    if (pos_ >= end_) return false;
    start_ = pos_;
    line_ = next_line_++;
    fields_.clear();
    field_count_ = 0;
    const char* field = pos_;
    for (;;) {
      const char* s = walk_.next();
      if (s < end_ && *s == delimiter_) {
        add({field, static_cast<std::size_t>(s - field), false, false});
        field = s + 1;
        continue;
      }
      if (s < end_ && *s == '"') {
        if (s != field) continue;
        const char* after = take_quoted(field);
        if (after == nullptr) return true;
        if (after < end_ && *after == delimiter_) {
          field = after + 1;
          walk_.skip_to(field);
          continue;
        }
        finish_line(after < end_ && *after == '\r' ? after + 1 : after);
        state_ = RecordState::good;
        return true;
      }
      const char* stop = s > field && s[-1] == '\r' ? s - 1 : s;
      add({field, static_cast<std::size_t>(stop - field), false, false});
      finish_line(s);
      state_ = stop == start_ ? RecordState::blank : RecordState::good;
      return true;
    }
  }

  RecordState state() const { return state_; }
  /// The first kMostFields of them.
  const std::vector<Field>& fields() const { return fields_; }
  std::size_t field_count() const { return field_count_; }
  /// The physical line where the record starts.
  std::uint64_t line() const { return line_; }
  /// Bytes from the start of the block to the record.
  std::size_t offset() const { return static_cast<std::size_t>(start_ - begin_); }
  /// Where the next record begins, and on which line.
  std::size_t end_offset() const { return static_cast<std::size_t>(pos_ - begin_); }
  std::uint64_t end_line() const { return next_line_; }
  /// The record without its line end.
  std::string_view raw() const {
    const char* stop = pos_;
    if (stop > start_ && stop[-1] == '\n') --stop;
    if (stop > start_ && stop[-1] == '\r') --stop;
    return {start_, static_cast<std::size_t>(stop - start_)};
  }

 private:
  void add(Field field) {
    ++field_count_;
    if (fields_.size() < kMostFields) fields_.push_back(field);
  }

  // `at`: the line feed that ends the record, or end_.
  void finish_line(const char* at) {
    pos_ = at < end_ ? at + 1 : end_;
    walk_.skip_to(pos_);
  }

  // Adds the quoted field that opens at `open`; returns what follows its closing quote, or null if the
  // record ended badly.
  const char* take_quoted(const char* open) {
    QuoteEnd quote = close_quote(open + 1, end_, delimiter_);
    if (quote.well_closed) {
      add({open + 1, static_cast<std::size_t>(quote.close - open - 1), true, quote.doubled});
      next_line_ += count_lines(open + 1, quote.close);
      return quote.close + 1;
    }
    const auto* line_end = static_cast<const char*>(std::memchr(open, '\n', static_cast<std::size_t>(end_ - open)));
    if (line_end == nullptr) line_end = end_;
    bool same_line = quote.close != nullptr && quote.close < line_end;
    state_ = same_line ? RecordState::malformed_quote : RecordState::unterminated_quote;
    finish_line(line_end);
    const char* stop = line_end > open && line_end[-1] == '\r' ? line_end - 1 : line_end;
    add({open, static_cast<std::size_t>(stop - open), false, false});
    return nullptr;
  }

  static std::uint64_t count_lines(const char* p, const char* end) {
    std::uint64_t lines = 0;
    while (p < end && (p = static_cast<const char*>(std::memchr(p, '\n', static_cast<std::size_t>(end - p))))) {
      ++lines;
      ++p;
    }
    return lines;
  }

  StructuralWalk walk_{nullptr, nullptr, 0};
  const char* begin_ = nullptr;
  const char* start_ = nullptr;
  const char* pos_ = nullptr;
  const char* end_ = nullptr;
  char delimiter_ = 0;
  std::uint64_t line_ = 0;
  std::uint64_t next_line_ = 0;
  RecordState state_ = RecordState::good;
  std::size_t field_count_ = 0;
  std::vector<Field> fields_;
};

}  // namespace rox
