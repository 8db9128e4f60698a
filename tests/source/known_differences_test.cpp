// Where rox and DuckDB's read_csv differ on purpose; docs/scanner.md has the same list with the reasons. If DuckDB
// changes its mind, this says so.
#include <gmock/gmock.h>

#include <algorithm>
#include <ostream>

#include "source/differential_support.hpp"

namespace rox::test {
namespace {

struct Difference {
  const char* name;
  std::vector<const char*> types;
  const char* records;
  std::vector<std::string> rox;     // rows as "1|2"; NULL is ∅, a reject its code
  std::vector<std::string> duckdb;  // the same; rows that it can't read are left out
};

void PrintTo(const Difference& difference, std::ostream* out) { *out << difference.name; }

std::string joined(const std::vector<std::string>& row) {
  std::string text;
  for (std::size_t i = 1; i < row.size(); ++i) text += (i > 1 ? "|" : "") + row[i];
  return text;
}

std::vector<std::string> joined(const Rows& rows) {
  std::vector<std::string> texts;
  for (const auto& row : rows) texts.push_back(joined(row));
  return texts;
}

class KnownDifference : public testing::TestWithParam<Difference> {};

TEST_P(KnownDifference, IsAsDocumented) {
  const Difference& difference = GetParam();
  Comparison comparison;
  Style style;
  style.dialect.delimiter = ';';
  style.dialect.null_words = {"NULL"};
  std::string text;
  for (std::size_t i = 0; i < difference.types.size(); ++i) {
    style.types.push_back(parse_type(difference.types[i]));
    text += (i > 0 ? ";c" : "c") + std::to_string(i);
  }
  comparison.write(style, {text + "\n" + difference.records});
  std::vector<std::string> rox = joined(comparison.rox(std::size_t{1} << 20));
  for (const Reject& reject : comparison.rejects()) rox.emplace_back(to_string(reject.code));
  EXPECT_EQ(rox, difference.rox);
  EXPECT_EQ(joined(comparison.duckdb(", strict_mode=false, ignore_errors=true")), difference.duckdb);
}

const Difference kShape[] = {
    {"EmptyLineOfOneColumn", {"VARCHAR"}, "1\n\n3\n", {"1", "", "3"}, {"1", "3"}},
    {"BlanksBeforeAnOpeningQuote", {"VARCHAR", "VARCHAR"}, " \"x\";2\n", {" \"x\"|2"}, {"x|2"}},
    {"BlanksAfterAClosingQuote", {"VARCHAR", "VARCHAR"}, "\"x\" ;2\n", {"malformed_quote"}, {"x|2"}},
    {"TextAfterAClosingQuote", {"VARCHAR", "VARCHAR"}, "\"x\"y;2\n3;4\n", {"3|4", "malformed_quote"}, {"x|2", "3|4"}},
    {"CarriageReturnInsideALine", {"VARCHAR", "VARCHAR"}, "1\rx;2\n3;4\n", {"1\rx|2", "3|4"}, {"x|2", "3|4"}},
    {"UnterminatedQuote",
     {"VARCHAR", "VARCHAR"},
     "1;\"open\n2;x\n3;y\n",
     {"2|x", "3|y", "unterminated_quote"},
     {"1|open\n2;x\n3;y"}},
};
INSTANTIATE_TEST_SUITE_P(OfShape, KnownDifference, testing::ValuesIn(kShape),
                         [](const auto& info) { return info.param.name; });

const Difference kValues[] = {
    {"QuotedNullWord", {"INTEGER", "VARCHAR"}, "\"NULL\";\"NULL\"\n", {"∅|NULL"}, {}},
    {"DecimalsThatDoNotFit", {"DECIMAL(9,2)"}, "5.555\n5.550\n", {"5.55", "out_of_range"}, {"5.56", "5.55"}},
    {"IntegersInOtherForms",
     {"INTEGER"},
     "1.5\n1e3\n0x10\n1_0\n",
     {"unparsable", "unparsable", "unparsable", "unparsable"},
     {"2", "1000", "16", "10"}},
    {"TimeOfADate", {"DATE"}, "2011-05-31 10:00:00\n", {"out_of_range"}, {"2011-05-31"}},
    {"DottedDate", {"DATE"}, "2011.05.31\n", {"2011-05-31"}, {}},
    {"DatesInOtherForms",
     {"DATE"},
     "epoch\n11-05-31\n2011-05-31 (BC)\n",
     {"unparsable", "unparsable", "unparsable"},
     {"1970-01-01", "0011-05-31", "2011-05-31 (BC)"}},
    {"OffsetOfATimestamp", {"TIMESTAMP"}, "2011-05-31 10:00:00+02:00\n", {"unparsable"}, {"2011-05-31 10:00:00"}},
    {"SeventhDigitOfASecond",
     {"TIMESTAMP"},
     "2011-05-31 10:00:00.1234567\n",
     {"out_of_range"},
     {"2011-05-31 10:00:00.123456"}},
    {"BlanksAroundBooleansAndUuids",
     {"BOOLEAN", "UUID"},
     " true ; 8fecf36c-0e9c-aadd-a73e-8477de7490db \n",
     {"true|8fecf36c-0e9c-aadd-a73e-8477de7490db"},
     {}},
    {"PortugueseBooleans", {"BOOLEAN"}, "sim\nNÃO\nfalso\n", {"true", "false", "false"}, {}},
    {"UuidWithoutHyphens",
     {"UUID"},
     "8fecf36c0e9caadda73e8477de7490db\n",
     {"unparsable"},
     {"8fecf36c-0e9c-aadd-a73e-8477de7490db"}},
};
INSTANTIATE_TEST_SUITE_P(OfValues, KnownDifference, testing::ValuesIn(kValues),
                         [](const auto& info) { return info.param.name; });

TEST(Differential, OnlyDuckDbTakesANulByte) {
  Comparison comparison;
  Style style;
  style.dialect.delimiter = ';';
  style.types = std::vector<Type>(2);
  comparison.write(style, {std::string("c0;c1\na\0b;2\n", 12)});
  EXPECT_THAT(comparison.rox(64), testing::IsEmpty());
  EXPECT_EQ(comparison.rejects().at(0).code, RejectCode::invalid_utf8);
  EXPECT_EQ(comparison.duckdb("").size(), 1U);
}

TEST(Differential, OnlyRoxTakesMixedLineEndsInStrictMode) {
  Comparison comparison;
  Style style;
  style.dialect.delimiter = ';';
  style.types = std::vector<Type>(2);
  comparison.write(style, {"c0;c1\n1;2\r\n3;4\n"});
  EXPECT_EQ(comparison.rox(64).size(), 2U);
  EXPECT_THROW(comparison.duckdb(", strict_mode=true"), Error);
}

}  // namespace
}  // namespace rox::test
