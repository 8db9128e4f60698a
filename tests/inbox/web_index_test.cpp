#include "inbox/web_index.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.hpp"

namespace rox {
namespace {

using testing::ElementsAre;

constexpr const char* kBase = "https://erp.example.com/out/";

std::vector<std::string> names(std::string_view text, std::string_view type) {
  std::vector<std::string> names;
  for (const WebEntry& entry : parse_web_index(text, type, kBase)) names.push_back(entry.name);
  return names;
}

TEST(WebIndex, HasTheLinksOfAPage) {
  EXPECT_THAT(names("<html><h1>Index of /out/</h1><a href=\"../\">../</a>\n"
                    "<a href=\"orders%201%20%23%C3%A7.csv\">orders</a> 30-Nov-2026 11:22 12\n"
                    "<A class=x HREF='./b.csv'>b</A> <a href=c.csv>c</a> <a href=\"a&amp;b.csv\">d</a>\n"
                    "<a href=\"2026/\">2026/</a> <a href=\"?C=M;O=A\">by date</a> <a href=\"#top\">top</a>"
                    "<a href=\"/out/d.csv?x=1\">d</a> <a href=\"https://erp.example.com/out/e.csv\">e</a>",
                    "text/html; charset=utf-8"),
              ElementsAre("orders 1 #ç.csv", "b.csv", "c.csv", "a&b.csv", "2026/", "d.csv", "e.csv"));
}

TEST(WebIndex, LeadsNowhereElse) {
  EXPECT_THAT(
      names("<a href=\"/etc/x.csv\"></a><a href=\"//evil.example.com/x.csv\"></a><a href=\"..%2Fx.csv\"></a>"
            "<a href=\"https://evil.example.com/x.csv\"></a><a href=\"https://erp.example.com/other/x.csv\"></a>"
            "<a href=\"https://erp.example.com.evil/out/x.csv\"></a><a href",
            "text/html"),
      testing::IsEmpty());
}

TEST(WebIndex, MayBeJson) {
  const auto entries = parse_web_index(R"([{"name": "a.csv", "type": "file", "mtime": "Mon", "size": 12},
    {"name": "2026", "type": "directory", "mtime": "Mon"}, "b.csv"])",
                                       "application/json", kBase);
  EXPECT_THAT(entries, ElementsAre(WebEntry{"a.csv", "Mon", 12}, WebEntry{"2026/", "Mon", std::nullopt},
                                   WebEntry{"b.csv", "", std::nullopt}));
  EXPECT_THAT(names(R"({"files": ["a.csv"]})", "text/plain"), ElementsAre("a.csv"));
  EXPECT_THROW(names(R"([{"size": 1}])", "application/json"), Error);
  EXPECT_THROW(names("[", "application/json"), Error);
}

TEST(WebIndex, MayBeANameALine) {
  EXPECT_THAT(
      names("# exports\r\na.csv\r\n\r\nb%20c.csv\na.csv\nhttps://erp.example.com/out/d%20e.csv\n", "text/plain"),
      ElementsAre("a.csv", "b%20c.csv", "d e.csv"));
}

}  // namespace
}  // namespace rox
