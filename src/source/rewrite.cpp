#include "source/rewrite.hpp"

#include <algorithm>
#include <string_view>

#include "source/head.hpp"
#include "source/record_queue.hpp"
#include "source/records.hpp"

namespace rox {
namespace {

constexpr std::size_t kRead = std::size_t{1} << 18;

class Rewriter final : public RecordStream {
 public:
  Rewriter(std::unique_ptr<ByteStream> text, const Dialect& dialect, std::size_t max_record)
      : source_(std::move(text)),
        dialect_(dialect),
        max_record_(max_record),
        out_(dialect.field_delimiter()),
        records_(dialect.skip_end) {}

  bool next(RecordChunk& chunk) override {
    return records_.next(chunk, [&] { return read_record_or_none(); });
  }

  std::uint64_t position() const override { return source_->position(); }

 private:
  /// A line that is none, or a record. False at the end.
  bool read_record_or_none() {
    if (!have(1)) return false;
    const std::uint64_t line = line_;
    if (line <= dialect_.skip || is_comment() || is_hint(line)) {
      skip_line();
      return true;
    }
    std::string record;
    read_record(record);
    records_.push(std::move(record), line);
    return true;
  }

  bool is_comment() {
    return !dialect_.comment.empty() && have(dialect_.comment.size()) &&
           std::string_view(text_).substr(at_).starts_with(dialect_.comment);
  }

  /// "sep=;", by which spreadsheets are told the delimiter.
  bool is_hint(std::uint64_t line) { return line == 1 && have(4) && is_delimiter_hint(first_line()); }

  std::string_view first_line() {
    have(kLongestHint);
    const std::string_view text = std::string_view(text_).substr(at_, kLongestHint);
    return text.substr(0, text.find_first_of("\r\n"));
  }

  // The text: `at_` is the next byte of it.

  /// Whether there are `bytes` more.
  bool have(std::size_t bytes) {
    while (text_.size() - at_ < bytes && !source_ended_) {
      text_.erase(0, at_);
      at_ = 0;
      const std::size_t before = text_.size();
      text_.resize(before + kRead);
      const std::size_t got = source_->read(text_.data() + before, kRead);
      text_.resize(before + got);
      source_ended_ = got == 0;
    }
    return text_.size() - at_ >= bytes;
  }

  bool starts_with(std::string_view sign) {
    return have(sign.size()) && std::string_view(text_).substr(at_, sign.size()) == sign;
  }

  /// How many bytes end a line here: 0 if none does.
  std::size_t line_end() {
    if (!have(1)) return 0;
    const char c = text_[at_];
    if (c == '\n') return 1;
    if (c != '\r') return 0;
    if (!have(2)) return 1;  // the end of the text ends it as a line feed does
    if (text_[at_ + 1] == '\n') return 2;
    return dialect_.line_end == LineEnd::cr ? 1 : 0;
  }

  void skip_line() {
    while (have(1)) {
      const std::size_t end = line_end();
      at_ += std::max<std::size_t>(end, 1);
      if (end > 0) break;
    }
    ++line_;
  }

  void read_record(std::string& out) {
    const std::size_t begun = out.size();
    for (bool first = true;; first = false) {
      if (!first) out += out_;
      if (!read_field(out)) return;
      const std::size_t end = line_end();
      if (end > 0 || !have(1)) {
        at_ += end;
        ++line_;
        out += '\n';
        return;
      }
      if (out.size() - begun > max_record_) {  // the scanner refuses what has no end
        skip_line();
        return;
      }
      at_ += dialect_.delimiter.size();
    }
  }

  /// Up to a delimiter or the end of the line. False if a bad quote took the whole line.
  bool read_field(std::string& out) {
    if (dialect_.trim) skip_blanks();
    if (dialect_.quote != '\0' && have(1) && text_[at_] == dialect_.quote) return read_quoted(out);
    field_.clear();
    while (have(1) && line_end() == 0 && !starts_with(dialect_.delimiter) && field_.size() <= max_record_) {
      if (text_[at_] == dialect_.escape && dialect_.escape != '\0') {
        read_escape();
      } else {
        field_ += text_[at_++];
      }
    }
    if (dialect_.trim) field_.resize(field_.find_last_not_of(" \t") + 1);
    append_field(out);
    return true;
  }

