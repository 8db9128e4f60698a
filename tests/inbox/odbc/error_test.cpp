#include "inbox/odbc/error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rox {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(OdbcError, SaysWhatTheServerSaid) {
  const Error error =
      odbc_error({{"28000", 1045, "[ma-3.1.15]Access denied for user 'erp'@'h' (using password: YES)"}}, {});
  EXPECT_STREQ(error.what(), "Access denied for user 'erp'@'h' (using password: YES) (SQLSTATE 28000)");
  EXPECT_EQ(error.kind(), ErrorKind::outside);
  EXPECT_THAT(error.hint_text(), HasSubstr("ROX_SOURCE_PASSWORD"));
  EXPECT_FALSE(error.can_retry());
}

TEST(OdbcError, KnowsWhatMayPass) {
  EXPECT_TRUE(odbc_error({{"08S01", 2013, "Lost connection"}}, {}).can_retry());
  EXPECT_TRUE(odbc_error({{"HY000", 2013, "Lost connection"}}, {}).can_retry());
  EXPECT_TRUE(odbc_error({{"HYT00", 0, "Timeout expired"}}, {}).can_retry());
  EXPECT_FALSE(odbc_error({{"42000", 229, "The SELECT permission was denied"}}, {}).can_retry());
}

TEST(OdbcError, SaysWhichPackageHasADriver) {
  const Error error =
      odbc_error({{"01000", 0, "[unixODBC][Driver Manager]Can't open lib 'libtdsodbc.so' : file not found"}}, {});
  EXPECT_THAT(error.hint_text(), HasSubstr("tdsodbc"));
  EXPECT_THAT(odbc_error({{"IM002", 0, "Data source name not found"}}, {}).hint_text(), HasSubstr("odbc.ini"));
}

TEST(OdbcError, HasNoSecret) {
  const std::vector<std::string> secrets{"hun;t}er2", ""};
  for (const char* text :
       {"can't use 'hun;t}er2'", "[hun;t}er2][x] failed", "bad string SERVER=h;PWD={hun;t}}er2};PORT=1",
        "Password = hun;t}er2", "pwd=hunter2;UID=a", "PWD={hunter2"}) {
    const std::string report = odbc_error({{"HY000", 0, text}}, secrets).report();
    EXPECT_THAT(report, Not(HasSubstr("er2"))) << text;
  }
  EXPECT_EQ(plain_odbc_text("PWD={a};PORT=1", {}), "PWD=***;PORT=1");
  EXPECT_EQ(plain_odbc_text("Access denied (using password: YES)", {""}), "Access denied (using password: YES)");
}

TEST(OdbcError, IsOneWithoutARecord) { EXPECT_EQ(odbc_error({}, {}).kind(), ErrorKind::outside); }

}  // namespace
}  // namespace rox
