#include "base/toml_outline.hpp"

#include <gmock/gmock.h>

namespace rox {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kText = R"(# top
above = 1

# about a
[[a]]   # header = "x"
  name = 'it''s' # one
"quoted" = """
[[b]] = not a header
""" # two
list = [ # three
  "]", # four
  { x = ["}", 1], y = '#' },
  [ [], [2] ] ]

# about c.d
[c.d]
e=2024-01-31T00:00:00)";

TEST(TomlOutline, FindsSectionsWithTheCommentsAboveThem) {
  const auto sections = toml_outline(kText);
  ASSERT_EQ(sections.size(), 2U);
  EXPECT_EQ(sections[0].header, "[[a]]");
  EXPECT_EQ(sections[1].header, "[c.d]");
  EXPECT_TRUE(kText.substr(sections[0].begin).starts_with("# about a"));
  EXPECT_TRUE(kText.substr(sections[0].body).starts_with("  name"));
  EXPECT_EQ(sections[0].end, sections[1].begin);
  EXPECT_TRUE(kText.substr(sections[1].begin).starts_with("# about c.d"));
  EXPECT_EQ(sections[1].end, kText.size());
}

TEST(TomlOutline, FindsEntriesAndTheirValues) {
  const auto sections = toml_outline(kText);
  std::vector<std::string> keys;
  for (const TomlEntry& entry : sections[0].entries) keys.push_back(entry.key);
  EXPECT_THAT(keys, ElementsAre("name", "\"quoted\"", "list"));
  const TomlEntry& list = *sections[0].find("list");
  EXPECT_TRUE(list.value.in(kText).starts_with("[ # three"));
  EXPECT_TRUE(list.value.in(kText).ends_with("[2] ] ]"));
  EXPECT_EQ(sections[1].find("e")->value.in(kText), "2024-01-31T00:00:00");
  EXPECT_EQ(sections[1].find("e")->lines.end, kText.size());
  EXPECT_EQ(sections[1].find("f"), nullptr);
}

TEST(TomlOutline, CutsArraysIntoElements) {
  const std::string_view array = toml_outline(kText)[0].find("list")->value.in(kText);
  std::vector<std::string> elements;
  for (const TextSpan& span : toml_elements(array)) elements.emplace_back(span.in(array));
  EXPECT_THAT(elements, ElementsAre("\"]\"", "{ x = [\"}\", 1], y = '#' }", "[ [], [2] ]"));
  EXPECT_THAT(toml_elements("[ # nothing, really\n]"), IsEmpty());
}

TEST(TomlOutline, ChangesInlineTablesWhereTheyDiffer) {
  constexpr std::string_view kWritten = "{ a='1',  b = [ \"}\" ] , c=3 }";
  const auto edit = [&](std::string_view before, std::string_view after) {
    return edit_inline_table(kWritten, before, after);
  };
  EXPECT_EQ(edit("{a=1,b=2,c=3}", "{a=1,b=2,c=3}"), kWritten);
  EXPECT_EQ(edit("{a=1,b=2,c=3}", "{a=1,b={x=1},c=4}"), "{ a='1',  b = {x=1} , c=4 }");
  EXPECT_EQ(edit("{a=1,b=2,c=3}", "{a=1,b=2}"), "{ a='1',  b = [ \"}\" ] }");
  EXPECT_EQ(edit("{a=1,b=2,c=3}", "{b=2,c=3}"), "{ b = [ \"}\" ] , c=3 }");
  EXPECT_EQ(edit("{a=1,b=2,c=3}", "{a=1,b=2,d=4}"), "{ a='1',  b = [ \"}\" ], d = 4 }");
}

TEST(TomlOutline, FindsCommentsButNotInStrings) {
  EXPECT_THAT(toml_comments(kText), ElementsAre("# top", "# about a", "# header = \"x\"", "# one", "# two", "# three",
                                                "# four", "# about c.d"));
  EXPECT_THAT(toml_comments("a = \"\\\"#\" #1"), ElementsAre("#1"));
}

}  // namespace
}  // namespace rox
