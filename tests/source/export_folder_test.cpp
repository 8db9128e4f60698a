#include "source/export_folder.hpp"

#include <gmock/gmock.h>

#include <filesystem>

#include "base/error.hpp"
#include "base/file.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> names(const std::vector<ExportFile>& list) {
  std::vector<std::string> out;
  for (const ExportFile& file : list) out.push_back(file.name);
  return out;
}

class ExportFolder : public test::TempDirTest {
 protected:
  void put(const std::string& name, const std::string& text = "a\n1\n") {
    std::filesystem::create_directories((dir_ / name).parent_path());
    write_file(dir_ / name, text);
  }
};

TEST_F(ExportFolder, ListsExportsOnly) {
  for (const char* name : {"b.CSV", "a.csv", "c.tsv", "d.txt", "e.xlsb", ".hidden.csv", "a.bak.csv"}) put(name);
  std::filesystem::create_directories(dir_ / "folder.csv");
  const auto list = list_exports(dir_, {"*.bak.csv"});
  EXPECT_THAT(names(list), ElementsAre("a.csv", "b.CSV", "c.tsv", "d.txt"));
  EXPECT_EQ(list[0].path, dir_ / "a.csv");
  EXPECT_EQ(list[0].bytes, 4U);
  EXPECT_GT(list[0].modified_ns, 0);
  EXPECT_GT(list[0].inode, 0U);
}

TEST_F(ExportFolder, AFolderWithoutExportsIsAnError) {
  put("readme.md");
  for (const auto& dir : {dir_, dir_ / "nowhere", dir_ / "readme.md"}) {
    try {
      list_exports(dir, {});
      FAIL() << dir;
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::usage);
      EXPECT_THAT(e.hint_text(), HasSubstr("--source"));
    }
  }
}

TEST_F(ExportFolder, TakesAnyTextThatReadsAsATable) {
  put("a.dat", "a|b\n1|2\n3|4\n");
  put("b", "a;b\n1;2\n3;4\n");
  put("c.dat", std::string("a;b\n\0;1\n2;3\n", 12));
  put("notes", "Here, as in all prose,\nthere are commas, and others,\nbut no table.\n");
  put("people.data", "39, State, 77516, Bachelors, <=50K\n50, ?, 83311, Bachelors, <=50K\n38, Private, 2, HS, >50K\n");
  put("README.txt", "About the files\n");
  std::vector<LeftOut> left_out;
  const auto list = list_exports(dir_, {}, {}, &left_out);
  EXPECT_THAT(names(list), ElementsAre("a.dat", "b", "people.data"));
  EXPECT_TRUE(list[0].guessed);
  EXPECT_EQ(left_out_text(left_out),
            "README.txt (no export, by its name); c.dat (it doesn't read as a table); notes (it doesn't read as a "
            "table; called .txt it is read all the same)");
}

TEST_F(ExportFolder, ReadsSubfoldersIfItIsTold) {
  for (const char* name : {"a.csv", "2024/b.csv", "2024/q1/c.csv", ".git/d.csv"}) put(name);
  std::vector<LeftOut> left_out;
  EXPECT_THAT(names(list_exports(dir_, {}, {}, &left_out)), ElementsAre("a.csv"));
  EXPECT_THAT(left_out_text(left_out), HasSubstr("2024 (a subfolder"));
  const ListOptions options{.recursive = true};
  EXPECT_THAT(names(list_exports(dir_, {}, options, &left_out)), ElementsAre("2024/b.csv", "2024/q1/c.csv", "a.csv"));
  EXPECT_THAT(left_out, IsEmpty());
  EXPECT_THAT(names(list_exports(dir_, {"2024/q1*"}, options)), ElementsAre("2024/b.csv", "a.csv"));
}

TEST_F(ExportFolder, ReadsNothingOfAProjectsOwn) {
  for (const char* name : {"a.csv", "~$book.xlsx", ".~lock.book.ods#", "answers/x.csv", "rejects/a.csv", "mends/a.csv"})
    put(name);
  for (const char* name : {"rox.toml", "model.toml", "warehouse.duckdb"}) put(name);
  std::vector<LeftOut> left_out;
  EXPECT_THAT(names(list_exports(dir_, {}, {.recursive = true}, &left_out)), ElementsAre("a.csv"));
  EXPECT_THAT(left_out, IsEmpty());
}

TEST_F(ExportFolder, TakesListsOfObjectsAndNoOtherJson) {
  put("lines.jsonl", "{\"a\":1}\n{\"a\":2}\n");
  put("list.json", " [ {\"a\":1} ]");
  put("settings.json", "{\n  \"a\": 1\n}\n");
  std::vector<LeftOut> left_out;
  const auto list = list_exports(dir_, {}, {}, &left_out);
  ASSERT_THAT(names(list), ElementsAre("lines.jsonl", "list.json"));
  EXPECT_EQ(list[0].format, ExportFormat::json);
  EXPECT_EQ(left_out_text(left_out), "settings.json (JSON, but no list of objects)");
}

}  // namespace
}  // namespace rox
