#include "inbox/folder_side.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <memory>

#include "base/error.hpp"
#include "base/file.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class FolderSideTest : public test::TempDirTest {
 protected:
  FolderSideTest() { source_.folder = dir_.string().substr(1) + "/"; }

  std::unique_ptr<FarSide> side(bool recursive = false) {
    FarOptions options;
    options.recursive = recursive;
    return folder_side(source_, options);
  }
  void put(const std::string& name, std::string_view text) {
    std::filesystem::create_directories((dir_ / name).parent_path());
    write_file(dir_ / name, text);
  }
  std::vector<std::string> names(bool recursive) {
    std::vector<std::string> all;
    for (const FarFile& file : side(recursive)->list()) all.push_back(file.name + (file.plain ? "" : " (no file)"));
    return all;
  }
  std::string text_of(const FarFile& file, std::uint64_t from) {
    std::string text;
    side()->read(file, from, [&](std::string_view piece) { text += piece; });
    return text;
  }
  std::string error_of(const std::function<void()>& what) {
    try {
      what();
    } catch (const Error& error) {
      return error.report();
    }
    return "";
  }

  RemoteSource source_;
};

TEST_F(FolderSideTest, ListsFilesAndFollowsNoLink) {
  put("a.csv", "id\n1\n");
  put("2024/b.csv", "id\n2\n");
  put(".hidden/c.csv", "id\n3\n");
  std::filesystem::create_symlink(dir_ / "a.csv", dir_ / "link.csv");
  std::filesystem::create_directory_symlink(dir_ / "2024", dir_ / "other");
  ASSERT_EQ(::mkfifo((dir_ / "pipe.csv").c_str(), 0600), 0);
  EXPECT_THAT(names(false), ElementsAre("a.csv", "link.csv (no file)", "other (no file)", "pipe.csv (no file)"));
  EXPECT_THAT(names(true),
              ElementsAre("a.csv", "link.csv (no file)", "other (no file)", "pipe.csv (no file)", "2024/b.csv"));
}

TEST_F(FolderSideTest, TellsVersionsApart) {
  put("a.csv", "id\n1\n");
  const FarFile before = side()->list().front();
  EXPECT_EQ(before, side()->list().front());
  put("a.csv", "id\n2\n");
  EXPECT_NE(before, side()->list().front());
}

TEST_F(FolderSideTest, ReadsFromAPlaceOnAndNoMoreThanWasListed) {
  put("a.csv", "id\n1\n2\n");
  FarFile file = side()->list().front();
  EXPECT_EQ(text_of(file, 0), "id\n1\n2\n");
  EXPECT_EQ(text_of(file, 5), "2\n");
  EXPECT_EQ(text_of(file, 7), "");
  put("a.csv", "id\n1\n2\n3\n");
  EXPECT_EQ(text_of(file, 0), "id\n1\n2\n");
  put("a.csv", "id\n");
  EXPECT_THAT(error_of([&] { text_of(file, 0); }), HasSubstr("a.csv became shorter while it was read"));
}

TEST_F(FolderSideTest, ReadsNoLinkThatTookAFilesPlace) {
  put("a.csv", "id\n1\n");
  put("secret", "x");
  const FarFile file = side()->list().front();
  std::filesystem::remove(dir_ / "a.csv");
  std::filesystem::create_symlink(dir_ / "secret", dir_ / "a.csv");
  EXPECT_THAT(error_of([&] { text_of(file, 0); }), HasSubstr("can't open a.csv"));
}

TEST_F(FolderSideTest, MovesWithoutReplacing) {
  put("a.csv", "1");
  side()->move("a.csv", "loaded", "a.csv");
  EXPECT_EQ(read_file(dir_ / "loaded/a.csv"), "1");
  put("a.csv", "2");
  EXPECT_THAT(error_of([&] { side()->move("a.csv", "loaded", "a.csv"); }), HasSubstr("a.csv is there already"));
  EXPECT_EQ(read_file(dir_ / "a.csv"), "2");
  EXPECT_EQ(read_file(dir_ / "loaded/a.csv"), "1");
  side()->remove("a.csv");
  EXPECT_FALSE(std::filesystem::exists(dir_ / "a.csv"));
}

TEST_F(FolderSideTest, IsNotEmptyWhereItIsNotThere) {
  source_.folder += "gone/";
  EXPECT_THAT(error_of([&] { side()->list(); }), HasSubstr("is the share mounted?"));
}

TEST_F(FolderSideTest, SaysThatAFolderEndsWithASlash) {
  put("out/a.csv", "1");
  source_.pattern = "out";
  source_.url = "file:///x/out";
  EXPECT_THAT(error_of([&] { side()->list(); }), HasSubstr(R"(url = "file:///x/out/")"));
}

}  // namespace
}  // namespace rox
