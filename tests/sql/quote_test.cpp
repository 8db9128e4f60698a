#include "sql/quote.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

TEST(QuoteTest, QuotesInNamesAndTextsAreDoubled) {
  EXPECT_EQ(quote_identifier("Order \"Detail\""), "\"Order \"\"Detail\"\"\"");
  EXPECT_EQ(quote_literal("L'Eau"), "'L''Eau'");
  EXPECT_EQ(quote_literal(""), "''");
}

TEST(QuoteTest, ListsTakeAPrefix) {
  EXPECT_EQ(quote_identifiers({}), "");
  EXPECT_EQ(quote_identifiers({"a", "b"}), R"("a", "b")");
  EXPECT_EQ(quote_identifiers({"a", "b"}, "t."), R"(t."a", t."b")");
}

}  // namespace
}  // namespace rox
