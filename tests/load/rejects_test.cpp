#include "load/rejects.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <thread>

#include "base/error.hpp"
#include "base/file.hpp"
#include "engine/duckdb/duckdb.hpp"
#include "ledger/accounts.hpp"
#include "ledger/reject_rows.hpp"
#include "source/reject_file.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

Reject make_reject(const std::string& table, std::uint64_t line, const std::string& raw = "raw") {
  Reject reject;
  reject.table = table;
  reject.file = table + ".csv";
  reject.line = line;
  reject.field = 1;
  reject.column = "id";
  reject.value = "x";
  reject.reason = "'x' is no number";
  reject.raw = raw;
  return reject;
}

std::vector<std::uint64_t> lines(const std::vector<Reject>& rejects) {
  std::vector<std::uint64_t> lines;
  for (const Reject& reject : rejects) lines.push_back(reject.line);
  return lines;
}

std::string report_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::data);
    return error.report();
  }
  return "";
}

TEST(RejectStoreTest, ForgetsThoseOfATableThatIsReadOnceMore) {
  RejectLimits limits;
  limits.rows = 2;
  RejectStore store(limits, 0);
  store.add(make_reject("T", 1));
  store.add(make_reject("U", 1));
  store.forget("T");
  store.forget("nothing of it is there");
  store.add(make_reject("T", 2));  // would be past the limit
  EXPECT_THAT(lines(store.of_table("T")), testing::ElementsAre(2U));
  EXPECT_THAT(lines(store.of_table("U")), testing::ElementsAre(1U));
}

TEST(RejectStoreTest, GivesRejectsInOrderWhateverThreadsAddedThem) {
  RejectStore store({}, 0);
  {
    std::vector<std::jthread> threads;
    for (std::uint64_t first : {1, 2, 3, 4}) {
      threads.emplace_back([&store, first] {
        for (std::uint64_t line = first; line <= 100; line += 4) store.add(make_reject("T", 101 - line));
      });
    }
  }
  store.add(make_reject("Other", 7));
  std::vector<std::uint64_t> wanted(100);
  for (std::size_t i = 0; i < wanted.size(); ++i) wanted[i] = i + 1;
  EXPECT_EQ(lines(store.of_table("T")), wanted);
  EXPECT_EQ(lines(store.of_table("Other")), std::vector<std::uint64_t>{7});
  EXPECT_TRUE(store.of_table("None").empty());
}

TEST(RejectStoreTest, PastTheLimitSaysWhatAndWhereAndTheWayOut) {
  RejectStore store({.rows = 5}, 2);  // two are of tables that stay
  for (std::uint64_t line : {30, 20, 10}) store.add(make_reject("T", line));
  const std::string report = report_of([&] { store.add(make_reject("T", 40)); });
  EXPECT_THAT(report,
              testing::HasSubstr("more than 5 rows are rejected\n  T.csv:10, column id: 'x' is no number\n  T.csv:20"));
  EXPECT_THAT(report, testing::HasSubstr("most frequent: unparsable in T.id (3 rows)"));
  EXPECT_THAT(report, testing::HasSubstr("max_rejects to 6 or more"));
  EXPECT_EQ(lines(store.of_table("T")), (std::vector<std::uint64_t>{10, 20, 30}));
}

TEST(RejectStoreTest, MemoryIsBounded) {
  RejectStore store({.rows = 1000, .bytes = 10'000}, 0);
  const std::string report = report_of([&] {
    for (std::uint64_t line = 1; line < 100; ++line) store.add(make_reject("T", line, std::string(1000, 'x')));
  });
  EXPECT_THAT(report, testing::HasSubstr("the rejected rows fill more than"));
  EXPECT_THAT(report, testing::HasSubstr("raise [run] memory_limit"));
  EXPECT_THAT(report, testing::Not(testing::HasSubstr("max_rejects")));
  EXPECT_LT(store.of_table("T").size(), 10U);
}

TEST(RejectStoreTest, FirstOneStopsWhereTheProjectSaysSo) {
  RejectStore store({.stop_at_first = true}, 0);
  const std::string report = report_of([&] { store.add(make_reject("T", 12)); });
  EXPECT_THAT(report, testing::StartsWith("T.csv:12: column id: 'x' is no number"));
  EXPECT_EQ(store.of_table("T").size(), 1U) << "it still has to be written to rejects/T.csv";
}

TEST(RejectStoreTest, ExpectationsCountTowardsTheLimit) {
  RejectStore store({.rows = 5}, 3);
  EXPECT_EQ(report_of([&] { store.expect(2, "orphans"); }), "");
  EXPECT_THAT(report_of([&] { store.expect(3, "3 orphans"); }), testing::HasSubstr("3 orphans (more than 5 rejects)"));
}

TEST(RejectRowsTest, ReplaceThoseOfTheTable) {
  DuckDbDatabase database({}, {});
  DuckDbConnection connection = database.connect();
  create_accounts(connection);
  write_reject_rows(connection, "r1", "A", {make_reject("A", 1), make_reject("A", 2)});
  write_reject_rows(connection, "r1", "B", {make_reject("B", 1)});
  write_reject_rows(connection, "r2", "A", {make_reject("A", 3)});
  EXPECT_EQ(query_integer(connection, "SELECT count(*) FROM rox.rejects"), 2);
  EXPECT_EQ(query_integer(connection, "SELECT line FROM rox.rejects WHERE run = 'r2' AND \"table\" = 'A'"), 3);
}

class RejectFilesTest : public test::TempDirTest {
 protected:
};

TEST_F(RejectFilesTest, KeepWhatSomebodyHasMendedWhileTheRecordIsStillRejected) {
  const fs::path file = dir_ / "T.csv";
  write_reject_file(file, "r1", {make_reject("T", 1, "a"), make_reject("T", 2, "b")}, ';');
  auto rows = read_reject_file(file);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].mended, "a");
  rows[0].mended = "mended a";
  rows[1].mended = "mended b";
  write_file(file, reject_file_text(rows, ';'));

  // Line 2 is another record now.
  write_reject_file(file, "r2", {make_reject("T", 1, "a"), make_reject("T", 2, "c")}, ';');
  rows = read_reject_file(file);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].mended, "mended a");
  EXPECT_EQ(rows[0].run, "r2");
  EXPECT_EQ(rows[1].mended, "c");

  // A row came above it.
  write_reject_file(file, "r3", {make_reject("T", 2, "a")}, ';');
  EXPECT_EQ(read_reject_file(file).at(0).mended, "mended a");

  write_reject_file(file, "r4", {}, ';');
  EXPECT_FALSE(fs::exists(file));
}

}  // namespace
}  // namespace rox
