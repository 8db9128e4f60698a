#include <gtest/gtest.h>

#include "base/decimal.hpp"
#include "engine/postgres/postgres.hpp"
#include "engine/postgres/server_support.hpp"

namespace rox {
namespace {

class PostgresResultTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { server_ = test::PostgresServer::start(); }
  static void TearDownTestSuite() { server_.reset(); }
  void SetUp() override {
    if (!server_) GTEST_SKIP() << "no PostgreSQL server (Debian: postgresql-15)";
    connection_ = std::make_unique<PostgresConnection>(server_->config(), PostgresOptions{});
  }

  ColumnValues first(const std::string& value) {
    rows_ = connection_->query("SELECT " + value);
    EXPECT_TRUE(rows_->next());
    return rows_->column(0);
  }

  static std::unique_ptr<test::PostgresServer> server_;
  std::unique_ptr<PostgresConnection> connection_;
  std::unique_ptr<Result> rows_;
};

std::unique_ptr<test::PostgresServer> PostgresResultTest::server_;

TEST_F(PostgresResultTest, HasTypedValues) {
  EXPECT_EQ(first("true").at<bool>(0), true);
  EXPECT_EQ(first("CAST(-7 AS SMALLINT)").at<std::int64_t>(0), -7);
  EXPECT_EQ(first("CAST(-9223372036854775808 AS BIGINT)").at<std::int64_t>(0), INT64_MIN);
  EXPECT_EQ(first("CAST(-0.05 AS NUMERIC(38, 4))").at<Int128>(0), -500);
  EXPECT_EQ(first("CAST(-0.05 AS NUMERIC(38, 4))").scale, 4U);
  EXPECT_EQ(first("CAST(0.1 AS REAL)").at<float>(0), 0.1F);
  EXPECT_EQ(first("CAST('5e-324' AS DOUBLE PRECISION)").at<double>(0), 5e-324);
  EXPECT_EQ(first("DATE '1969-12-31'").at<std::int32_t>(0), -1);
  EXPECT_EQ(first("TIMESTAMP '1970-01-01 00:00:01.5'").at<std::int64_t>(0), 1'500'000);
  EXPECT_EQ(first("TIMESTAMP WITH TIME ZONE '1970-01-01 02:00:01.5+02'").at<std::int64_t>(0), 1'500'000);
  EXPECT_EQ(first("'é'").at<std::string_view>(0), "é");
  EXPECT_FALSE(first("CAST(NULL AS DATE)").present(0));
}

TEST_F(PostgresResultTest, HasTextsWhereNoLayoutHasTheValue) {
  EXPECT_EQ(first("1.50").at<std::string_view>(0), "1.50");
  EXPECT_EQ(first("CAST('NaN' AS NUMERIC(9, 2))").at<std::string_view>(0), "NaN");
  EXPECT_EQ(first("DATE 'infinity'").at<std::string_view>(0), "infinity");
  EXPECT_EQ(first("DATE '0044-03-15 BC'").at<std::string_view>(0), "0044-03-15 BC");
  EXPECT_EQ(first("INTERVAL '1 day'").at<std::string_view>(0), "1 day");
}

TEST_F(PostgresResultTest, IsReadInBatches) {
  std::int64_t sum = 0;
  std::size_t rows = 0;
  const auto result = connection_->query("SELECT CAST(i AS BIGINT) AS i FROM generate_series(1, 3000) AS i");
  while (result->next()) {
    const ColumnValues values = result->column(0);
    for (std::size_t r = 0; r < result->rows(); ++r, ++rows) sum += values.at<std::int64_t>(r);
  }
  EXPECT_EQ(rows, 3000U);
  EXPECT_EQ(sum, 3000 * 3001 / 2);
}

}  // namespace
}  // namespace rox
