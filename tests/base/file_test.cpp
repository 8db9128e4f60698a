#include "base/file.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>

#include "base/error.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

class FileTest : public test::TempDirTest {
 protected:
};

TEST_F(FileTest, WritesAndReadsBackAnyBytes) {
  std::string text("a\0b\r\n\xff", 6);
  write_file(dir_ / "f", text);
  EXPECT_EQ(read_file(dir_ / "f"), text);
}

TEST_F(FileTest, OnlyPlainFilesAreRead) {
  ASSERT_EQ(::mkfifo((dir_ / "pipe").c_str(), 0600), 0);
  fs::create_directory(dir_ / "folder");
  fs::create_symlink("/dev/zero", dir_ / "endless");
  const UniqueFd socket{::socket(AF_UNIX, SOCK_STREAM, 0)};
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, (dir_ / "socket").c_str(), sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  for (const char* name : {"pipe", "folder", "endless", "socket"}) {
    for (const auto& read : {std::function<void()>([&] { read_file(dir_ / name); }),
                             std::function<void()>([&] { open_plain_file(dir_ / name, O_WRONLY | O_APPEND); })}) {
      try {
        read();
        ADD_FAILURE() << name;
      } catch (const Error& error) {
        EXPECT_THAT(error.report(), testing::HasSubstr((dir_ / name).string()));
      }
    }
  }
}

TEST_F(FileTest, WhatLiesInAFolderIsInOrderAndNothingIfThereIsNone) {
  const fs::path folder = dir_ / "folder";
  EXPECT_THAT(entries_of(folder), testing::IsEmpty());
  make_directories(folder / "b");
  write_file(folder / "c", "");
  write_file(folder / "a", "");
  EXPECT_THAT(entries_of(folder), testing::ElementsAre(folder / "a", folder / "b", folder / "c"));
  EXPECT_THROW(entries_of(folder / "a"), Error) << "no folder, and not the same as an empty one";
}

TEST_F(FileTest, TooLargeFilesAreNotRead) {
  write_file(dir_ / "f", "1234");
  EXPECT_EQ(read_file(dir_ / "f", 4), "1234");
  EXPECT_THROW(read_file(dir_ / "f", 3), Error);
  fs::resize_file(dir_ / "f", std::uintmax_t{1} << 40U);
  EXPECT_THROW(read_file(dir_ / "f"), Error);
  fs::create_symlink("/dev/zero", dir_ / "endless");
  EXPECT_THROW(read_any_file(dir_ / "endless"), Error);
}

TEST_F(FileTest, WriteReplacesTheFileAndLeavesNothingBesideIt) {
  write_file(dir_ / "f", "old and longer");
  auto before = file_identity(dir_ / "f");
  write_file(dir_ / "f", "new");
  EXPECT_EQ(read_file(dir_ / "f"), "new");
  EXPECT_NE(file_identity(dir_ / "f")->inode, before->inode) << "readers of the old file must keep it";
  EXPECT_EQ(std::distance(fs::directory_iterator(dir_), fs::directory_iterator()), 1);
}

TEST_F(FileTest, AtomicFileThatIsNotCommittedChangesNothing) {
  write_file(dir_ / "f", "old");
  {
    AtomicFile file(dir_ / "f");
    file.write("half");
    EXPECT_EQ(read_file(dir_ / "f"), "old");
  }
  EXPECT_EQ(read_file(dir_ / "f"), "old");
  EXPECT_EQ(std::distance(fs::directory_iterator(dir_), fs::directory_iterator()), 1);
}

TEST_F(FileTest, WhatAKilledWriterLeftIsRemoved) {
  pid_t child = ::fork();
  if (child == 0) {
    AtomicFile file(dir_ / "f.csv");
    file.write("half");
    ::_exit(0);
  }
  ::waitpid(child, nullptr, 0);
  const std::initializer_list<const char*> mine = {"notes.tmp", ".f.csv.7.tmp", ".rox-1.tmp", "f.csv.rox-2.tmp"};
  for (const char* name : mine) write_file(dir_ / name, "mine");
  const auto entries = [&] { return std::distance(fs::directory_iterator(dir_), fs::directory_iterator()); };
  ASSERT_EQ(entries(), 5);
  remove_unfinished(dir_);
  EXPECT_EQ(entries(), 4);
  EXPECT_EQ(read_file(dir_ / "notes.tmp"), "mine");
  remove_unfinished(dir_ / "nowhere");
}

