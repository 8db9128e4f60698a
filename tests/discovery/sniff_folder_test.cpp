#include "discovery/sniff_folder.hpp"

#include <gmock/gmock.h>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "source/archive_support.hpp"
#include "source/scan_support.hpp"

namespace rox {
namespace {

using test::ExportDir;
using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

std::vector<std::string> names(const std::vector<ExportFile>& files) {
  std::vector<std::string> out;
  for (const ExportFile& file : files) out.push_back(file.name);
  return out;
}

auto left_out(const std::string& name, const std::string& why) {
  return AllOf(Field(&LeftOut::name, name), Field(&LeftOut::why, HasSubstr(why)));
}

void put(const ExportDir& dir, const std::string& name, const std::string& text) {
  write_file(dir.path() / name, text);
}

/// Cuts the file's last bytes off.
void cut_off(const std::filesystem::path& file, std::uintmax_t bytes) {
  std::filesystem::resize_file(file, std::filesystem::file_size(file) - bytes);
}

TEST(SniffFolder, GoesOnWithoutWhatCannotBeRead) {
  const ExportDir dir;
  const std::string rows = "id,n\n1,2\n2,3\n";
  put(dir, "good.csv", rows);
  put(dir, "empty.csv", "");
  put(dir, "junk.xlsx", "PK\x03\x04junk");
  put(dir, "text.parquet", rows);
  put(dir, "lake.parquet", "PAR1 and no more");
  put(dir, "junk.zip", "PK\x03\x04junk");
  put(dir, "junk.csv.gz", "\x1f\x8b\x08junk");
  put(dir, "sheet.ods", "no workbook");
  test::write_packed(dir.path() / "cut.csv.gz", {{"cut.csv", rows}});
  cut_off(dir.path() / "cut.csv.gz", 6);
  test::write_packed(dir.path() / "cut.tar", {{"a.csv", std::string(5000, 'x')}, {"b.csv", rows}});
  std::filesystem::resize_file(dir.path() / "cut.tar", 3000);
  test::write_packed(dir.path() / "secret.zip", {{"secret.csv", rows}}, "password");
  test::write_packed(dir.path() / "whole.zip", {{"whole.csv", rows}});

  const SniffedFolder folder = sniff_folder(dir.path(), {}, std::nullopt);
  EXPECT_THAT(names(folder.files), ElementsAre("good.csv", "whole.zip!whole.csv"));
  EXPECT_EQ(folder.dialects.size(), 2U);
  EXPECT_THAT(folder.unreadable,
              UnorderedElementsAre(left_out("empty.csv", "empty"), left_out("junk.xlsx", "damaged"),
                                   left_out("text.parquet", "damaged"), left_out("lake.parquet", "can't be read"),
                                   left_out("junk.zip", "damaged"), left_out("junk.csv.gz", "damaged"),
                                   left_out("sheet.ods", "damaged"), left_out("cut.csv.gz", "ends in the middle"),
                                   left_out("cut.tar", "damaged"), left_out("secret.zip!secret.csv", "encrypted")));
  EXPECT_THROW(list_exports(dir.path(), {}), Error) << "a run goes on without none of them";
}

TEST(SniffFolder, AFolderOfNothingThatCanBeReadIsAnError) {
  const ExportDir dir;
  put(dir, "empty.csv", "");
  EXPECT_THROW(sniff_folder(dir.path(), {}, std::nullopt), Error);
  put(dir, "junk.xlsx", "PK\x03\x04junk");
  try {
    sniff_folder(dir.path(), {}, std::nullopt);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::data);
    EXPECT_THAT(error.what(), AllOf(HasSubstr("empty.csv"), HasSubstr("junk.xlsx")));
  }
}

TEST(SniffFolder, WhatShowsOnlyLaterIsTakenOutThen) {
  const ExportDir dir;
  put(dir, "a.csv", "id\n1\n");
  put(dir, "b.csv", "id\n1\n2\n");
  SniffedFolder folder = sniff_folder(dir.path(), {}, std::nullopt);
  EXPECT_FALSE(folder.take_out(data_error("broken").at("c.csv")));
  EXPECT_FALSE(folder.take_out(outside_error("no disk").at("a.csv")));
  EXPECT_TRUE(folder.take_out(data_error("broken").at("a.csv")));
  EXPECT_THAT(names(folder.files), ElementsAre("b.csv"));
  EXPECT_THAT(folder.unreadable, ElementsAre(left_out("a.csv", "broken")));
  EXPECT_FALSE(folder.take_out(data_error("broken").at("b.csv"))) << "nothing would be left";
}

TEST(SniffFolder, APatternOfANameMatchesTheName) {
  for (const char* name : {"a.csv", "C# [1].csv", "what?.csv", "b*.xlsx!Sheet 1", "caf\xE9.csv"}) {
    EXPECT_TRUE(glob_match(pattern_of(name), name)) << name;
  }
  EXPECT_EQ(pattern_of("caf\xE9 *.csv"), "caf? ?.csv");
}

}  // namespace
}  // namespace rox
