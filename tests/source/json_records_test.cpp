#include "source/json_records.hpp"

#include <gmock/gmock.h>

#include <memory>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "source/text_bytes.hpp"

namespace rox {
namespace {

using testing::HasSubstr;

/// The records, each chunk with the number of its first line in front.
std::string records_of(std::string_view json, const Dialect& dialect = {}, std::size_t max_record = 1 << 20) {
  ExportFile file;
  file.name = "t.json";
  const auto stream = json_records(
      file, [&] { return std::make_unique<TextBytes>(json, 5); }, dialect, max_record);
  std::string out;
  RecordChunk chunk;
  while (stream->next(chunk)) out += "#" + std::to_string(chunk.line) + "\n" + chunk.bytes;
  return out;
}

Dialect commas() {
  Dialect dialect;
  dialect.delimiter = ",";
  return dialect;
}

TEST(JsonRecords, LinesOfObjectsAreRecordsOfAllKeys) {
  EXPECT_EQ(records_of("{\"id\":1,\"n\":1.10}\n{\"id\":2,\"t\":\"a \\\"b\\\", "
                       "c\"}\n\n{\"n\":12345678901234567890123.45,\"id\":-0.0}\n",
                       commas()),
            "#1\n\"id\",\"n\",\"t\"\n#1\n1,1.10,\n2,,\"a \"\"b\"\", c\"\n#4\n-0.0,12345678901234567890123.45,\n");
}

TEST(JsonRecords, ArraysOfObjectsAreTheSame) {
  EXPECT_EQ(records_of("[\n {\"a\":1},\n {\"a\":2,\n  \"b\":true},\n {\"a\":null,\"b\":\"\"}\n]\n", commas()),
            "#1\n\"a\",\"b\"\n#2\n1,\n2,true\n#5\n,\"\"\n");
}

TEST(JsonRecords, ObjectsOnOneLineAreCounted) {
  EXPECT_EQ(records_of("[{\"a\":1},{\"a\":2},{\"a\":3}]", commas()), "#1\n\"a\"\n#2\n1\n2\n3\n");
}

TEST(JsonRecords, NestedObjectsAreColumnsAndArraysAreJson) {
  EXPECT_EQ(records_of("{\"a\":{\"b\":1,\"c\":{\"d\":\"x\\u00e9\\n\"}},\"e\":[1, {\"f\": \"g\"}]}\n{\"a\":{\"b\":2}}",
                       commas()),
            "#1\n\"a.b\",\"a.c.d\",\"e\"\n#1\n1,\"xé\n\",\"[1,{\"\"f\"\":\"\"g\"\"}]\"\n#2\n2,,\n");
}

TEST(JsonRecords, BrokenLinesAreLeftToTheScannerWithWhatIsWrong) {
  const std::vector<std::pair<std::string, std::string>> broken{
      {R"({"a":)", "it ends before the object does"},
      {"nonsense", "it is no object"},
      {"7", "it is no object"},
      {"[1,2]", "it is no object"},
      {R"({"a":"x})", "a text in it has no end"},
      {R"({"a":2} {"a":3})", "something follows it, at character 9"},
      {R"({"a":01x})", "it can't be read at character 6"},
      {R"({"a":"é","b":None})", "it can't be read at character 14"},
      {R"({"a":1 "b":2})", "it can't be read at character 8"},
      {R"({'a':1})", "it can't be read at character 2"},
      {R"({"a":1,"a":2})", "the key 'a' is there twice"},
      {R"({"a":{"b":1},"a.b":2})", "the key 'a.b' is there twice"},
      {"{}", "it has no keys"},
  };
  for (const auto& [line, why] : broken) {
    const std::string all = line == "{}" ? line : "{\"a\":1}\n" + line;
    std::string record = records_of(all, commas());
    record.erase(0, record.rfind('\n', record.size() - 2) + 1);
    record.pop_back();
    const std::optional<BrokenObject> found = broken_object(record);
    ASSERT_TRUE(found) << line;
    EXPECT_EQ(found->text, line);
    EXPECT_EQ(found->why, why) << line;
  }
  EXPECT_FALSE(broken_object("1,\"x\""));
}

TEST(JsonRecords, ABrokenObjectOfSeveralLinesIsOneRecord) {
  EXPECT_EQ(records_of("[\n {\"a\":1},\n {\"a\":\n  None},\n {\"a\":2}]\n", commas()),
            "#1\n\"a\"\n#2\n1\n\"{\"\"a\"\":   None}\"it can't be read at character 9\n#5\n2\n");
}

TEST(JsonRecords, KeysThatDifferInCaseAreOneColumnUnlessAnObjectHasBoth) {
  EXPECT_EQ(records_of("{\"id\":1,\"V\":2}\n{\"ID\":3,\"v\":4}\n", commas()), "#1\n\"id\",\"V\"\n#1\n1,2\n3,4\n");
  EXPECT_EQ(records_of("{\"id\":1,\"v\":2}\n{\"ID\":3,\"V\":4,\"id\":5}\n", commas()),
            "#1\n\"id\",\"v\",\"ID\"\n#1\n1,2,\n5,4,3\n");
}

TEST(JsonRecords, WhatIsNoRowMakesNoColumn) {
  EXPECT_EQ(records_of("{\"a\":1}\n{\"b\":1,\"b\":2}\n{\"c\":1} x\n", commas()).substr(0, 8), "#1\n\"a\"\n#");
}

TEST(JsonRecords, DamagedArraysAreRefused) {
  for (const std::string text : {"[{\"a\":1},", "[{\"a\":1", "[", "[{\"a\":1}] x"}) {
    try {
      records_of(text, commas());
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::data);
      EXPECT_THAT(error.report(), HasSubstr("t.json"));
    }
  }
}

TEST(JsonRecords, MissingIsWhatTheDialectSaysItIs) {
  Dialect dialect;
  dialect.delimiter = ";";
  dialect.null_words = {"NULL"};
  EXPECT_EQ(records_of("{\"a\":null,\"b\":\"NULL\"}", dialect), "#1\n\"a\";\"b\"\n#1\nNULL;\"NULL\"\n");
}

TEST(JsonRecords, AnEmptyFileHasNone) {
  EXPECT_EQ(records_of(""), "");
  EXPECT_EQ(records_of("[]"), "");
}

}  // namespace
}  // namespace rox
