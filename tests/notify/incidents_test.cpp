#include "notify/incidents.hpp"

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using std::chrono::hours;
using std::chrono::system_clock;

const system_clock::time_point kNow = system_clock::from_time_t(1'800'000'000);

Trouble trouble(const std::string& key, const std::string& kind = "failure", bool lasting = true) {
  Trouble made;
  made.key = key;
  made.kind = kind;
  made.what = {"it failed", "falhou"};
  made.lasting = lasting;
  return made;
}

std::string told(const std::vector<Trouble>& troubles, Incidents& incidents, system_clock::time_point now) {
  std::string text;
  for (const Notice& notice : notices_of(troubles, incidents, now, hours{24})) {
    text += std::string(to_string(notice.state)) + " " + notice.trouble.kind + " " + notice.trouble.key + "; ";
  }
  return text;
}

TEST(Incidents, AreToldOnceAgainAfterAWhileAndTheirEnd) {
  Incidents incidents;
  EXPECT_EQ(told({trouble("a")}, incidents, kNow), "new failure a; ");
  EXPECT_EQ(told({trouble("a")}, incidents, kNow + hours{23}), "");
  EXPECT_EQ(told({trouble("a"), trouble("b")}, incidents, kNow + hours{24}), "still failure a; new failure b; ");
  EXPECT_EQ(told({trouble("a"), trouble("b")}, incidents, kNow + hours{25}), "");
  EXPECT_EQ(told({trouble("b")}, incidents, kNow + hours{26}), "fixed failure a; ");
  EXPECT_EQ(told({}, incidents, kNow + hours{27}), "fixed failure b; ");
  EXPECT_EQ(told({}, incidents, kNow + hours{28}), "");
}

TEST(Incidents, ThatBecomeOthersAreNew) {
  Incidents incidents;
  told({trouble("a")}, incidents, kNow);
  EXPECT_EQ(told({trouble("a", "hold")}, incidents, kNow + hours{1}), "new hold a; ");
  EXPECT_EQ(told({}, incidents, kNow + hours{2}), "fixed hold a; ");
}

TEST(Incidents, WithoutAnEndAreToldOnce) {
  Incidents incidents;
  EXPECT_EQ(told({trouble("a", "drift", false)}, incidents, kNow), "once drift a; ");
  EXPECT_EQ(told({trouble("a", "drift", false)}, incidents, kNow + hours{100}), "");
  EXPECT_EQ(told({}, incidents, kNow + hours{101}), "");
  EXPECT_EQ(told({trouble("a", "drift", false)}, incidents, kNow + hours{102}), "once drift a; ");
}

TEST(Incidents, SurviveAClockThatIsPutBack) {
  Incidents incidents;
  told({trouble("a")}, incidents, kNow + hours{1000});
  EXPECT_EQ(told({trouble("a")}, incidents, kNow), "still failure a; ");
  EXPECT_EQ(told({trouble("a")}, incidents, kNow + hours{1}), "");
}

TEST(Incidents, AreReadBackAndDamagedOnesAreNone) {
  const test::TempDir dir;
  const std::filesystem::path file = dir.path() / "notify/local.json";
  EXPECT_TRUE(read_incidents(file).empty());
  Incidents incidents;
  told({trouble("a"), trouble("b", "drift", false)}, incidents, kNow);
  write_incidents(file, incidents);
  Incidents again = read_incidents(file);
  EXPECT_EQ(told({trouble("a"), trouble("b", "drift", false)}, again, kNow + hours{1}), "");
  EXPECT_EQ(again.at("a").what.portuguese, "falhou");
  write_file(file, R"({"a":{"kind":7}})");
  EXPECT_TRUE(read_incidents(file).empty());
}

}  // namespace
}  // namespace rox
