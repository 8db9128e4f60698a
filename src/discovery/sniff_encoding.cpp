#include "discovery/sniff_encoding.hpp"

#include <fmt/format.h>
#include <iconv.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string_view>

#include "base/error.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "source/encoding.hpp"
#include "source/record_stream.hpp"

namespace rox {
namespace {

constexpr std::size_t kRead = std::size_t{1} << 20;
/// Lines with bytes beyond ASCII that are kept for the guess among one-byte encodings.
constexpr std::size_t kSample = std::size_t{128} << 10;
/// UTF-16 of text in a Latin alphabet has a zero in nearly every second byte; other encodings have none.
constexpr double kZeroShare = 0.3;
/// In that many lines of ASCII one bad byte is a bad row, not another encoding.
constexpr std::uint64_t kManyLines = 20;

std::optional<Encoding> encoding_of_head(std::string_view head) {
  for (const Encoding encoding : {Encoding::utf8, Encoding::utf16le, Encoding::utf16be}) {
    if (bom_size(head, encoding) > 0) return encoding;
  }
  std::array<std::size_t, 2> zeros{};
  for (std::size_t i = 0; i < head.size(); ++i) zeros[i % 2] += head[i] == '\0' ? 1 : 0;
  const double half = static_cast<double>(head.size()) / 2;
  if (head.size() >= 4 && static_cast<double>(zeros[1]) > half * kZeroShare && zeros[0] == 0) return Encoding::utf16le;
  if (head.size() >= 4 && static_cast<double>(zeros[0]) > half * kZeroShare && zeros[1] == 0) return Encoding::utf16be;
  return std::nullopt;
}

/// What the bytes of a file are like.
struct Tally {
  std::uint64_t lines = 0;
  std::uint64_t feeds = 0;
  std::uint64_t returns = 0;     // CR without LF
  std::uint64_t good_lines = 0;  // with characters of UTF-8 beyond ASCII, and nothing else
  std::uint64_t bad_lines = 0;   // with bytes that aren't UTF-8
  std::uint64_t first_bad = 0;   // line
  std::string sample;            // of the bad lines
};

void count_line(std::string_view line, Tally& tally) {
  ++tally.lines;
  const auto high = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
  if (std::none_of(line.begin(), line.end(), high)) return;
  if (valid_utf8(line)) {
    ++tally.good_lines;
    return;
  }
  if (tally.bad_lines++ == 0) tally.first_bad = tally.lines;
  if (tally.sample.size() < kSample) tally.sample.append(line.substr(0, kSample)).push_back('\n');
}

/// `buffer`: what was read of `bytes` before.
Tally count_bytes(std::string buffer, ByteStream& bytes) {
  Tally tally;
  for (bool more = true; more;) {
    const std::size_t before = buffer.size();
    buffer.resize(before + kRead);
    const std::size_t got = bytes.read(buffer.data() + before, kRead);
    buffer.resize(before + got);
    more = got > 0;
    std::string_view rest = buffer;
    for (;;) {
      std::size_t end = rest.find_first_of("\n\r");
      if (end != std::string_view::npos && rest[end] == '\r' && end + 1 == rest.size() && more) break;  // LF may follow
      if (end == std::string_view::npos) {
        // A line without an end is looked at in pieces, so that it may have any length.
        if (more && rest.size() < kRead) break;
        end = rest.size();
        if (more) end -= std::min<std::size_t>(end, 4);  // perhaps in the middle of a character
        if (!rest.empty()) count_line(rest.substr(0, end), tally);
        rest.remove_prefix(end);
        break;
      }
      count_line(rest.substr(0, end), tally);
      const bool pair = rest[end] == '\r' && end + 1 < rest.size() && rest[end + 1] == '\n';
      if (rest[end] == '\n' || pair) {
        ++tally.feeds;
      } else {
        ++tally.returns;
      }
      rest.remove_prefix(end + (pair ? 2 : 1));
    }
    buffer.erase(0, buffer.size() - rest.size());
  }
  return tally;
}

// ---- one-byte encodings, and others of the East ----

enum class Case { none, lower, upper };

/// Whether a character is a letter of an alphabet, and which; of scripts without case: lower.
Case case_of(char32_t c) {
  if (c < 0x80) {
    if (c >= 'a' && c <= 'z') return Case::lower;
    return c >= 'A' && c <= 'Z' ? Case::upper : Case::none;
  }
  if (c >= 0xC0 && c <= 0xFF) return c == 0xD7 || c == 0xF7 ? Case::none : c < 0xDF ? Case::upper : Case::lower;
  if (c >= 0x100 && c <= 0x17F) return c % 2 == 0 ? Case::upper : Case::lower;
  if (c >= 0x391 && c <= 0x3A9) return Case::upper;
  if (c >= 0x3B1 && c <= 0x3C9) return Case::lower;
  if (c >= 0x400 && c <= 0x42F) return Case::upper;
  if (c >= 0x430 && c <= 0x45F) return Case::lower;
  const bool other = (c >= 0x3040 && c <= 0x30FF) || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3) ||
                     (c >= 0xFF66 && c <= 0xFF9D);
  return other ? Case::lower : Case::none;
}

/// A script: letters of one word are of one.
int script_of(char32_t c) {
  if (case_of(c) == Case::none) return 0;
  if (c < 0x250) return 1;
  if (c < 0x400) return 2;
  if (c < 0x530) return 3;
  return 4;
}

std::u32string decode_utf8(std::string_view text) {
  std::u32string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto b = static_cast<unsigned char>(text[i]);
    const std::size_t length = b < 0x80 ? 1 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
    char32_t c = length == 1 ? b : b & (0x7FU >> length);
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k) {
      c = c << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    }
    out.push_back(c);
    i += length;
  }
  return out;
}

