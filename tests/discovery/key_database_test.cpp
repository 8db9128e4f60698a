#include "discovery/key_database.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <vector>

#include "source/scan_support.hpp"
#include "temp_variable.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

std::vector<fs::path> entries(const fs::path& folder) { return {fs::directory_iterator(folder), {}}; }

// Rows of the exports may be in there.
TEST(KeyDatabase, SpillsWhereNobodyElseCanLook) {
  const test::ExportDir dir;
  const Table table = test::text_table(1);
  const std::vector<TableExports> exports{{&table, {dir.write("t.csv", "a\nx\n")}}};
  const test::TempDir temp;
  const test::TempVariable variable("TMPDIR", temp.path());
  std::vector<fs::path> during;
  {
    const KeyDatabase database(exports, test::semicolons(), {}, [&](std::size_t) {
      during = entries(temp.path());
      ASSERT_THAT(during, SizeIs(1));
      EXPECT_EQ(fs::status(during[0]).permissions(), fs::perms::owner_all);
    });
    EXPECT_EQ(database.facts(0).rows, 1U);
  }
  ASSERT_THAT(during, SizeIs(1));
  EXPECT_THAT(during[0].filename().string(), StartsWith("rox-tmp-keys-"));
  EXPECT_THAT(entries(temp.path()), IsEmpty());
}

TEST(KeyDatabase, SpillsIntoTheFolderThatItIsGiven) {
  const test::ExportDir dir;
  const Table table = test::text_table(1);
  const std::vector<TableExports> exports{{&table, {dir.write("t.csv", "a\nx\n")}}};
  const test::TempDir temp;
  const test::TempDir given;
  const test::TempVariable variable("TMPDIR", temp.path());
  KeyDatabaseOptions options;
  options.temp_dir = given.path() / "tmp";
  const KeyDatabase database(exports, test::semicolons(), options,
                             [&](std::size_t) { EXPECT_THAT(entries(temp.path()), IsEmpty()); });
  EXPECT_EQ(database.facts(0).rows, 1U);
}

}  // namespace
}  // namespace rox
