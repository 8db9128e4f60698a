#include "project/notify_config.hpp"

#include <gmock/gmock.h>

#include "project/project.hpp"
#include "project/project_file_support.hpp"

namespace rox {
namespace {

using testing::HasSubstr;
using testing::Not;

class NotifyFile : public test::ProjectFileTest {
 protected:
  Project read_more(const std::string& text) { return read("[source]\npath = \"e\"\n" + text); }
  std::string error_of_more(const std::string& text) { return error_of("[source]\npath = \"e\"\n" + text); }
};

TEST_F(NotifyFile, KnowsWhoIsToldAndWhen) {
  const NotifyConfig config = read_more(R"([notify]
language = "pt"
link = "https://d.example.com/"
quiet = "22:00-07:00"
repeat = "3 days"
report = "0 8 * * mon"
[notify.to.ana]
type = "mail"
server = "smtp://m"
from = "r@e"
to = "a@e"
login = "netrc"
[notify.to.hook]
type = "teams"
language = "en"
url_from = "command:pass show hook"
on = ["hold", "arrival"]
)")
                                  .notify;
  EXPECT_EQ(config.link, "https://d.example.com");
  EXPECT_EQ(config.repeat, std::chrono::hours{72});
  EXPECT_EQ(config.quiet->until, std::chrono::minutes{420});
  EXPECT_EQ(config.channels.at("ana").language, Language::portuguese);
  EXPECT_EQ(config.channels.at("ana").login->kind, SecretSource::Kind::netrc);
  EXPECT_EQ(config.channels.at("hook").language, Language::english);
  EXPECT_EQ(config.channels.at("hook").url_from->text, "pass show hook");
  EXPECT_TRUE(config.channels.at("hook").on.contains("arrival"));
}

TEST_F(NotifyFile, TakesNoSecretAndSaysWhatIsWrong) {
  const auto hook = [&](const std::string& lines) {
    return error_of_more("[notify.to.x]\ntype = \"webhook\"\n" + lines);
  };
  for (const char* secret :
       {"https://hooks.slack.com/services/abc", "https://x.webhook.office.com/abc", "https://e/x?sig=abc"}) {
    const std::string said = hook("url = \"" + std::string(secret) + "\"\n");
    EXPECT_THAT(said, HasSubstr("url_from"));
    EXPECT_THAT(said, Not(HasSubstr("abc")));
  }
  EXPECT_THAT(hook("url = \"https://e\"\nsigned_by = \"xyz\"\n"), Not(HasSubstr("xyz")));
  EXPECT_THAT(hook(""), HasSubstr("one address"));
  EXPECT_THAT(hook("url = \"https://e\"\non = [\"failur\"]\n"), HasSubstr("did you mean 'failure'"));
  EXPECT_THAT(hook("url = \"https://e\"\nserver = \"smtp://e\"\n"), HasSubstr("server"));
  EXPECT_THAT(error_of_more("[notify.to.x]\ntype = \"pigeon\"\n"), HasSubstr("mail, slack, teams, webhook, command"));
  EXPECT_THAT(error_of_more("[notify]\nquiet = \"22-7\"\n"), HasSubstr("22:00-07:00"));
  EXPECT_THAT(error_of_more("[notify]\nreport = \"daily\"\n"), HasSubstr("cron"));
  EXPECT_THAT(error_of_more(
                  "[notify.to.x]\ntype = \"mail\"\nserver = \"smtp://m\"\nfrom = \"r@e\"\nto = [\"a@e\\nBcc: b@e\"]\n"),
              HasSubstr("no address of mail"));
  EXPECT_THAT(error_of_more("[notify.to.x]\ntype = \"mail\"\nserver = \"smtp://m\"\nfrom = \"r@e\"\nto = \"a@e\"\n"
                            "user = \"u\"\nlogin = \"env:X\"\ntls = false\n"),
              HasSubstr("in the clear"));
}

TEST_F(NotifyFile, KnowsWhenTheSourceIsLookedAt) {
  const WatchConfig watch =
      read_more("[watch]\nevery = \"2 minutes\"\nsettle = \"0 seconds\"\ncron = \"30 6 * * *\"\n").watch;
  EXPECT_EQ(watch.every, std::chrono::minutes{2});
  EXPECT_EQ(watch.settle.count(), 0);
  EXPECT_EQ(watch.cron.size(), 1U);
  EXPECT_THAT(error_of_more("[watch]\nevery = \"0 seconds\"\n"), HasSubstr("pause"));
  EXPECT_THAT(error_of_more("[watch]\ncron = [\"x\"]\n"), HasSubstr("rox.toml:4"));
}

}  // namespace
}  // namespace rox
