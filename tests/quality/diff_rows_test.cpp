#include "quality/diff_rows.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <random>

#include "engine/duckdb/duckdb.hpp"

namespace rox {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class DiffRows : public testing::Test {
 protected:
  RowDiff of(const std::string& before, const std::string& after, const std::vector<std::size_t>& key,
             std::size_t most = 1000) {
    changed_.clear();
    DuckDbConnection other = DuckDbDatabase({}, {}).connect();
    const auto left = connection_.query(before);
    const auto right = other.query(after);
    std::vector<std::string> names;
    for (const ResultColumn& column : left->columns()) names.push_back(column.name);
    return diff_rows(
        *left, *right, key,
        [&](const ChangedRow& row) {
          changed_.push_back(std::string(to_string(row.change)) + " " + changed_cells_json(row, row.before, names) +
                             " " + changed_cells_json(row, row.after, names));
        },
        most);
  }

  DuckDbConnection connection_ = DuckDbDatabase({}, {}).connect();
  std::vector<std::string> changed_;
};

TEST_F(DiffRows, TellsInsertedUpdatedAndDeletedRowsByTheirKey) {
  const RowDiff diff =
      of("VALUES (1, 'a', 1.50), (2, 'b', NULL), (3, 'c', 0)", "VALUES (4, 'd', 1), (1, 'a', 1.5), (2, 'B', 2)", {0});
  EXPECT_EQ(diff.rows_before, 3U);
  EXPECT_EQ(diff.rows_after, 3U);
  EXPECT_EQ(diff.inserted, 1U);
  EXPECT_EQ(diff.updated, 1U);
  EXPECT_EQ(diff.deleted, 1U);
  EXPECT_THAT(changed_, UnorderedElementsAre(R"(update {"col1":"b","col2":null} {"col1":"B","col2":"2.0"})",
                                             R"(delete {"col0":"3","col1":"c","col2":"0.00"} )",
                                             R"(insert  {"col0":"4","col1":"d","col2":"1.0"})"));
}

TEST_F(DiffRows, HasNothingToSayOfTheSameRowsInAnyOrder) {
  const std::string rows = "SELECT i AS id, i % 7 AS n FROM range(900) t(i)";
  EXPECT_TRUE(of(rows, rows + " ORDER BY n, id DESC", {0}).equal());
  EXPECT_TRUE(of(rows, rows + " ORDER BY n, id DESC", {}).equal());
  EXPECT_TRUE(of("SELECT 1 WHERE false", "SELECT 1 WHERE false", {0}).equal());
}

TEST_F(DiffRows, ComparesRowsWholeWhereKeysDontTellThemApart) {
  of("VALUES (1, 'a'), (1, 'b'), (1, 'b')", "VALUES (1, 'b'), (1, 'c')", {0});
  EXPECT_THAT(changed_, UnorderedElementsAre(R"(delete {"col0":"1","col1":"a"} )", R"(delete {"col0":"1","col1":"b"} )",
                                             R"(insert  {"col0":"1","col1":"c"})"));
  of("VALUES ('x', 'y, z')", "VALUES ('x, y', 'z')", {0, 1});
  EXPECT_EQ(changed_.size(), 2U) << "parts of keys aren't run together";
}

TEST_F(DiffRows, GivesUpWhereTooManyRowsDiffer) {
  const RowDiff diff = of("SELECT i FROM range(5000) t(i)", "SELECT -1 - i FROM range(5000) t(i)", {0}, 100);
  EXPECT_TRUE(diff.gave_up);
  EXPECT_FALSE(diff.equal());
}

TEST_F(DiffRows, FindsExactlyWhatWasChanged) {
  std::mt19937 random(5);
  const auto pick = [&](int most) { return std::uniform_int_distribution<int>(0, most - 1)(random); };
  for (int round = 0; round < 30; ++round) {
    std::map<int, int> before;
    for (int i = 0; i < 200; ++i) before[pick(400)] = pick(5);
    std::map<int, int> after = before;
    for (int i = 0; i < 20; ++i) {
      if (pick(2) == 0) {
        after.erase(pick(400));
      } else {
        after[pick(400)] = pick(5);
      }
    }
    const auto values = [&](const std::map<int, int>& rows) {
      std::vector<std::string> texts;
      for (const auto& [key, value] : rows)
        texts.push_back("(" + std::to_string(key) + ", " + std::to_string(value) + ")");
      std::shuffle(texts.begin(), texts.end(), random);
      std::string sql = "VALUES ";
      for (std::size_t i = 0; i < texts.size(); ++i) sql += (i == 0 ? "" : ", ") + texts[i];
      return sql;
    };
    std::uint64_t inserted = 0;
    std::uint64_t updated = 0;
    std::uint64_t deleted = 0;
    for (const auto& [key, value] : before) {
      const auto now = after.find(key);
      deleted += now == after.end() ? 1 : 0;
      updated += now != after.end() && now->second != value ? 1 : 0;
    }
    for (const auto& [key, value] : after) inserted += before.count(key) == 0 ? 1 : 0;
    const RowDiff diff = of(values(before), values(after), {0});
    EXPECT_THAT((std::vector{diff.inserted, diff.updated, diff.deleted}), ElementsAre(inserted, updated, deleted));
    EXPECT_EQ(changed_.size(), inserted + updated + deleted);
  }
}

}  // namespace
}  // namespace rox
