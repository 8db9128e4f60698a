#include "dashboard/params.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.hpp"

namespace rox {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

TEST(Params, AreDecoded) {
  const Params params = Params::parse("a=1&b=x%20y+z&c=&d&a=2&%C3%A9=%C3%A3&&=5");
  EXPECT_THAT(params.values(), ElementsAre(Pair("a", "1"), Pair("b", "x y z"), Pair("c", ""), Pair("d", ""),
                                           Pair("a", "2"), Pair("é", "ã"), Pair("", "5")));
}

TEST(Params, KeepWhatIsNotWellFormed) {
  EXPECT_THAT(Params::parse("a=%&b=%2&c=%zz").values(), ElementsAre(Pair("a", "%"), Pair("b", "%2"), Pair("c", "%zz")));
}

TEST(Params, RefuseTextThatIsNoUtf8) {
  EXPECT_THROW(Params::parse("a=%FF"), Error);
  EXPECT_THROW(Params::parse("a=%00"), Error);
  EXPECT_THROW(Params::parse("%C3=1"), Error);
}

TEST(Params, SayWhichOnesThereAre) {
  const Params params = Params::parse("teritory=4");
  try {
    params.expect({"territory", "from"});
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("did you mean 'territory'"));
  }
  EXPECT_NO_THROW(Params::parse("param.month=1").expect({}, "param."));
}

TEST(Params, AreWholeNumbers) {
  EXPECT_THAT(Params::parse("a=1&a=-1&b=9").numbers("a"), ElementsAre(1, -1));
  for (const char* query : {"a=", "a=1.0", "a=1%27", "a=0x10", "a=99999999999999999999", "a=+1", "a=1%20OR%201=1"}) {
    EXPECT_THROW(Params::parse(query).numbers("a"), Error) << query;
  }
  EXPECT_EQ(Params::parse("n=7").number("n", 5, 10), 7U);
  EXPECT_EQ(Params::parse("").number("n", 5, 10), 5U);
  EXPECT_THROW(Params::parse("n=11").number("n", 5, 10), Error);
  EXPECT_THROW(Params::parse("n=-1").number("n", 5, 10), Error);
  EXPECT_THROW(Params::parse("n=1&n=2").number("n", 5, 10), Error);
}

}  // namespace
}  // namespace rox
