#include "notify/message.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

namespace rox {
namespace {

using testing::HasSubstr;

Message message(Language language) {
  ToldNotice hold{
      "new", "local/run", "hold", "run r is held", "old data", "rox release r", "https://d/#/runs", "2026-01-05 08:00"};
  ToldNotice over{"fixed", "local/rejects/Sale", "rejects", "3 rows of Sale were rejected", "", "",
                  "",      "2026-01-04 08:00"};
  return {"shop", language, {hold, over}};
}

TEST(Message, SaysWhatHappenedWhatItMeansAndWhatToDo) {
  EXPECT_EQ(message(Language::english).subject(), "[shop] held: run r is held (and more: 1)");
  EXPECT_EQ(message(Language::english).text(),
            "HELD: run r is held\nWhat it means: old data\nWhat to do: rox release r\nSee: https://d/#/runs\n\n"
            "FIXED (since 2026-01-04 08:00): 3 rows of Sale were rejected\n");
  EXPECT_THAT(message(Language::portuguese).text(), HasSubstr("RETIDA: run r is held\nO que significa: old data\n"));
  EXPECT_THAT(message(Language::portuguese).text(), HasSubstr("RESOLVIDO (desde 2026-01-04 08:00)"));
}

TEST(Message, HasASubjectOfOneShortLine) {
  Message long_one = message(Language::english);
  long_one.notices[0].what = std::string(100, 'x') + " ção " + std::string(300, 'y') + "\nmore";
  const std::string subject = long_one.subject();
  EXPECT_LE(subject.size(), 160U);
  EXPECT_EQ(subject.find('\n'), std::string::npos);
}

TEST(Message, IsWhatEachHookTakes) {
  Message one = message(Language::english);
  one.notices[0].what = "a < b & <!channel>";
  EXPECT_THAT(slack_json(one)["text"].get<std::string>(), HasSubstr("a &lt; b &amp; &lt;!channel&gt;"));
  const auto card = teams_json(one)["attachments"][0]["content"];
  EXPECT_EQ(card["type"], "AdaptiveCard");
  EXPECT_EQ(card["actions"][0]["url"], "https://d/#/runs");
  const auto plain = plain_json(one);
  EXPECT_EQ(plain["notices"][0]["state"], "new");
  EXPECT_EQ(notice_from(parse_json(json_text(plain), "test").member("notices").elements().at(1)), one.notices[1]);
}

}  // namespace
}  // namespace rox
