#include "source/json_records.hpp"

#include <gmock/gmock.h>

#include <memory>
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

std::string comma(std::string text) {
  std::replace(text.begin(), text.end(), ';', ',');
  return text;
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

TEST(JsonRecords, BrokenLinesAreLeftToTheScanner) {
  EXPECT_EQ(records_of("{\"a\":1}\n{\"a\":\nnonsense\n7\n{\"a\":2} {\"a\":3}\n{\"a\":01x}\n{\"a\":4}\n", commas()),
            comma("#1\n\"a\"\n#1\n1\n\"{\"\"a\"\":\"?\n\"nonsense\"?\n\"7\"?\n\"{\"\"a\"\":2} "
                  "{\"\"a\"\":3}\"?\n\"{\"\"a\"\":01x}\"?\n4\n"));
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
