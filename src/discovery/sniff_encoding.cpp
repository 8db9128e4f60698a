#include "discovery/sniff_encoding.hpp"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string_view>

#include "base/error.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "discovery/eastern_text.hpp"
#include "source/charset.hpp"
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
  bool begins_so = false;        // the first line ends in one
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
        tally.begins_so = tally.begins_so || tally.lines == 1;
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
  if (c == 0xAA || c == 0xBA) return Case::none;  // ª and º are signs behind numbers
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_LU: return Case::upper;
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_LM: return Case::lower;
    default: return Case::none;
  }
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

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

/// What a character beyond ASCII says for the encoding, from -2.5 to 1, between its neighbours: letters are where
/// letters are, in the case that they have there, and signs where they aren't.
/// `word`: the text up to `before`.
double plausibility(std::u32string_view word, char32_t before, char32_t c, char32_t after) {
  const Case own = case_of(c);
  const Case last = case_of(before);
  const Case next = case_of(after);
  const bool beside_word = last != Case::none || next != Case::none;
  if (c >= 0x2018 && c <= 0x201E) return beside_word ? 1 : 0;  // quotes around a word, an apostrophe in it
  if (own == Case::none) {
    if (c < 0xA0 || (last != Case::none && next != Case::none)) return -1;
    constexpr std::u32string_view kUsual = U"\u00A0€£¥¢§°ªº«»¿¡–—…™®©±²³·\u202F½¼";  // of texts and amounts
    return kUsual.find(c) != std::u32string_view::npos ? 0.5 : -0.5;
  }
  if (is_digit(before) || is_digit(after)) return -1;  // 1á234,56
  if (!beside_word) return 0;
  double points = 1;
  if (own == Case::upper && last == Case::lower) points -= 2;                                          // preÇo
  if (own == Case::upper && last == Case::upper && next == Case::lower && before < 0x80) points -= 2;  // RÚf
  if (own == Case::lower && last == Case::upper && next == Case::upper) points -= 2;                   // AçA
  const bool capitals = word.size() > 1 && case_of(word[word.size() - 2]) == Case::upper;
  if (own == Case::lower && last == Case::upper && capitals && before >= 0x80) points -= 1.5;  // ХЕИэ
  if (last != Case::none && script_of(before) != script_of(c)) points -= 2;                    // two alphabets
  const auto accented = [](char32_t letter) { return letter >= 0xC0 && letter < 0x250; };
  const bool in_portuguese = before == 0xE7 || before == 0xC7;           // ação, SOLUÇÕES
  if (accented(c) && accented(before) && !in_portuguese) points -= 1.5;  // accents seldom follow each other: Ïðèâåò
  return points;
}

/// The letters with accents of languages that are written in Latin ones. Icelandic isn't there: its letters are where
/// windows-1254 has the Turkish ones, and Turkish exports are more.
constexpr std::array<std::u32string_view, 12> kAlphabets{
    U"áâãàçéêíóôõúü",         // Portuguese
    U"áéíñóúü",               // Spanish
    U"àâæçéèêëîïôœùûüÿ",      // French
    U"äöüß",                  // German
    U"àèéìíòóùú",             // Italian
    U"åäöæøé",                // Nordic ones
    U"áäčďéěíĺľňóôřŕšťúůýž",  // Czech, Slovak
    U"ąćęłńóśźż",             // Polish
    U"áéíóöőúüű",             // Hungarian
    U"čćđšž",                 // Croatian, Slovene
    U"ăâîşţșț",               // Romanian
    U"çğıöşüâî",              // Turkish
};

/// The share of a text's letters with accents that the language has of which they most likely are: Czech read as if it
/// were French has letters of several.
double of_one_language(const std::u32string& text) {
  std::array<double, kAlphabets.size()> known{};
  double count = 0;
  for (const char32_t c : text) {
    if (c < 0xC0 || c >= 0x250 || case_of(c) == Case::none) continue;
    const auto letter = static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c)));
    ++count;
    for (std::size_t i = 0; i < kAlphabets.size(); ++i) {
      if (kAlphabets[i].find(letter) != std::u32string_view::npos) ++known[i];
    }
  }
  return count == 0 ? 1 : *std::max_element(known.begin(), known.end()) / count;
}

/// How much a text looks like words: the average over its characters beyond ASCII, less what isn't of one language.
double plausibility(std::string_view utf8) {
  constexpr double kForeign = 0.5;
  const std::u32string text = decode_utf8(utf8);
  double points = 0;
  double count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] < 0x80) continue;
    ++count;
    points += plausibility(std::u32string_view(text).substr(0, i), i > 0 ? text[i - 1] : U' ', text[i],
                           i + 1 < text.size() ? text[i + 1] : U' ');
  }
  return count == 0 ? 0 : points / count - kForeign * (1 - of_one_language(text));
}

/// The text as UTF-8; empty if it can't be of that encoding.
std::string decode(const std::string& bytes, const char* charset) {
  CharsetDecoder decoder(charset);
  std::string text;
  const bool whole = decoder.append(bytes, text) == bytes.size() && decoder.bad_bytes() == 0;
  decoder.finish(text);
  return whole ? text : "";
}

struct Candidate {
  const char* charset;
  std::optional<Encoding> own;  // that rox decodes itself
};

/// In the order in which they are taken where they fit equally well.
constexpr std::array<Candidate, 14> kCandidates{{{"windows-1252", Encoding::windows1252},
                                                 {"cp850", std::nullopt},
                                                 {"windows-1251", std::nullopt},
                                                 {"shift_jis", std::nullopt},
                                                 {"euc-jp", std::nullopt},
                                                 {"cp949", std::nullopt},
                                                 {"big5", std::nullopt},
                                                 {"gb18030", std::nullopt},
                                                 {"koi8-r", std::nullopt},
                                                 {"cp866", std::nullopt},
                                                 {"windows-1250", std::nullopt},
                                                 {"windows-1254", std::nullopt},
                                                 {"mac", std::nullopt},
                                                 {"windows-1253", std::nullopt}}};
constexpr double kMargin = 0.1;
/// What a text of the East loses whose characters are all seldom ones.
constexpr double kUnusual = 1;

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
    const double score = plausibility(text) - kUnusual * (1 - usual_share(tally.sample, candidate.charset));
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

FoundEncoding sniff_encoding(const ExportFile& file, BadLines bad_lines) {
  const auto& [known, tally] = look_at(file);
  FoundEncoding found;
  if (known && *known != Encoding::utf8) {
    found.encoding = *known;
    return found;
  }
  // CR CR LF is what a file gets that was turned into Windows' text twice.
  const bool doubled = tally.begins_so && tally.returns >= tally.feeds;
  if ((tally.feeds == 0 && tally.returns > 0) || doubled) found.line_end = LineEnd::cr;
  found.ascii = !known && tally.good_lines == 0 && tally.bad_lines == 0;
  if (known || tally.bad_lines == 0) return found;
  const bool one_bad_byte = tally.good_lines == 0 && tally.bad_lines == 1 && tally.lines >= kManyLines;
  if (tally.good_lines > tally.bad_lines || (one_bad_byte && bad_lines == BadLines::allowed)) {
    found.bad_line = tally.first_bad;
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