TEST_F(FileTest, WhatALivingWriterWritesStays) {
  AtomicFile file(dir_ / "f.csv");
  file.write("half");
  remove_unfinished(dir_);
  file.write(" and half");
  file.commit();
  EXPECT_EQ(read_file(dir_ / "f.csv"), "half and half");
}

TEST_F(FileTest, ReadsAFileWhoseSizeIsNotKnown) { EXPECT_FALSE(read_file("/proc/self/status").empty()); }

TEST_F(FileTest, ErrorsNameThePathAndTheReason) {
  try {
    read_file(dir_ / "missing");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::outside);
    EXPECT_THAT(error.what(), testing::HasSubstr((dir_ / "missing").string()));
    EXPECT_THAT(error.what(), testing::HasSubstr("No such file"));
  }
  EXPECT_THROW(write_file(dir_ / "no" / "f", "x"), Error);
}

TEST_F(FileTest, FullDiskIsSaid) {
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "no /dev/full";
  UniqueFd fd = open_file("/dev/full", O_WRONLY);
  try {
    write_all(fd.get(), "x", "/dev/full");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.report(), testing::HasSubstr("free some space"));
  }
}

TEST_F(FileTest, CloneHasTheSameBytesAndIsApart) {
  std::string text(3'000'000, 'x');
  write_file(dir_ / "a", text);
  clone_file(dir_ / "a", dir_ / "b");
  EXPECT_EQ(read_file(dir_ / "b"), text);
  std::ofstream(dir_ / "b", std::ios::app) << "more";
  EXPECT_EQ(read_file(dir_ / "a"), text);
  EXPECT_THROW(clone_file(dir_ / "a", dir_ / "b"), Error) << "the target exists";
}

TEST_F(FileTest, IdentityChangesWithContentAndIsEmptyForNoFile) {
  EXPECT_FALSE(file_identity(dir_ / "f"));
  write_file(dir_ / "f", "1");
  auto first = file_identity(dir_ / "f");
  EXPECT_EQ(first, file_identity(dir_ / "f"));
  std::ofstream(dir_ / "f", std::ios::app) << "2";
  EXPECT_NE(first, file_identity(dir_ / "f"));
}

TEST_F(FileTest, RemovingWhatIsNotThereIsFine) {
  write_file(dir_ / "f", "1");
  remove_file(dir_ / "f");
  EXPECT_NO_THROW(remove_file(dir_ / "f"));
}

TEST_F(FileTest, SecondLockIsRefusedAndNamesTheHolder) {
  FileLock first(dir_ / "lock", "run 42", std::chrono::milliseconds{0});
  EXPECT_TRUE(FileLock::is_held(dir_ / "lock"));
  try {
    FileLock second(dir_ / "lock", "run 43", std::chrono::milliseconds{30});
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("run 42"));
    EXPECT_TRUE(error.can_retry());
  }
}

TEST_F(FileTest, LockOfAKilledProcessIsFree) {
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  pid_t child = ::fork();
  if (child == 0) {
    FileLock lock(dir_ / "lock", "the child", std::chrono::milliseconds{0});
    [[maybe_unused]] auto told = ::write(ready[1], "x", 1);
    ::pause();
    ::_exit(0);
  }
  char byte = 0;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  EXPECT_TRUE(FileLock::is_held(dir_ / "lock"));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_FALSE(FileLock::is_held(dir_ / "lock"));
  EXPECT_NO_THROW(FileLock(dir_ / "lock", "the parent", std::chrono::milliseconds{0}));
}

TEST_F(FileTest, LockIsFreeWhenItsOwnerIsGone) {
  { FileLock lock(dir_ / "lock", "a", std::chrono::milliseconds{0}); }
  EXPECT_FALSE(FileLock::is_held(dir_ / "lock"));
  EXPECT_FALSE(FileLock::is_held(dir_ / "none"));
}

}  // namespace
}  // namespace rox
