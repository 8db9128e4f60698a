#include "source/rewrite.hpp"

#include <gmock/gmock.h>

#include "source/text_bytes.hpp"

namespace rox {
namespace {

using testing::ElementsAre;

/// "LINE:TEXT" of each chunk; the same however few bytes come at a time, so that every sign is cut in two somewhere.
std::vector<std::string> chunks(const std::string& text, const Dialect& dialect, std::size_t max_record = 1000) {
  std::vector<std::vector<std::string>> all;
  for (const std::size_t step : {std::size_t{1}, std::size_t{2}, std::size_t{7}, text.size() + 1}) {
    const auto stream = rewrite(std::make_unique<TextBytes>(text, step), dialect, max_record);
    std::vector<std::string>& list = all.emplace_back();
    RecordChunk chunk;
    while (stream->next(chunk)) list.push_back(std::to_string(chunk.line) + ":" + chunk.bytes);
  }
  for (const auto& list : all) EXPECT_EQ(list, all.front()) << text;
  return all.front();
}

TEST(Rewrite, DelimitersOfSeveralBytes) {
  EXPECT_THAT(chunks("a||b\n1||x|y\n2||p,q\n", {.delimiter = "||"}), ElementsAre("1:a,b\n1,x|y\n2,\"p,q\"\n"));
  EXPECT_THAT(chunks("a¬b\n1¬2", {.delimiter = "¬"}), ElementsAre("1:a,b\n1,2\n"));
}

TEST(Rewrite, OtherQuotes) {
  const Dialect single{.delimiter = ";", .quote = '\''};
  EXPECT_THAT(chunks("'a';'b;c'\n'It''s';\"x\"\n", single), ElementsAre("1:\"a\";\"b;c\"\n\"It's\";\"\"\"x\"\"\"\n"));
  EXPECT_THAT(chunks("'two\nlines';1\n2;3\n", single), ElementsAre("1:\"two\nlines\";1\n2;3\n"));
}

TEST(Rewrite, Escapes) {
  const Dialect backslash{.escape = '\\'};
  EXPECT_THAT(chunks("1,\"24\\\" wide\"\n2,\"C:\\\\dir\\\\\"\n", backslash),
              ElementsAre("1:1,\"24\"\" wide\"\n2,\"C:\\dir\\\"\n"));
  EXPECT_THAT(chunks("1,a\\,b\n2,\\N\n", backslash), ElementsAre("1:1,\"a,b\"\n2,\\N\n"));
  const Dialect database{.delimiter = "\t", .quote = '\0', .escape = '\\'};
  EXPECT_THAT(chunks("1\tAna\\tB\n2\tx\\\\y\n3\t\"q\n", database),
              ElementsAre("1:1\t\"Ana\tB\"\n2\tx\\y\n3\t\"\"\"q\"\n"));
}

// Beyond what is read ahead of the first line, a sign and what it escapes may come with two reads, the second a short
// one; and a quote that doesn't close gives back what was read.
TEST(Rewrite, EscapesAreCutInTwoFarIntoTheText) {
  const std::string header = std::string(2000, 'x') + ",b\n";
  for (std::size_t more = 0; more < 16; ++more) {
    const std::string begin = std::string(more, 'p') + ",";
    EXPECT_THAT(chunks(header + begin + "\"abcdef\\\"g", {.escape = '\\'}, 5000),
                ElementsAre("1:" + header + begin + "\"\"\"abcdef\\\"\"g\"?\n"));
  }
}

// Each line feed that comes of an escape begins a chunk anew, so that lines keep their numbers.
TEST(Rewrite, LinesKeepTheirNumbers) {
  const Dialect database{.delimiter = "\t", .quote = '\0', .escape = '\\'};
  EXPECT_THAT(chunks("1\ta\\nb\n2\tc\n", database), ElementsAre("1:1\t\"a\nb\"\n", "2:2\tc\n"));
  EXPECT_THAT(chunks("# one\na,b\n# two\n1,2\n3,4\n", {.comment = "#"}), ElementsAre("2:a,b\n", "4:1,2\n3,4\n"));
  EXPECT_THAT(chunks("title\n\na,b\n1,2\nTotal\n", {.skip = 2, .skip_end = 1}), ElementsAre("3:a,b\n1,2\n"));
}

TEST(Rewrite, ReturnsAlone) {
  EXPECT_THAT(chunks("a,b\r1,2\r3,\"x\ry\"\r", {.line_end = LineEnd::cr}), ElementsAre("1:a,b\n1,2\n3,\"x\ry\"\n"));
  EXPECT_THAT(chunks("a,b\r\n1,2\r\n", {.comment = "#"}), ElementsAre("1:a,b\n1,2\n"));
}

TEST(Rewrite, BlanksAroundFields) {
  EXPECT_THAT(chunks("\"id \" , \"n\" \n 2 ,\"b, c\"\n", {.trim = true}), ElementsAre("1:\"id \",\"n\"\n2,\"b, c\"\n"));
}

TEST(Rewrite, TheHintOfSpreadsheetsIsNoRecord) {
  EXPECT_THAT(chunks("sep=;\na;b\n", {.delimiter = ";", .comment = "#"}), ElementsAre("2:a;b\n"));
}

// A stray quote costs one line: the scanner refuses it (records.hpp), and reads on.
TEST(Rewrite, StrayQuotesCostTheirLine) {
  const Dialect single{.delimiter = ";", .quote = '\''};
  EXPECT_THAT(chunks("1;'a'b\n2;c\n", single), ElementsAre("1:1;\"'a'b\"?\n2;c\n"));
  EXPECT_THAT(chunks("1;'never closed\n2;c\n3;d\n", single), ElementsAre("1:1;\"'never closed\"?\n2;c\n3;d\n"));
}

TEST(Rewrite, RecordsWithoutEndAreCutOff) {
  const std::vector<std::string> cut = chunks("a~b\n" + std::string(5000, 'x') + "\n1~2\n", {.delimiter = "~~"}, 100);
  ASSERT_EQ(cut.size(), 2U);
  EXPECT_NE(cut[0].back(), '\n');
  EXPECT_EQ(cut[1], "3:1~2\n");
}

}  // namespace
}  // namespace rox
