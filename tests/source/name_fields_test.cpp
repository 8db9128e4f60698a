#include "source/name_fields.hpp"

#include <gmock/gmock.h>

#include "base/error.hpp"
#include "source/plain_records.hpp"
#include "source/text_bytes.hpp"

namespace rox {
namespace {

Dialect named(bool header = true) {
  Dialect dialect;
  dialect.delimiter = ";";
  dialect.from_name = "loja_{loja}.csv";
  dialect.header = header;
  return dialect;
}

std::string records(std::string_view text, const Dialect& dialect, const std::string& name = "loja_01.csv",
                    std::size_t chunk_bytes = 8) {
  ExportFile file;
  file.name = name;
  Dialect plain = dialect;
  plain.from_name.clear();
  const auto stream =
      add_name_fields(plain_records(std::make_unique<TextBytes>(text), plain, 100, chunk_bytes), file, dialect);
  RecordChunk chunk;
  std::string all;
  while (stream->next(chunk)) all += chunk.bytes;
  return all;
}

TEST(NameFields, AreBehindTheOthers) {
  EXPECT_EQ(records("id;n\n1;2\r\n3;\"a\nb\"", named()), "id;n;\"loja\"\n1;2;\"01\"\n3;\"a\nb\";\"01\"\n");
  EXPECT_EQ(records("1;2\n3;4\n", named(false), "loja_a;\"b.csv"), "1;2;\"a;\"\"b\"\n3;4;\"a;\"\"b\"\n");
}

// A delimiter behind the last field is none, and a header among the rows is one, as without name fields.
TEST(NameFields, ShiftNoField) {
  EXPECT_EQ(records("id;n\n1;2;\n3;4;5\n6\nid;n\n", named()),
            "id;n;\"loja\"\n1;2;\"01\"\n3;4;5;\"01\"\n6;\"01\"\nid;n;\"loja\"\n");
}

TEST(NameFields, LeaveBrokenRecordsAlone) {
  const std::string endless(500, 'x');
  EXPECT_EQ(records("id;n\n\n1;\"x\" y\n2;3\n", named()), "id;n;\"loja\"\n\n1;\"x\" y\n2;3;\"01\"\n");
  EXPECT_EQ(records("id;n\n" + endless + "\n1;2\n", named()).find(endless + ";"), std::string::npos);
}

TEST(NameFields, AnEmptyLineOfOneColumnIsAMissingValue) {
  EXPECT_EQ(records("id\n1\n\n2\n", named()), "id;\"loja\"\n1;\"01\"\n;\"01\"\n2;\"01\"\n");
}

TEST(NameFields, ANameThatDoesNotFitIsAnError) {
  try {
    records("id\n1\n", named(), "filial_01.csv");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::data);
    EXPECT_EQ(error.place().file, "filial_01.csv");
  }
  EXPECT_THROW(records("id\n1\n", named(), "loja_0\n1.csv"), Error) << "it would shift the lines";
}

}  // namespace
}  // namespace rox
