#include "discovery/sniff_encoding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <optional>
#include <string_view>

#include "base/error.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "discovery/likely_text.hpp"
#include "source/charset.hpp"
#include "source/encoding.hpp"
#include "source/record_stream.hpp"

namespace rox {
namespace {

constexpr std::size_t kRead = std::size_t{1} << 20;
/// Lines with bytes beyond ASCII that are kept for the guess among encodings.
constexpr std::size_t kSample = std::size_t{32} << 10;
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
  bool controls = false;         // these have bytes from 0x80 to 0x9F
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
  tally.controls = tally.controls || std::any_of(line.begin(), line.end(), [](char c) {
                     return static_cast<unsigned char>(c) >= 0x80 && static_cast<unsigned char>(c) < 0xA0;
                   });
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
  double prior;                 // the logarithm of how many exports have it, about
};

/// What reads alike in two of them is taken for the first.
constexpr std::array<Candidate, 22> kCandidates{{{"windows-1252", Encoding::windows1252, 0},
                                                 {"windows-1251", std::nullopt, -2},
                                                 {"windows-1250", std::nullopt, -2},
                                                 {"windows-1254", std::nullopt, -3},
                                                 {"windows-1253", std::nullopt, -3},
                                                 {"windows-1257", std::nullopt, -3},
                                                 {"windows-1255", std::nullopt, -3},
                                                 {"windows-1256", std::nullopt, -3},
                                                 {"windows-1258", std::nullopt, -6},
                                                 {"cp850", std::nullopt, -2},
                                                 {"cp860", std::nullopt, -4},
                                                 {"mac", std::nullopt, -4},
                                                 {"iso-8859-2", std::nullopt, -4},
                                                 {"cp852", std::nullopt, -5},
                                                 {"koi8-r", std::nullopt, -4},
                                                 {"koi8-u", std::nullopt, -5},
                                                 {"cp866", std::nullopt, -3},
                                                 {"cp932", std::nullopt, -2},
                                                 {"euc-jp", std::nullopt, -3},
                                                 {"gb18030", std::nullopt, -2},
                                                 {"big5", std::nullopt, -3},
                                                 {"cp949", std::nullopt, -2}}};

/// Never Latin-1: windows-1252 has all of it, and what tomorrow's export may have besides (€, “quotes”, –).
FoundEncoding guess(const Tally& tally) {
  FoundEncoding best;
  best.encoding = Encoding::windows1252;
  double best_score = -std::numeric_limits<double>::infinity();
  for (const Candidate& candidate : kCandidates) {
    std::string text;
    if (candidate.own) {
      append_as_utf8(tally.sample, *candidate.own, text);
    } else {
      text = decode(tally.sample, candidate.charset);
    }
    if (text.empty()) continue;
    const double score = text_likelihood(text, candidate.charset) + candidate.prior;
    if (score <= best_score) continue;
    best_score = score;
    best.encoding = candidate.own.value_or(Encoding::other);
    best.charset = candidate.own ? "" : candidate.charset;
  }
  const std::string name = best.charset.empty() ? std::string(to_string(best.encoding)) : best.charset;
  best.note = fmt::format(
      "not UTF-8 (line {}), so its accents were read as {}, the likeliest. If letters come out wrong, write the right "
      "encoding into rox.toml, [source]: `encoding = \"…\"`; for this table alone into model.toml, below its "
      "[[table]]: "
      "`dialect = {{ encoding = \"…\" }}`",
      tally.first_bad, name);
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

EncodingSigns look_for_signs(const ExportFile& file) {
  const Looked looked = look_at(file);
  const bool utf8 =
      looked.by_head ? looked.by_head == Encoding::utf8 : looked.tally.good_lines > looked.tally.bad_lines;
  return {utf8, looked.tally.controls};
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