/// How much a text looks like words: characters beyond ASCII that are letters where letters are, in the case that they
/// have there, less those that aren't; a share of all of them, from -1 to 1.
double plausibility(std::string_view utf8) {
  const std::u32string text = decode_utf8(utf8);
  double points = 0;
  double count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char32_t c = text[i];
    if (c < 0x80) continue;
    ++count;
    const char32_t before = i > 0 ? text[i - 1] : U' ';
    const char32_t after = i + 1 < text.size() ? text[i + 1] : U' ';
    const bool in_word = case_of(before) != Case::none || case_of(after) != Case::none;
    const Case own = case_of(c);
    if (c >= 0x2018 && c <= 0x201E) {  // quotes around a word, an apostrophe in it
      const bool opens = case_of(before) == Case::none && case_of(after) != Case::none;
      const bool closes = case_of(before) != Case::none;
      points += opens || closes ? 1 : 0;
      continue;
    }
    if (own == Case::none) {
      if (c < 0xA0 || in_word) points -= 1;  // a sign inside a word, or a control character
      continue;
    }
    points += 1;
    if (own == Case::upper && case_of(before) == Case::lower) points -= 2;                // preÇo
    if (case_of(before) != Case::none && script_of(before) != script_of(c)) points -= 2;  // two alphabets
    if (own == Case::lower && case_of(before) == Case::upper && case_of(after) == Case::upper) points -= 2;
    const bool doubled = c >= 0xC0 && c < 0x250 && before >= 0xC0 && before < 0x250;
    if (doubled) points -= 1.5;  // accented letters seldom follow each other: Ïðèâåò
  }
  return count == 0 ? 0 : points / count;
}

/// The text as UTF-8; empty if it can't be of that encoding.
std::string decode(std::string_view bytes, const char* charset) {
  const iconv_t converter = ::iconv_open("UTF-8", charset);
  if (converter == reinterpret_cast<iconv_t>(-1)) return "";  // NOLINT(performance-no-int-to-ptr)
  std::string in(bytes);
  std::string out(bytes.size() * 4, '\0');
  char* from = in.data();
  char* to = out.data();
  std::size_t from_left = in.size();
  std::size_t to_left = out.size();
  const std::size_t done = ::iconv(converter, &from, &from_left, &to, &to_left);
  ::iconv_close(converter);
  if (done == static_cast<std::size_t>(-1)) return "";
  out.resize(out.size() - to_left);
  return out;
}

