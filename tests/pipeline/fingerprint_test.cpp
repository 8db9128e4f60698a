#include "pipeline/fingerprint.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <functional>

#include "base/error.hpp"
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

Table make_table(const std::string& name) {
  Table table;
  table.name = name;
  table.file = name + ".csv";
  Column column;
  column.name = "id";
  column.type.kind = TypeKind::integer;
  table.columns = {column};
  table.primary_key = {"id"};
  return table;
}

class TableFingerprintTest : public testing::Test {
 protected:
  TableFingerprintTest() : parent_(make_table("Parent")), child_(make_table("Child")) {
    child_.relations = {{{"id"}, "parent", {"id"}, false}};
  }

  std::map<std::string, std::string> prints() {
    return table_fingerprints(
        {{&parent_, {{"Parent.csv", parent_hash_}}, parent_mends_}, {&child_, {{"Child.csv", "c"}}, ""}}, dialect_);
  }

  /// Which tables have another fingerprint after `change`: "", "P", "C" or "PC".
  std::string changed_by(const std::function<void()>& change) {
    auto before = prints();
    change();
    auto after = prints();
    return std::string(before["Parent"] != after["Parent"] ? "P" : "") + (before["Child"] != after["Child"] ? "C" : "");
  }

  Table parent_, child_;
  std::string parent_hash_ = "p";
  std::string parent_mends_;
  Dialect dialect_;
};

TEST_F(TableFingerprintTest, DependsOnWhatTheTableIsLoadedFromAndNothingElse) {
  EXPECT_EQ(changed_by([] {}), "");
  EXPECT_EQ(changed_by([&] { parent_hash_ = "q"; }), "P");
  EXPECT_EQ(changed_by([&] { parent_mends_ = "m"; }), "P");
  EXPECT_EQ(changed_by([&] { child_.columns[0].nullable = false; }), "C");
  EXPECT_EQ(changed_by([&] { parent_.columns[0].type.kind = TypeKind::bigint; }), "P");
  EXPECT_EQ(changed_by([&] { parent_.primary_key.clear(); }), "P");
  EXPECT_EQ(changed_by([&] { dialect_.decimal = ','; }), "PC");
  EXPECT_EQ(changed_by([&] { dialect_.null_words = {"NULL"}; }), "PC");
  EXPECT_EQ(changed_by([&] { child_.file = "*.csv"; }), "");
}

TEST_F(TableFingerprintTest, EnforcedRelationMakesTheChildDependOnItsParent) {
  EXPECT_EQ(changed_by([&] { child_.relations[0].enforce = true; }), "C");
  EXPECT_EQ(changed_by([&] { parent_hash_ = "q"; }), "PC");
}

TEST_F(TableFingerprintTest, TablesThatEnforceEachOtherAreNoEndlessLoop) {
  child_.relations[0].enforce = true;
  parent_.relations = {{{"id"}, "Child", {"id"}, true}};
  EXPECT_EQ(changed_by([&] { parent_hash_ = "q"; }), "PC");
}

TEST(AnswerFingerprintTest, DependsOnTheSqlAndTheTablesThatItNames) {
  std::map<std::string, std::string> one = {{"Order", "1"}, {"OrderDetail", "1"}};
  std::map<std::string, std::string> two = {{"Order", "2"}, {"OrderDetail", "1"}};
  auto same = [&](const char* sql) { return answer_fingerprint(sql, one) == answer_fingerprint(sql, two); };
  EXPECT_TRUE(same("SELECT * FROM OrderDetail"));
  EXPECT_TRUE(same("SELECT SalesOrder FROM OrderDetail"));
  EXPECT_FALSE(same("SELECT * FROM \"order\" JOIN OrderDetail USING (id)"));
  EXPECT_FALSE(same("SELECT * FROM main.ORDER"));
  EXPECT_FALSE(same("SELECT * FROM rox.rejects"));
  EXPECT_FALSE(same("SELECT * FROM query_table('Order')"));
  EXPECT_TRUE(same("SELECT * FROM OrderDetail -- not Order"));
  EXPECT_NE(answer_fingerprint("SELECT 1", one), answer_fingerprint("SELECT 2", one));
}

}  // namespace
}  // namespace rox
