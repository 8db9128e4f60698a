#include "base/hash_cache.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ctime>
#include <fstream>

#include "base/error.hpp"
#include "base/hash.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

class HashCacheTest : public test::TempDirTest {
 protected:
  fs::path make(const char* name, const std::string& text, int age_seconds) {
    write_file(dir_ / name, text);
    set_age(dir_ / name, age_seconds);
    return dir_ / name;
  }
  static void set_age(const fs::path& file, int seconds) {
    timespec times[2] = {{::time(nullptr) - seconds, 0}, {::time(nullptr) - seconds, 0}};
    ASSERT_EQ(::utimensat(AT_FDCWD, file.c_str(), times, 0), 0);
  }
  /// Another content of the same size, inode and time: only by reading can it be seen.
  static void change_unseen(const fs::path& file, const std::string& text) {
    const std::int64_t modified = file_identity(file)->modified_ns;
    { std::ofstream(file, std::ios::in | std::ios::out) << text; }
    const timespec times[2] = {{0, UTIME_OMIT}, {modified / 1'000'000'000, modified % 1'000'000'000}};
    ASSERT_EQ(::utimensat(AT_FDCWD, file.c_str(), times, 0), 0);
  }
};

TEST_F(HashCacheTest, FileThatIsKnownIsNotReadAgain) {
  fs::path file = make("a.csv", "one", 100);
  HashCache cache;
  cache.refresh({file}, 2);
  const std::string hash = cache.hash(file);
  HashCache again(cache.entries());
  change_unseen(file, "two");
  again.refresh({file}, 2);
  EXPECT_EQ(again.hash(file), hash);
}

TEST_F(HashCacheTest, FileThatWasJustWrittenIsReadAgain) {
  fs::path file = make("a.csv", "one", 0);
  HashCache cache;
  cache.refresh({file}, 1);
  HashCache again(cache.entries());
  change_unseen(file, "two");
  again.refresh({file}, 1);
  EXPECT_NE(again.hash(file), cache.hash(file));
}

TEST_F(HashCacheTest, TouchedFileHasTheSameHashAndChangedOneAnother) {
  fs::path file = make("a.csv", "one", 100);
  HashCache cache;
  cache.refresh({file}, 1);
  const std::string hash = cache.hash(file);
  set_age(file, 50);
  cache.refresh({file}, 1);
  EXPECT_EQ(cache.hash(file), hash);
  make("a.csv", "two", 100);
  cache.refresh({file}, 1);
  EXPECT_NE(cache.hash(file), hash);
}

TEST_F(HashCacheTest, FilesThatAreNoLongerAskedForAreForgotten) {
  fs::path a = make("a.csv", "one", 100);
  fs::path b = make("b.csv", "two", 100);
  HashCache cache;
  cache.refresh({a, b}, 2);
  cache.refresh({b}, 2);
  EXPECT_EQ(cache.entries().size(), 1U);
}

TEST_F(HashCacheTest, MissingFileIsAnError) { EXPECT_THROW(HashCache().refresh({dir_ / "none"}, 2), Error); }

TEST_F(HashCacheTest, BeginningsAreKnownOfFilesThatWereRead) {
  const fs::path file = make("a", std::string(kHashedStep + 1, 'x'), 60);
  HashCache hashes;
  hashes.refresh({file}, 1);
  EXPECT_EQ(hashes.beginnings(file).size(), 1U);
  HashCache later(hashes.entries());
  later.refresh({file}, 1);
  EXPECT_EQ(later.hash(file), hashes.hash(file));
  EXPECT_TRUE(later.beginnings(file).empty()) << "it wasn't read";
}

}  // namespace
}  // namespace rox
