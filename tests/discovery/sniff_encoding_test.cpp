#include "discovery/sniff_encoding.hpp"

#include <gmock/gmock.h>
#include <iconv.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.hpp"
#include "base/text.hpp"
#include "repository.hpp"
#include "source/record_stream.hpp"
#include "source/scan_support.hpp"

namespace rox {
namespace {

struct Language {
  std::vector<std::string> charsets;
  std::vector<std::string> words;
};

std::vector<std::string> cut(std::string_view text, char sign) {
  std::vector<std::string> parts;
  for (std::size_t end = 0; end != std::string_view::npos; text.remove_prefix(std::min(end + 1, text.size()))) {
    end = text.find(sign);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
  }
  return parts;
}

std::vector<Language> languages() {
  std::vector<Language> all;
  for (const std::string& line : cut(read_file(test::repository() / "tests/discovery/fixtures/words.txt"), '\n')) {
    const std::size_t colon = line.find(':');
    if (line.empty() || line.starts_with('#')) continue;
    all.push_back({cut(line.substr(0, colon), ' '), cut(line.substr(colon + 1), ';')});
  }
  return all;
}

/// Empty if the charset hasn't all of its characters.
std::string encoded(std::string text, const std::string& charset) {
  const iconv_t converter = ::iconv_open(charset.c_str(), "UTF-8");
  std::string out(text.size() * 2, '\0');
  char* from = text.data();
  char* to = out.data();
  std::size_t left = text.size();
  std::size_t room = out.size();
  const std::size_t done = ::iconv(converter, &from, &left, &to, &room);
  ::iconv_close(converter);
  out.resize(done == static_cast<std::size_t>(-1) ? 0 : out.size() - room);
  return out;
}

std::string read_as(const ExportFile& file, const FoundEncoding& found) {
  Dialect dialect;
  dialect.encoding = found.encoding;
  dialect.charset = found.charset;
  const auto bytes = open_text(file, dialect);
  std::string text(std::size_t{1} << 16, '\0');
  text.resize(bytes->read(text.data(), text.size()));
  return text;
}

/// How many tables of `size` words are read as they were written. `half`: 0 for the words that the guess was set by, 1
/// for the others.
struct Measured {
  int right = 0;
  int all = 0;
};

Measured measure(std::size_t half, std::size_t size) {
  constexpr std::size_t kTables = 4;
  const test::ExportDir dir;
  Measured measured;
  for (const Language& language : languages()) {
    std::vector<std::string> words;
    for (std::size_t i = half; i < language.words.size(); i += 2) words.push_back(language.words[i]);
    for (std::size_t t = 0; t < kTables; ++t) {
      std::string table = "id;name;value\n";
      for (std::size_t i = 0; i < size; ++i) {
        const std::size_t at = (t * words.size() / kTables + i) % words.size();
        table += std::to_string(i + 1) + ";" + words[at] + ";" + std::to_string(at * 7) + ",50\n";
      }
      for (const std::string& charset : language.charsets) {
        const std::string bytes = encoded(table, charset);
        if (bytes.empty() || bytes == table) continue;
        dir.write("t.csv", bytes);
        const ExportFile file = list_exports(dir.path(), {}).front();
        ++measured.all;
        measured.right += read_as(file, sniff_encoding(file, BadLines::allowed)) == table ? 1 : 0;
      }
    }
  }
  return measured;
}

TEST(SniffEncoding, TablesOfAFewWordsAreMostlyReadRight) {
  for (const std::size_t half : {0U, 1U}) {
    const Measured measured = measure(half, 5);
    EXPECT_GT(measured.all, 140);
    EXPECT_GE(measured.right * 100, measured.all * 95) << measured.right << " of " << measured.all;
  }
}

TEST(SniffEncoding, TablesOfTwentyWordsAreReadRight) {
  for (const std::size_t half : {0U, 1U}) {
    const Measured measured = measure(half, 20);
    EXPECT_GT(measured.all, 140);
    EXPECT_EQ(measured.right, measured.all);
  }
}

}  // namespace
}  // namespace rox