struct Candidate {
  const char* charset;
  std::optional<Encoding> own;  // that rox decodes itself
};

/// In the order in which they are taken where they fit equally well.
constexpr std::array<Candidate, 9> kCandidates{{{"windows-1252", Encoding::windows1252},
                                                {"cp850", std::nullopt},
                                                {"windows-1251", std::nullopt},
                                                {"shift_jis", std::nullopt},
                                                {"euc-jp", std::nullopt},
                                                {"gb18030", std::nullopt},
                                                {"koi8-r", std::nullopt},
                                                {"windows-1250", std::nullopt},
                                                {"mac", std::nullopt}}};
constexpr double kMargin = 0.1;

FoundEncoding guess(const Tally& tally) {
  // 0x80 to 0x9F: letters and quotes in windows-1252, nothing in Latin-1.
  const bool controls = std::any_of(tally.sample.begin(), tally.sample.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x80 && static_cast<unsigned char>(c) < 0xA0;
  });
  FoundEncoding best;
  best.encoding = controls ? Encoding::windows1252 : Encoding::latin1;
  double best_score = -2;
  for (const Candidate& candidate : kCandidates) {
    std::string text;
    if (candidate.own) {
      append_as_utf8(tally.sample, *candidate.own, text);
    } else {
      text = decode(tally.sample, candidate.charset);
    }
    if (text.empty()) continue;
    const double score = plausibility(text);
    if (best_score > -2 && score <= best_score + kMargin) continue;
    best_score = score;
    best.encoding = candidate.own ? (controls ? *candidate.own : Encoding::latin1) : Encoding::other;
    best.charset = candidate.own ? "" : candidate.charset;
  }
  const std::string name = best.charset.empty() ? std::string(to_string(best.encoding)) : best.charset;
  best.note = fmt::format(
      "read as {}, which is a guess: line {} isn't UTF-8 and each such byte may be another character"
      " in another encoding; encoding = \"…\" says it for certain",
      name, tally.first_bad);
  return best;
}

/// What the beginning of a file says, and, where it doesn't tell, all of it.
struct Looked {
  std::optional<Encoding> by_head;
  Tally tally;
};

Looked look_at(const ExportFile& file) {
  const std::unique_ptr<ByteStream> bytes = open_bytes(file);
  std::string head(std::size_t{4} << 10, '\0');
  std::size_t size = 0;
  for (std::size_t got = 1; got > 0 && size < head.size(); size += got) {
    got = bytes->read(head.data() + size, head.size() - size);
  }
  head.resize(size);
  if (head.empty()) {
    throw data_error("the export is empty")
        .at(printable(file.location()))
        .hint("export it again, or move it out of the folder");
  }
  Looked looked{encoding_of_head(head), {}};
  if (!looked.by_head || looked.by_head == Encoding::utf8) looked.tally = count_bytes(head, *bytes);
  return looked;
}

}  // namespace

bool is_mostly_utf8(const ExportFile& file) {
  const Looked looked = look_at(file);
  return looked.by_head ? looked.by_head == Encoding::utf8 : looked.tally.good_lines > looked.tally.bad_lines;
}

FoundEncoding sniff_encoding(const ExportFile& file) {
  const auto& [known, tally] = look_at(file);
  FoundEncoding found;
  if (known && *known != Encoding::utf8) {
    found.encoding = *known;
    return found;
  }
  if (tally.feeds == 0 && tally.returns > 0) found.line_end = LineEnd::cr;
  found.ascii = !known && tally.good_lines == 0 && tally.bad_lines == 0;
  if (known || tally.bad_lines == 0) return found;
  const bool one_bad_byte = tally.good_lines == 0 && tally.bad_lines == 1 && tally.lines >= kManyLines;
  if (tally.good_lines > tally.bad_lines || one_bad_byte) {
    found.note = fmt::format("UTF-8 but for {} line{}, first line {}: rejects of a run", tally.bad_lines,
                             tally.bad_lines == 1 ? "" : "s", tally.first_bad);
    return found;
  }
  const LineEnd line_end = found.line_end;
  found = guess(tally);
  found.line_end = line_end;
  return found;
}

}  // namespace rox
