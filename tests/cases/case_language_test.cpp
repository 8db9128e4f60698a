// The language of cases itself: a wrong expectation fails and says what there is, a wrong line is named.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "cases/case_file.hpp"
#include "cases/case_files.hpp"
#include "cases/case_run.hpp"
#include "cases/command.hpp"
#include "cases/json_lines.hpp"
#include "temp_dir.hpp"

namespace rox::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Runs cases in a folder of their own.
class CaseLanguage : public TempDirTest {
 protected:
  CaseLanguage() { std::filesystem::current_path(dir_); }
  ~CaseLanguage() override { std::filesystem::current_path(before_); }

  /// The failure of a case with these lines after its first, from line 2 on; "" if it passes.
  static std::string failure(const std::string& lines) { return failure_of("# What holds.\n" + lines); }

  static std::string failure_of(const std::string& text) {
    const CaseOutcome outcome = run_case(text);
    if (!outcome.failure) return outcome.skipped;
    return std::to_string(outcome.failure->line) + ": " + outcome.failure->text;
  }

 private:
  const std::filesystem::path before_ = std::filesystem::current_path();
};

TEST_F(CaseLanguage, AWrongExitCodeFailsWithAllThatWasPrinted) {
  EXPECT_EQ(failure("$ rox --version\nstdout: rox\n"), "");
  const std::string text = failure("$ rox frobnicate\nstderr: unknown\n");
  EXPECT_THAT(text, HasSubstr("2: exit code 2, expected 0"));
  EXPECT_THAT(text, HasSubstr("after: rox frobnicate"));
  EXPECT_THAT(text, HasSubstr("--- standard error\nerror: unknown verb 'frobnicate'"));
  EXPECT_EQ(failure("$ rox frobnicate\nexit 2\n"), "");
  EXPECT_THAT(failure("$ rox --version\nexit 1\n"), HasSubstr("2: exit code 0, expected 1"));
}

TEST_F(CaseLanguage, AWrongExpectationFailsAtItsLine) {
  const std::string version = "$ rox --version\n";
  EXPECT_THAT(failure(version + "stdout: rix\n"), HasSubstr("3: stdout has no line with 'rix'\ngot:\n  rox "));
  EXPECT_THAT(failure(version + "stdout:\n  rox\n  rix\n"), HasSubstr("3: stdout has no line with 'rix'"));
  EXPECT_THAT(failure(version + "not output: rox\n"),
              HasSubstr("3: output has a line with 'rox', and should not\ngot:\n"));
  EXPECT_THAT(failure(version + "stdout ~ ^r[i]x\n"), HasSubstr("3: stdout has no line that matches '^r[i]x'"));
  EXPECT_THAT(failure(version + "not stdout ~ ^r.x\n"), HasSubstr("3: stdout has a line that matches"));
  EXPECT_THAT(failure(version + "stdout = (none)\n"), HasSubstr("expected:\n  (none)\ngot:\n  rox "));
  EXPECT_THAT(failure(version + "stdout = rox\n"), HasSubstr("3: stdout differs"));
  EXPECT_THAT(failure(version + "stdout | count = 3\n"), HasSubstr("expected:\n  3\ngot:\n  2\n"));
}

TEST_F(CaseLanguage, JsonIsComparedByItsValues) {
  const std::string written = "write a.json\n  {\"rows\": [{\"a\": 1, \"b\": null}, {\"a\": \"x\"}]}\n";
  EXPECT_EQ(failure(written + "json a.json .rows[*] a b =\n  1 -\n  x -\n"), "");
  EXPECT_EQ(failure(written + "json a.json .rows[*].a = 1 x\n"), "");
  EXPECT_EQ(failure(written + "json a.json .rows[a=x] | count = 1\n"), "");
  EXPECT_EQ(failure(written + "json a.json .rows[0] | keys = a b\n"), "");
  EXPECT_THAT(failure(written + "json a.json .rows[*].a = 1 y\n"), HasSubstr("4: json a.json .rows[*].a differs"));
  EXPECT_THAT(failure(written + "json a.json .lines[*] | count = 0\n"), HasSubstr("4: there is no 'lines' in {"));
  EXPECT_THAT(failure(written + "json a.json .rows[0][*] | count = 0\n"), HasSubstr("4: no array: {"));
  EXPECT_THAT(failure(written + "json a.json .rows[2].a = 1\n"), HasSubstr("there is no [2] in "));
  EXPECT_THAT(failure("$ rox --version\njson .a = 1\n"), HasSubstr("3: standard output is no JSON"));
}

