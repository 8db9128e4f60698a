#include "store/manifest.hpp"

#include <gmock/gmock.h>

#include "base/error.hpp"
#include "base/file.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using testing::HasSubstr;

Manifest sample() {
  StagedTable table;
  table.table = "Order \"x\"";
  table.fingerprint = "f";
  table.run = "r";
  table.rows_read = 10;
  table.rows_staged = 9;
  table.rows_rejected = 1;
  table.columns = {{"id", parse_type("UUID"), false}, {"amount", parse_type("DECIMAL(38,4)"), true}};
  table.primary_key = {"id"};
  table.exports = {{"orders.csv", 100, "aa"}};
  table.files = {{"Order \"x\"/part-0001-0123456789abcdef.parquet", 9, 1234, "bb"}};
  return {"shop", "0.1.0", "r", "2026-11-25T00:00:00.000Z", {table}};
}

class ManifestTest : public test::TempDirTest {
 protected:
  void expect_refused(const std::string& text, const std::string& problem) {
    write_file(manifest_file(dir_), text);
    try {
      read_manifest(dir_);
      FAIL() << "taken for a manifest: " << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage);
      EXPECT_THAT(error.what(), HasSubstr(problem));
    }
  }
};

TEST_F(ManifestTest, IsReadAsItWasWritten) {
  write_file(manifest_file(dir_), manifest_text(sample()));
  EXPECT_EQ(read_manifest(dir_), sample());
}

TEST_F(ManifestTest, NoFileIsNoManifest) { EXPECT_EQ(read_manifest(dir_ / "nowhere"), std::nullopt); }

TEST_F(ManifestTest, TablesAreFoundWhateverTheCase) {
  EXPECT_NE(sample().find_table("ORDER \"X\""), nullptr);
  EXPECT_EQ(sample().find_table("order"), nullptr);
}

TEST_F(ManifestTest, WhatIsNoManifestIsRefused) {
  for (const char* text : {"", "hello", "{}", "[]", "{\"format\": \"one\"}"}) expect_refused(text, "no manifest");
  expect_refused("{\"format\": 99}", "format 99");
  std::string text = manifest_text(sample());
  text.replace(text.find("DECIMAL(38,4)"), 13, "MONEY BAG(2)!");
  expect_refused(text, "MONEY BAG(2)!");
}

}  // namespace
}  // namespace rox
