#include "engine/duckdb/carried_error.hpp"

#include <gmock/gmock.h>

#include "engine/duckdb/duckdb.hpp"

namespace rox {
namespace {

using ::testing::HasSubstr;

Error there_and_back(const std::exception_ptr& exception) {
  return duckdb_error("Invalid Input Error: " + carry(exception));
}

TEST(CarriedError, IsOursAgainWithAllThatItSays) {
  const Error error = there_and_back(std::make_exception_ptr(
      data_error("a \"ç\" too many").at("exports/t.csv", 7, 3).hint("take one away").retryable()));
  EXPECT_EQ(error.kind(), ErrorKind::data);
  EXPECT_STREQ(error.what(), "a \"ç\" too many");
  EXPECT_EQ(error.place().file, "exports/t.csv");
  EXPECT_EQ(error.place().line, 7U);
  EXPECT_EQ(error.place().column, 3U);
  EXPECT_EQ(error.hint_text(), "take one away");
  EXPECT_TRUE(error.can_retry());
}

TEST(CarriedError, KeepsItsKind) {
  for (const Error& error : {data_error("x"), usage_error("x"), outside_error("x")}) {
    EXPECT_EQ(there_and_back(std::make_exception_ptr(error)).kind(), error.kind());
  }
}

TEST(CarriedError, OfDuckDbIsNotShownAsJson) {
  const Error error = there_and_back(std::make_exception_ptr(std::runtime_error(
      R"({"exception_type":"Out of Memory","exception_message":"failed to allocate data of size 16.0 MiB"})")));
  EXPECT_EQ(error.kind(), ErrorKind::outside);
  EXPECT_STREQ(error.what(), "Out of Memory Error: failed to allocate data of size 16.0 MiB");
  EXPECT_THAT(error.hint_text(), HasSubstr("memory_limit"));
}

TEST(CarriedError, OfAnyOtherKindSaysThatItWasUnexpected) {
  EXPECT_STREQ(there_and_back(std::make_exception_ptr(std::runtime_error("{oh"))).what(), "unexpected: {oh");
}

}  // namespace
}  // namespace rox
