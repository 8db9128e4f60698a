#include "engine/result/text_values.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

using Texts = std::vector<std::optional<std::string>>;

/// One column as an engine sends it that has texts for everything; one batch a list.
class TextResult : public Result {
 public:
  TextResult(ResultKind kind, std::string type, std::vector<Texts> batches)
      : columns_{{"c", std::move(type), kind}}, batches_(std::move(batches)) {}

  const std::vector<ResultColumn>& columns() const override { return columns_; }
  bool next() override {
    typed_.clear();
    return ++at_ <= batches_.size();
  }
  std::size_t rows() const override { return batches_[at_ - 1].size(); }
  ColumnValues column(std::size_t column) const override { return typed_.column(*this, column); }
  bool is_null(std::size_t, std::size_t row) const override { return !batches_[at_ - 1][row]; }
  void text(std::size_t, std::size_t row, std::string& out) const override { out += *batches_[at_ - 1][row]; }

 private:
  std::vector<ResultColumn> columns_;
  std::vector<Texts> batches_;
  std::size_t at_ = 0;
  mutable TextColumns typed_;
};

/// The layout of the only batch, having looked that its values have the texts that were sent.
ValueLayout layout_of(ResultKind kind, const std::string& type, const Texts& texts) {
  TextResult result(kind, type, {texts});
  EXPECT_TRUE(result.next());
  const ColumnValues values = result.column(0);
  for (std::size_t row = 0; row < texts.size(); ++row) {
    EXPECT_EQ(values.present(row), texts[row].has_value());
    if (!values.present(row)) continue;
    std::string text;
    append_text(values, row, text);
    EXPECT_EQ(text, *texts[row]);
  }
  return values.layout;
}

TEST(TextColumns, AreTypedWhereTheTypeHasALayout) {
  EXPECT_EQ(layout_of(ResultKind::boolean, "BOOLEAN", {"true", std::nullopt, "false"}), ValueLayout::boolean);
  EXPECT_EQ(layout_of(ResultKind::integer, "SMALLINT", {"-9223372036854775808", std::nullopt, "9223372036854775807"}),
            ValueLayout::int64);
  EXPECT_EQ(layout_of(ResultKind::decimal, "NUMERIC(38,2)",
                      {"999999999999999999999999999999999999.99", "-0.05", std::nullopt, "0.00"}),
            ValueLayout::int128);
  EXPECT_EQ(layout_of(ResultKind::floating, "DOUBLE PRECISION", {"5e-324", "-inf", "nan", "0.1"}),
            ValueLayout::float64);
  EXPECT_EQ(layout_of(ResultKind::floating, "REAL", {"0.1", "1e-45"}), ValueLayout::float32);
  EXPECT_EQ(layout_of(ResultKind::date, "DATE", {"0001-01-01", "1969-12-31", "9999-12-31", "20000-02-29"}),
            ValueLayout::date);
  EXPECT_EQ(layout_of(ResultKind::time, "TIME", {"00:00:00", std::nullopt, "23:59:59.999999", "08:30:00.25"}),
            ValueLayout::time);
  EXPECT_EQ(layout_of(ResultKind::timestamp, "TIMESTAMP",
                      {"1969-12-31 23:59:59.5", "2013-09-30 10:01:36", "0001-01-01 00:00:00.000001"}),
            ValueLayout::timestamp);
  EXPECT_EQ(layout_of(ResultKind::text, "TEXT", {"", std::nullopt, "é"}), ValueLayout::text);
}

TEST(TextColumns, StayTextsWhereTheyHaveNoLayoutOrNoPlaceInIt) {
  EXPECT_EQ(layout_of(ResultKind::decimal, "NUMERIC", {"1.5", "-2"}), ValueLayout::text);
  EXPECT_EQ(layout_of(ResultKind::decimal, "NUMERIC(18,4)", {"1.5000", "NaN"}), ValueLayout::text);
  EXPECT_EQ(layout_of(ResultKind::date, "DATE", {"2013-09-30", "infinity"}), ValueLayout::text);
  EXPECT_EQ(layout_of(ResultKind::date, "DATE", {"0044-03-15 BC"}), ValueLayout::text);
  EXPECT_EQ(layout_of(ResultKind::timestamp, "TIMESTAMP", {"-infinity"}), ValueLayout::text);
  EXPECT_EQ(layout_of(ResultKind::other, "INTERVAL", {"1 day"}), ValueLayout::text);
}

TEST(TextColumns, AreMadeAnewForEachBatch) {
  TextResult result(ResultKind::date, "DATE", {{"1970-01-02"}, {"infinity", std::nullopt}, {"1970-01-03"}});
  ASSERT_TRUE(result.next());
  EXPECT_EQ(result.column(0).at<std::int32_t>(0), 1);
  ASSERT_TRUE(result.next());
  EXPECT_EQ(result.column(0).at<std::string_view>(0), "infinity");
  EXPECT_FALSE(result.column(0).present(1));
  ASSERT_TRUE(result.next());
  EXPECT_EQ(result.column(0).at<std::int32_t>(0), 2);
  EXPECT_FALSE(result.next());
}

TEST(ParseDecimal, TakesAllDigitsAndNoOthers) {
  constexpr auto kMost = static_cast<Int128>(~UInt128{0} >> 1);
  EXPECT_EQ(parse_decimal("-1.5", 4), -15'000);
  EXPECT_EQ(parse_decimal("7", 0), 7);
  EXPECT_EQ(parse_decimal("17014118346046923173168730371588410.5727", 4), kMost);
  EXPECT_EQ(parse_decimal("-17014118346046923173168730371588410.5728", 4), -kMost - 1);
  for (const char* bad : {"", "-", "1e5", "1.23456", "x", "--1", "1.2.3", "17014118346046923173168730371588410.5728"}) {
    EXPECT_EQ(parse_decimal(bad, 4), std::nullopt) << bad;
  }
}

TEST(ParseTimestamp, IsExact) {
  EXPECT_EQ(parse_timestamp("1970-01-01 00:00:01.5"), 1'500'000);
  EXPECT_EQ(parse_timestamp("1970-01-01 00:00:01.5+00"), 1'500'000);
  for (const char* bad : {"1970-01-01", "1970-01-01 00:00", "1970-13-01 00:00:00", "1970-01-01 00:00:00x5", "infinity",
                          "1970-01-01 00:00:00.1234567", "1970-01-01 00:00:00+02"}) {
    EXPECT_EQ(parse_timestamp(bad), std::nullopt) << bad;
  }
}

}  // namespace
}  // namespace rox
