// Any bytes in any dialect: what is read doesn't depend on the pieces in which it comes, each record stands on a line
// of its own behind the one before, no record comes of nothing, and a dialect is read as it was written.
//
// The first seven bytes of an input choose the dialect; the rest is the export, and the name of its file.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/toml.hpp"
#include "model/dialect_toml.hpp"
#include "model/name_pattern.hpp"
#include "require.hpp"
#include "source/fixed_width.hpp"
#include "source/name_fields.hpp"
#include "source/plain_records.hpp"
#include "source/records.hpp"
#include "source/rewrite.hpp"
#include "source/text_bytes.hpp"

namespace rox {
namespace {

constexpr std::size_t kHead = 7;
constexpr std::size_t kMostRecord = std::size_t{1} << 20;  // no input is longer

Dialect make_dialect(std::string_view head) {
  const auto choice = [&](std::size_t i) { return static_cast<unsigned char>(head[i]); };
  constexpr std::array<std::string_view, 8> kDelimiters{",", ";", "\t", "||", "~", "§", "|~|", "\x1F"};
  constexpr std::array<char, 4> kQuotes{'"', '"', '\'', '\0'};
  Dialect dialect;
  dialect.delimiter = kDelimiters[choice(0) & 7U];
  dialect.quote = kQuotes[choice(0) >> 3U & 3U];
  dialect.escape = (choice(0) & 32U) != 0 ? '\\' : '\0';
  dialect.line_end = (choice(0) & 64U) != 0 ? LineEnd::cr : LineEnd::lf;
  dialect.trim = (choice(0) & 128U) != 0;
  dialect.skip = choice(1) & 3U;
  dialect.skip_end = choice(1) >> 2U & 3U;
  if ((choice(1) & 16U) != 0) dialect.comment = "#";
  dialect.header = (choice(1) & 32U) != 0;
  if ((choice(1) & 64U) != 0) dialect.from_name = "{a}-{b}*";
  if ((choice(1) & 128U) == 0) return dialect;
  dialect.header = false;
  for (std::size_t i = 2; i < kHead; ++i) {
    LayoutField& field = dialect.layout.emplace_back();
    field.name = fmt::format("f{}", i);
    field.start = 1 + (choice(i) & 15U);
    field.width = 1 + (choice(i) >> 4U);
    dialect.names.push_back(field.name);
  }
  return dialect;
}

std::unique_ptr<RecordStream> open(std::string_view text, const Dialect& dialect, std::size_t piece) {
  auto bytes = std::make_unique<TextBytes>(text, piece);
  Dialect own = dialect;
  own.from_name.clear();
  std::unique_ptr<RecordStream> records;
  if (!own.layout.empty()) {
    records = fixed_width(std::move(bytes), own, kMostRecord);
  } else if (own.is_plain()) {
    records = plain_records(std::move(bytes), own, kMostRecord);
  } else {
    records = rewrite(std::move(bytes), own, kMostRecord);
  }
  if (dialect.from_name.empty()) return records;
  ExportFile file;
  file.name = "a-" + std::string(text.substr(0, 8)) + "b";
  return add_name_fields(std::move(records), file, dialect);
}

struct Outcome {
  std::string bytes;
  std::vector<std::uint64_t> lines;  // of the records
};

Outcome read(std::string_view text, const Dialect& dialect, std::size_t piece) {
  const auto stream = open(text, dialect, piece);
  Outcome outcome;
  RecordChunk chunk;
  std::uint64_t last_line = 0;  // on which a record began: what an escape stands for may be a line feed of no line
  while (stream->next(chunk)) {
    REQUIRE(!chunk.bytes.empty());
    REQUIRE(!chunk.oversized);
    REQUIRE(chunk.line > last_line);
    outcome.bytes += chunk.bytes;
    const std::size_t size = chunk.bytes.size();
    chunk.bytes.append(kStructuralPadding, '\0');
    RecordReader records(std::string_view(chunk.bytes).substr(0, size), dialect.field_delimiter(), chunk.line);
    while (records.next()) outcome.lines.push_back(last_line = records.line());
  }
  return outcome;
}

void require_read_back(const Dialect& dialect) {
  const DialectChange change = difference(Dialect{}, dialect);
  std::string text;
  for (const std::string& setting : dialect_settings(change)) text += setting + "\n";
  const toml::table table = parse_toml(text, "fuzz.toml");
  REQUIRE(read_dialect(TomlReader(table, "fuzz.toml", "a dialect", dialect_keys())).over(Dialect{}) == dialect);
}

}  // namespace
}  // namespace rox

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rox;
  if (size < kHead || size > 4096) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const Dialect dialect = make_dialect(input.substr(0, kHead));
  const std::string_view text = input.substr(kHead);
  require_read_back(dialect);
  Outcome whole;
  try {
    whole = read(text, dialect, SIZE_MAX);
  } catch (const Error&) {
    REQUIRE(!dialect.from_name.empty());  // a name that doesn't fit, or has a line break
    return 0;
  }
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}}) {
    const Outcome other = read(text, dialect, piece);
    REQUIRE(other.bytes == whole.bytes);
    REQUIRE(other.lines == whole.lines);
  }
  REQUIRE(std::is_sorted(whole.lines.begin(), whole.lines.end()));
  const auto ends = std::count_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; });
  REQUIRE(whole.lines.size() <= static_cast<std::size_t>(ends) + 1);
  return 0;
}