TEST_F(CaseLanguage, FilesAreComparedAndRemembered) {
  const std::string written = "write a/f\n  one\n  two\n";
  EXPECT_EQ(failure(written + "file a/f =\n  one\n  two\nexists a\nmissing b\nnames a = f\n"), "");
  EXPECT_THAT(failure(written + "file a/f = one\n"), HasSubstr("expected:\n  one\ngot:\n  one\n  two\n"));
  EXPECT_THAT(failure(written + "exists a/g\n"), HasSubstr("5: a/g isn't there"));
  EXPECT_THAT(failure(written + "missing a/f\n"), HasSubstr("5: a/f is there"));
  EXPECT_EQ(failure(written + "remember a\nuntouched a\n"), "");
  EXPECT_THAT(failure(written + "remember a\nedit a/f: two => 2\nuntouched a\n"), HasSubstr("7: a/f changed"));
  EXPECT_THAT(failure(written + "remember a\ntouch a/f\nuntouched a\n"), HasSubstr("7: a/f was written again"));
  EXPECT_THAT(failure(written + "remember a\ntouch a/g\nuntouched a\n"), HasSubstr("7: a/g is new"));
  EXPECT_THAT(failure(written + "remember a/*\nremove a/f\nuntouched a/*\n"), HasSubstr("7: a/f is gone"));
  EXPECT_THAT(failure(written + "untouched a\n"), HasSubstr("5: a isn't remembered"));
  EXPECT_THAT(failure(written + "copy a b\nappend b/f\n  three\nsame a b\n"), HasSubstr("8: a/f differs from b/f"));
}

TEST_F(CaseLanguage, EditsNeedTheirText) {
  const std::string written = "write f\n  one\n  one\n  two\n";
  EXPECT_THAT(failure(written + "edit f: three => 3\nexists f\n"), HasSubstr("6: f has no 'three'"));
  EXPECT_THAT(failure(written + "edit f: one => 1\nexists f\n"), HasSubstr("6: f has 'one' more than once"));
  EXPECT_THAT(failure(written + "insert f before tw\n  x\ncut f: tw\nfile f =\n  one\n  one\n  x\n"), "");
  EXPECT_THAT(failure(written + "cut f: two ... end\nexists f\n"), HasSubstr("f has no line 'end'"));
  EXPECT_THAT(failure("remove f g\nexists f\n"), HasSubstr("there is no g"));
}

TEST_F(CaseLanguage, LinesAreWrittenInManyWays) {
  EXPECT_EQ(encoded({"é;{n}", "x"}, parse_encoding("crlf, 2 times")), "é;1\r\nx\r\né;2\r\nx\r\n");
  EXPECT_EQ(encoded({"é{n}"}, parse_encoding("latin-1")), "\xE9{n}\n");
  EXPECT_EQ(encoded({"é"}, parse_encoding("utf-16be, bom")), std::string("\xFE\xFF\0\xE9\0\n", 6));
  EXPECT_EQ(unescaped({"a\\t\\\\N\\n", "\\xFF"}), "a\t\\N\n\xFF");
  EXPECT_THROW(parse_encoding("crlf, utf-7"), std::invalid_argument);
  EXPECT_THROW(unescaped({"\\q"}), std::invalid_argument);
  EXPECT_THROW(unescaped({"\\x1"}), std::invalid_argument);
}

TEST_F(CaseLanguage, ValuesHaveNames) {
  const std::string written = "write f\n  one\nlet name = file f\n";
  EXPECT_EQ(failure(written + "file f: $name\n"), "");
  EXPECT_EQ(failure(written + "write $name.txt\n  $$ $other\nfile one.txt = $$ $other\n"), "");
  EXPECT_THAT(failure("write f\n  one\n  two\nlet name = file f\nexists f\n"), HasSubstr("5: file f is not one line"));
  EXPECT_EQ(failure("needs nowhere/at/all\nmissing nowhere\n"), "there is no nowhere/at/all");
}

