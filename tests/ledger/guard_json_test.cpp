#include "ledger/guard_json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace rox {
namespace {

TEST(GuardJson, ReadsBackWhatItWrites) {
  GuardResult result;
  result.guard = "Sale.Amount.new_sum";
  result.subject = "Sale";
  result.column = "Amount";
  result.measure = GuardMeasure::new_sum;
  result.verdict = GuardVerdict::released;
  result.value = -1.5;
  result.level = 10;
  result.least = 1;
  result.most = 2;
  result.usual = UsualRange{1.5, 0.25, 8, 6, 30};
  result.due = "2026-01-05T07:30:00Z";
  result.meaning = "m";
  result.owner = "o";
  nlohmann::ordered_json json;
  put_guard(json, result);
  EXPECT_EQ(guard_from(parse_json(json_text(json), "test")), result);
  json["verdict"] = "perhaps";
  EXPECT_THROW(guard_from(parse_json(json_text(json), "test")), Error);
  json["verdict"] = "pass";
  json["value"] = "x";
  EXPECT_THROW(guard_from(parse_json(json_text(json), "test")), Error);
}

}  // namespace
}  // namespace rox
