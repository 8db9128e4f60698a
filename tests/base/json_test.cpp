#include "base/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

/// The message of what `work` throws, with its place.
template <typename Work>
std::string refusal(Work work) {
  try {
    work();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    return placed_text(error);
  }
  return "nothing is thrown";
}

TEST(JsonValue, IsReadMemberByMember) {
  const JsonValue json = parse_json(
      R"({"text":"é","flag":true,"count":18446744073709551615,"integer":-5,"number":1.5,"none":null,"list":["a","b"],
          "map":{"k":"v"}})",
      "f.json");
  EXPECT_EQ(json.member("text").text(), "é");
  EXPECT_TRUE(json.member("flag").flag());
  EXPECT_EQ(json.member("count").count(), UINT64_MAX);
  EXPECT_EQ(json.member("integer").integer(), -5);
  EXPECT_EQ(json.member("number").number(), 1.5);
  EXPECT_TRUE(json.member("none").is_null());
  EXPECT_TRUE(json.find("missing").is_null());
  EXPECT_THAT(json.member("list").texts(), ElementsAre("a", "b"));
  EXPECT_THAT(json.member("map").text_map(), ElementsAre(Pair("k", "v")));
  EXPECT_EQ(json.find("text").find("deeper").text_or("else"), "else");
}

TEST(JsonValue, SaysWhichFileAndMemberIsWrong) {
  const JsonValue json = parse_json(R"({"tables":[{"name":"A"},{"name":7,"a/b~c":-1}]})", "dir/f.json");
  const auto second = [&] { return json.member("tables").elements().at(1); };
  EXPECT_EQ(refusal([&] { second().member("name").text(); }), "dir/f.json: at /tables/1/name: not a text");
  EXPECT_EQ(refusal([&] { second().member("rows"); }), "dir/f.json: at /tables/1: there is no \"rows\"");
  EXPECT_EQ(refusal([&] { second().member("a/b~c").count(); }),
            "dir/f.json: at /tables/1/a~1b~0c: not a whole number from 0");
  EXPECT_EQ(refusal([&] { json.elements(); }), "dir/f.json: not an array");
  EXPECT_EQ(refusal([&] { json.member("tables").member("x"); }), "dir/f.json: at /tables: not an object");
  EXPECT_EQ(refusal([&] { second().scalar(); }), "dir/f.json: at /tables/1: not a single value");
}

TEST(JsonValue, TakesNoNumberForAnotherKindOfNumber) {
  const JsonValue json = parse_json("[1.0, -1, 18446744073709551615, \"1\", true, null]", "f");
  const std::vector<JsonValue> values = json.elements();
  for (const std::size_t i : {0U, 1U, 3U, 4U, 5U}) EXPECT_THROW(values[i].count(), Error) << i;
  for (const std::size_t i : {0U, 2U, 3U, 4U, 5U}) EXPECT_THROW(values[i].integer(), Error) << i;
  for (const std::size_t i : {3U, 4U, 5U}) EXPECT_THROW(values[i].number(), Error) << i;
}

TEST(JsonValue, OutlivesWhatItIsIn) {
  const std::string text = parse_json(R"({"a":{"b":"c"}})", "f").member("a").member("b").text();
  EXPECT_EQ(text, "c");
}

TEST(ParseJson, RefusesWhatIsNone) {
  EXPECT_THAT(refusal([] { parse_json("", "f.json"); }), HasSubstr("f.json:1: not JSON: it is empty"));
  EXPECT_THAT(refusal([] { parse_json("{\n\"a\": \n", "f.json"); }), HasSubstr("f.json:3: not JSON"));
  EXPECT_THAT(refusal([] { parse_json("[1e999]", "f.json"); }), HasSubstr("too large"));
  for (const char* text : {"hello", "{", "{\"a\":}", "[1,]", "{} {}", "\"\xFF\"", "\"\\ud800\"", "nul"}) {
    EXPECT_THROW(parse_json(text, "f"), Error) << text;
    EXPECT_TRUE(try_parse_json(text).is_null()) << text;
  }
}

TEST(ParseJson, RefusesMoreLevelsThanThereAreOnAStack) {
  const std::string deep(1'000'000, '[');
  EXPECT_THAT(refusal([&] { parse_json(deep, "f"); }), HasSubstr("levels deep"));
  EXPECT_THAT(refusal([&] { parse_json("{\"a\":" + deep, "f"); }), HasSubstr("levels deep"));
  EXPECT_EQ(parse_json("[\"" + deep + "\\\"[\"]", "f").elements().size(), 1U);
  EXPECT_EQ(parse_json(std::string(100, '[') + std::string(100, ']'), "f").elements().size(), 1U);
}

TEST(ParseJson, TakesObjectsOfManyMembers) {
  std::string text = "{";
  for (int i = 0; i < 300'000; ++i) text += fmt::format("\"m{}\":{},", i, i);
  EXPECT_EQ(parse_json(text + "\"end\":1}", "f").members().size(), 300'001U);
}

class ReadJson : public test::TempDirTest {};

TEST_F(ReadJson, RefusesFilesThatAreTooLarge) {
  write_file(dir_ / "f.json", "[");
  std::filesystem::resize_file(dir_ / "f.json", std::uintmax_t{1} << 33);  // sparse
  EXPECT_THAT(refusal([&] { read_json(dir_ / "f.json"); }), HasSubstr("8192 MB"));
}

}  // namespace
}  // namespace rox