// Wrong lines are found before anything is done.
TEST_F(CaseLanguage, LinesThatSayNothingAreNamed) {
  EXPECT_EQ(failure_of(""), "1: a case starts with what holds, as a comment: `# …`");
  EXPECT_EQ(failure_of("$ rox --version\nexit 0\n"), "1: a case starts with what holds, as a comment: `# …`");
  EXPECT_EQ(failure("$ rox --version\n"), "1: it expects nothing, so it can't fail");
  EXPECT_EQ(failure("write f\n  x\n\nfrobnicate f\n"), "5: unknown directive: 'frobnicate f'");
  EXPECT_FALSE(std::filesystem::exists("f"));
  EXPECT_EQ(failure("  x\n"), "2: an indented line with nothing above that it belongs to");
  EXPECT_EQ(failure("write f\n x\n"), "3: lines are indented by two blanks, or not at all");
  EXPECT_EQ(failure("write f\nexists f\n"), "2: `write` takes indented lines below it");
  EXPECT_EQ(failure("exists f\n  g\n"), "2: `exists` takes no indented lines");
  EXPECT_EQ(failure("exit 0\n"), "2: `exit N` stands right below a command");
  EXPECT_EQ(failure("$ rox --version\nexit zero\n"), "2: `exit N`, not 'exit zero'");
  EXPECT_THAT(failure("$ rox --version\n  rox 9\nexit 0\n"), HasSubstr("2: `$` takes no indented lines"));
  EXPECT_THAT(failure("$ rox --version\nexit 0\n  rox 9\n"), HasSubstr("2: `exit` takes no indented lines"));
  EXPECT_EQ(failure("$ ls\nexit 0\n"), "2: only rox can be run: `$ rox VERB …`");
  EXPECT_THAT(failure("$ rox query 'x | wc\nexit 0\n"), HasSubstr("2: the quote ' isn't closed"));
  EXPECT_THAT(failure("$ rox query x | wc\nexit 0\n"), HasSubstr("2: '|' has to be quoted"));
  EXPECT_THAT(failure("stdout\n"), HasSubstr("2: what of `stdout`?"));
  EXPECT_THAT(failure("stdout =\n"), HasSubstr("2: write what is expected in this line or indented"));
  EXPECT_THAT(failure("stdout: x\n  y\n"), HasSubstr("2: write what is expected in this line or indented"));
  EXPECT_THAT(failure("stdout | wc = 3\n"), HasSubstr("2: unknown filter: '| wc'"));
  EXPECT_THAT(failure("stdout ~ (\n"), HasSubstr("2: no regular expression: '('"));
  EXPECT_THAT(failure("json status = done\n"), HasSubstr("2: `json` takes a path"));
  EXPECT_THAT(failure("json .a[b = done\n"), HasSubstr("2: no path: '.a[b'"));
  EXPECT_THAT(failure("json .a[b] = done\n"), HasSubstr("2: no condition: 'b'"));
  EXPECT_THAT(failure("json .a: done\n"), HasSubstr("2: JSON is compared with `=` alone"));
  EXPECT_THAT(failure("stdout: x\n"), HasSubstr("2: no command ran before this"));
  EXPECT_THAT(failure("use nothing_of_that_name\nexists f\n"), HasSubstr("2: there is no fixture "));
}

TEST(CaseFile, BlocksKeepTheirEmptyLinesAndIndentation) {
  const std::vector<Directive> read = read_directives("# x\nwrite f\n  a\n\n    b # no comment\n\n# y\nexists f\n");
  ASSERT_EQ(read.size(), 2);
  EXPECT_THAT(read[0].block, ElementsAre("a", "", "  b # no comment"));
  EXPECT_EQ(read[0].line, 2);
  EXPECT_EQ(read[1].line, 8);
  EXPECT_EQ(read[1].word(), "exists");
  EXPECT_EQ(read[1].rest(), "f");
  EXPECT_THAT(read[1].block, IsEmpty());
}

TEST(ShellWords, AreHeldTogetherByQuotes) {
  EXPECT_THAT(shell_words(R"(rox  query 'a "b" | c'"d" "e\"f" '' g\ h)"),
              ElementsAre("rox", "query", "a \"b\" | cd", "e\"f", "", "g h"));
}

std::vector<std::string> found(const std::string& path) {
  const Json root =
      Json::parse(R"({"list": [{"n": 1, "of": {"k": "a.b"}}, {"n": 12, "of": {"k": "c]"}}], "no": null})");
  std::vector<std::string> texts;
  for (const Json& value : find_values(root, parse_json_path(path))) texts.push_back(text_of(value));
  return texts;
}

TEST(JsonPath, FindsValues) {
  EXPECT_THAT(found(".list[1].n"), ElementsAre("12"));
  EXPECT_THAT(found(".list[*].of.k"), ElementsAre("a.b", "c]"));
  EXPECT_THAT(found(".list[of.k=*]].n"), ElementsAre("12"));
  EXPECT_THAT(found(".list[of.k!=a?b,n>=12].n"), ElementsAre("12"));
  EXPECT_THAT(found(".list[n<2].of"), ElementsAre(R"({"k":"a.b"})"));
  EXPECT_THAT(found(".list[missing=-].n"), ElementsAre("1", "12"));
  EXPECT_THAT(found(".no"), ElementsAre("-"));
  EXPECT_THAT(found(".missing"), ElementsAre("-"));
  EXPECT_THROW(found(".missing.n"), std::invalid_argument);
  EXPECT_THROW(found(".list[of>1]"), std::invalid_argument);
}

}  // namespace
}  // namespace rox::test
