#include "inbox/odbc/values.hpp"

#include <gtest/gtest.h>
#include <sql.h>
#include <sqlext.h>

namespace rox {
namespace {

TEST(OdbcValues, AreAskedForByTheirTypes) {
  EXPECT_EQ(odbc_value({"a", "bigint", SQL_BIGINT}), OdbcValue::number);
  EXPECT_EQ(odbc_value({"a", "bit", SQL_BIT}), OdbcValue::boolean);
  EXPECT_EQ(odbc_value({"a", "bool", SQL_VARCHAR}), OdbcValue::boolean);
  EXPECT_EQ(odbc_value({"a", "float", SQL_REAL}), OdbcValue::single_float);
  EXPECT_EQ(odbc_value({"a", "float", SQL_FLOAT}), OdbcValue::double_float);
  EXPECT_EQ(odbc_value({"a", "datetimeoffset", -155}), OdbcValue::moment);
  EXPECT_EQ(odbc_value({"a", "image", SQL_LONGVARBINARY}), OdbcValue::binary);
  EXPECT_EQ(odbc_value({"a", "xml", -152}), OdbcValue::text);
  EXPECT_EQ(odbc_value({"a", "uniqueidentifier", SQL_GUID}), OdbcValue::guid);
  EXPECT_EQ(odbc_value({"a", "nvarchar", SQL_WVARCHAR}), OdbcValue::text);
}

TEST(OdbcValues, HaveAZeroBeforeThePoint) {
  EXPECT_EQ(odbc_number(".5"), "0.5");
  EXPECT_EQ(odbc_number("-.5000"), "-0.5000");
  EXPECT_EQ(odbc_number("0.5"), "0.5");
  EXPECT_EQ(odbc_number("-12"), "-12");
  EXPECT_EQ(odbc_number(""), "");
}

TEST(OdbcValues, HaveNoZerosAtTheEndOfAFraction) {
  EXPECT_EQ(odbc_moment("2026-01-02 03:04:05.5000000"), "2026-01-02 03:04:05.5");
  EXPECT_EQ(odbc_moment("2026-01-02 03:04:05.000"), "2026-01-02 03:04:05");
  EXPECT_EQ(odbc_moment("0000-00-00 00:00:00.000000"), "0000-00-00 00:00:00");
  EXPECT_EQ(odbc_moment("2026-01-02 03:04:05.1234567 +02:00"), "2026-01-02 03:04:05.1234567+02:00");
  EXPECT_EQ(odbc_moment("2026-01-02 03:04:05.1230000 -03:30"), "2026-01-02 03:04:05.123-03:30");
  EXPECT_EQ(odbc_moment("2026-10-20"), "2026-10-20");
  EXPECT_EQ(odbc_moment("-838:59:58.120"), "-838:59:58.12");
}

TEST(OdbcValues, AreReadAsTheSameNumber) {
  EXPECT_EQ(odbc_float(0.1), "0.1");
  EXPECT_EQ(odbc_float(1.0 / 3), "0.3333333333333333");
  EXPECT_EQ(odbc_float(1.0F / 3), "0.33333334");
  EXPECT_EQ(odbc_float(1e300), "1e+300");
}

TEST(OdbcValues, ShowBytesAsPostgreSqlDoes) {
  EXPECT_EQ(odbc_bytes(std::string_view("\0\xff", 2)), "\\x00ff");
  EXPECT_EQ(odbc_bytes(""), "\\x");
}

}  // namespace
}  // namespace rox