  void skip_blanks() {
    while (have(1) && (text_[at_] == ' ' || text_[at_] == '\t') && !starts_with(dialect_.delimiter)) {
      quoted_ += text_[at_++];
    }
  }

  /// As it is where the scanner reads the same; else in quotes.
  void append_field(std::string& out) const {
    const bool plain =
        field_.find_first_of(std::string{out_, '\n', '\r'}) == std::string::npos && !field_.starts_with('"');
    if (plain) {
      out += field_;
    } else {
      append_quoted(field_, out);
    }
  }

  /// What an escape and the character after it stand for. One that escapes nothing is a character like any other.
  void read_escape() {
    if (!have(2)) {
      field_ += text_[at_++];
      return;
    }
    const char next = text_[at_ + 1];
    const bool sign = next == dialect_.escape || (next == dialect_.quote && dialect_.quote != '\0') ||
                      next == dialect_.delimiter.front() || next == '\n' || next == '\r';
    constexpr std::string_view kLetters = "tnr";
    constexpr std::string_view kMeant = "\t\n\r";
    const std::size_t letter = dialect_.quote == '\0' ? kLetters.find(next) : std::string_view::npos;
    if (sign) {
      field_ += next;
      line_ += next == '\n' ? 1 : 0;
      at_ += 2;
    } else if (letter != std::string_view::npos) {
      field_ += kMeant[letter];
      at_ += 2;
    } else {
      field_ += text_[at_++];
    }
  }

  bool read_quoted(std::string& out) {
    const std::uint64_t line = line_;
    field_.clear();
    quoted_ = dialect_.quote;
    ++at_;
    while (have(1) && quoted_.size() <= max_record_) {
      const char c = text_[at_];
      if (c == dialect_.escape && dialect_.escape != '\0') {
        have(2);  // or reading the escape could move what was read before
        const std::size_t begun = at_;
        read_escape();
        quoted_.append(text_, begun, at_ - begun);
      } else if (c != dialect_.quote) {
        line_ += c == '\n' ? 1 : 0;
        quoted_ += c;
        field_ += c;
        ++at_;
      } else if (dialect_.escape == '\0' && have(2) && text_[at_ + 1] == c) {
        quoted_.append(2, c);
        field_ += c;
        at_ += 2;
      } else {
        quoted_ += c;
        ++at_;
        if (dialect_.trim) skip_blanks();
        if (have(1) && line_end() == 0 && !starts_with(dialect_.delimiter)) break;
        append_quoted(field_, out);
        return true;
      }
    }
    give_back(line, out);
    return false;
  }

  /// A quote that doesn't close costs its line: that is handed on so that the scanner refuses it, and all after it is
  /// read anew.
  void give_back(std::uint64_t line, std::string& out) {
    text_.insert(at_, quoted_);  // behind what was read
    line_ = line;
    std::string bad;
    while (have(1)) {
      const std::size_t end = line_end();
      if (end == 0) {
        if (bad.size() < max_record_) bad += text_[at_];  // a longer one is refused all the same
        ++at_;
        continue;
      }
      at_ += end;
      break;
    }
    ++line_;
    append_quoted(bad, out);
    out += "?\n";
  }

  std::unique_ptr<ByteStream> source_;
  const Dialect dialect_;
  const std::size_t max_record_;
  const char out_;
  std::string text_;
  std::size_t at_ = 0;
  bool source_ended_ = false;
  std::uint64_t line_ = 1;
  RecordQueue records_;
  std::string field_;
  std::string quoted_;  // the field that is being read, as it stands in the export
};

}  // namespace

std::unique_ptr<RecordStream> rewrite(std::unique_ptr<ByteStream> text, const Dialect& dialect,
                                      std::size_t max_record) {
  return std::make_unique<Rewriter>(std::move(text), dialect, max_record);
}

}  // namespace rox
