#include "inbox/password.hpp"

#include <gtest/gtest.h>

#include "base/error.hpp"
#include "base/file.hpp"
#include "temp_dir.hpp"
#include "temp_variable.hpp"

namespace rox {
namespace {

constexpr const char* kNetrc =
    "# mine\n"
    "machine erp.example.com login a password one\n"
    "machine erp.example.com\n  login b\n  password \"t w\\\"o\"\n"
    "macdef init\nmachine evil login x password y\n\n"
    "machine only.example.com password three\n"
    "default login anonymous password guest\n";

TEST(Netrc, HasTheEntryOfAHostAndUser) {
  const auto first = netrc_login(kNetrc, "erp.example.com", "");
  ASSERT_TRUE(first);
  EXPECT_EQ(first->user, "a");
  EXPECT_EQ(first->password, "one");
  EXPECT_EQ(netrc_login(kNetrc, "erp.example.com", "b")->password, "t w\"o");
  EXPECT_EQ(netrc_login(kNetrc, "only.example.com", "c")->password, "three");
}

TEST(Netrc, HasADefaultAndNoMacros) {
  EXPECT_EQ(netrc_login(kNetrc, "other.example.com", "")->password, "guest");
  EXPECT_EQ(netrc_login(kNetrc, "evil", "")->user, "anonymous");
  EXPECT_FALSE(netrc_login("machine a login b password c", "d", ""));
  EXPECT_FALSE(netrc_login("machine", "", ""));
  EXPECT_FALSE(netrc_login("", "a", ""));
}

using test::TempDir;
using test::TempVariable;

TEST(Login, ComesFromTheEnvironmentNetrcOrACommand) {
  const TempDir dir;
  write_file(dir.path() / "netrc", "machine h login from-netrc password two\n");
  const TempVariable netrc("NETRC", (dir.path() / "netrc").string());
  RemoteSource source;
  source.host = "h";
  source.password_command = {"sh", "-c", "echo three; echo four"};
  {
    const TempVariable password("ROX_SOURCE_PASSWORD", "one");
    EXPECT_EQ(find_login(source).password, "one");
  }
  EXPECT_EQ(find_login(source).password, "two");
  EXPECT_EQ(find_login(source).user, "from-netrc");
  source.user = "somebody else";
  EXPECT_EQ(find_login(source).password, "three");
  EXPECT_EQ(find_login(source).user, "somebody else");
}

TEST(Login, DoesNotShowWhatAFailingCommandPrints) {
  const TempVariable netrc("NETRC", "/nowhere");
  RemoteSource source;
  source.password_command = {"sh", "-c", "echo secret; echo secret >&2; exit 3"};
  try {
    find_login(source);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.report().find("secret"), std::string::npos);
    EXPECT_NE(error.report().find("exit code 3"), std::string::npos);
  }
}

}  // namespace
}  // namespace rox
