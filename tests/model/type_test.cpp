#include "model/type.hpp"

#include <gmock/gmock.h>

#include <vector>

#include "base/error.hpp"

namespace rox {
namespace {

std::string error_of(const std::string& text) {
  try {
    parse_type(text);
  } catch (const Error& e) {
    return e.report();
  }
  return "no error";
}

TEST(Type, ReadsBackWhatItWrites) {
  const std::vector<Type> types{
      {TypeKind::boolean, 0, 0, 0}, {TypeKind::smallint, 0, 0, 0}, {TypeKind::integer, 0, 0, 0},
      {TypeKind::bigint, 0, 0, 0},  {TypeKind::decimal, 9, 4, 0},  {TypeKind::decimal, 38, 38, 0},
      {TypeKind::date, 0, 0, 0},    {TypeKind::time, 0, 0, 0},     {TypeKind::timestamp, 0, 0, 0},
      {TypeKind::uuid, 0, 0, 0},    {TypeKind::varchar, 0, 0, 0},  {TypeKind::varchar, 0, 0, 50},
  };
  for (const Type& type : types) EXPECT_EQ(parse_type(to_string(type)), type) << to_string(type);
  EXPECT_EQ(to_string(parse_type("decimal( 9 , 4 )")), "DECIMAL(9,4)");
}

TEST(Type, TakesOtherSpellings) {
  EXPECT_EQ(parse_type("int").kind, TypeKind::integer);
  EXPECT_EQ(parse_type("Text").kind, TypeKind::varchar);
  EXPECT_EQ(parse_type(" NUMERIC(5) "), (Type{TypeKind::decimal, 5, 0, 0}));
}

TEST(Type, RefusesWhatIsNoExactType) {
  EXPECT_THAT(error_of("DOUBLE"), testing::HasSubstr("rox has no floats"));
  EXPECT_THAT(error_of("INTEGR"), testing::HasSubstr("did you mean 'INTEGER'?"));
  EXPECT_THAT(error_of("DECIMAL"), testing::HasSubstr("needs a precision"));
  EXPECT_THAT(error_of("DECIMAL(39,0)"), testing::HasSubstr("out of range"));
  EXPECT_THAT(error_of("DECIMAL(3,4)"), testing::HasSubstr("out of range"));
  EXPECT_THAT(error_of("VARCHAR(0)"), testing::HasSubstr("out of range"));
  EXPECT_THAT(error_of("VARCHAR(x)"), testing::HasSubstr("unknown type"));
  EXPECT_THAT(error_of("DATE(3)"), testing::HasSubstr("takes nothing in brackets"));
  EXPECT_THAT(error_of(""), testing::HasSubstr("unknown type"));
}

TEST(Type, KnowsTheWidthOfValues) {
  EXPECT_EQ(value_width(parse_type("DECIMAL(4,2)")), 2U);
  EXPECT_EQ(value_width(parse_type("DECIMAL(9,2)")), 4U);
  EXPECT_EQ(value_width(parse_type("DECIMAL(18,2)")), 8U);
  EXPECT_EQ(value_width(parse_type("DECIMAL(19,2)")), 16U);
  EXPECT_EQ(value_width(parse_type("UUID")), 16U);
  EXPECT_EQ(value_width(parse_type("DATE")), 4U);
}

}  // namespace
}  // namespace rox
