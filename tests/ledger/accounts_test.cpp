#include "ledger/accounts.hpp"

#include <gmock/gmock.h>

#include "base/error.hpp"
#include "engine/duckdb/duckdb.hpp"
#include "engine/result/cells.hpp"

namespace rox {
namespace {

WarehouseState some_state() {
  WarehouseState state;
  state.tables["Person"] = {"Person", "f1", "r1", {10, 8, 2, 1000}};
  state.tables["It's"] = {"It's", "f2", "r2", {1, 1, 0, 10}};
  state.marts["fact_sales"] = {"fact_sales", "f4", "r2", {10, 11, 0, 0}};
  state.marts["old"] = {"old", "", "r1", {1, 1, 0, 0}};
  state.relations = {{"Customer", "PersonID", "Person", "BusinessEntityID", "f3", 971, 970, "1, 2, 3"}};
  return state;
}

TEST(StateTablesTest, AreReadAsTheyWereWritten) {
  DuckDbDatabase database({}, {});
  DuckDbConnection connection = database.connect();
  EXPECT_EQ(read_accounts(connection), WarehouseState{}) << "a database that isn't rox's";
  create_accounts(connection);
  const WarehouseState state = some_state();
  for (int twice = 0; twice < 2; ++twice) {
    create_accounts(connection);
    std::vector<LoadedTable> tables;
    for (const auto& [name, table] : state.tables) tables.push_back(table);
    execute_all(connection, account_statements({.marts = state.marts, .tables = tables, .relations = state.relations},
                                               accounts_of(connection)));
  }
  EXPECT_EQ(read_accounts(connection), state);
  EXPECT_EQ(stale_marts(read_built_marts(connection)), std::vector<std::string>{"old"});
  execute_all(connection, account_statements({.dropped_marts = {"old"}}, accounts_of(connection)));
  EXPECT_EQ(stale_marts(read_built_marts(connection)), std::vector<std::string>{});
}

TEST(StateTablesTest, OfANewerFormatAreRefused) {
  DuckDbConnection connection = DuckDbDatabase({}, {}).connect();
  create_accounts(connection);
  create_accounts(connection);
  EXPECT_EQ(query_texts(connection, "SELECT format::VARCHAR FROM rox.format"), std::vector<std::string>{"1"});
  EXPECT_EQ(read_accounts(connection), WarehouseState{});
  connection.execute("UPDATE rox.format SET format = 2");
  EXPECT_THAT(
      [&] { read_accounts(connection); },
      testing::ThrowsMessage<Error>(testing::HasSubstr("its accounts have format 2, and this one reads up to 1")));
  connection.execute("DROP TABLE rox.format");
  EXPECT_EQ(read_accounts(connection), WarehouseState{}) << "those of before there were formats";
}

TEST(StateTablesTest, HoldThousandsOfFilesAsTheyAre) {
  DuckDbConnection connection = DuckDbDatabase({}, {}).connect();
  create_accounts(connection);
  const std::vector<std::string> odd = {"it's \"a\".csv", "back\\slash.csv", "ação 🚲.csv", "tab\there.csv", ""};
  AccountChanges changes;
  std::vector<ReadFile> files;
  for (std::uint64_t i = 0; i < 3000; ++i) {
    ReadFile& file = files.emplace_back(ReadFile{"r1", "h" + std::to_string(i), {}});
    file.counts.file = i < odd.size() ? odd[i] : "orders_" + std::to_string(i) + ".csv";
    file.counts.bytes = UINT64_C(9'000'000'000) + i;
    file.counts.records = i;
  }
  changes.files["orders"] = files;
  execute_all(connection, account_statements(changes, accounts_of(connection)));
  const std::vector<ReadFile> read = read_files(connection);
  ASSERT_EQ(read.size(), files.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    EXPECT_EQ(read[i].counts.file, files[i].counts.file);
    EXPECT_EQ(read[i].hash, files[i].hash);
  }
  const auto sums = connection.query("SELECT sum(bytes)::VARCHAR, sum(records)::VARCHAR FROM rox.files");
  ASSERT_TRUE(sums->next());
  EXPECT_EQ(text_at(*sums, 0, 0), "27000004498500");
  EXPECT_EQ(text_at(*sums, 1, 0), "4498500");
}

TEST(AccountStatements, AreFewAndWrittenForThePlace) {
  AccountChanges changes;
  EXPECT_TRUE(account_statements(changes, {SqlDialect::postgres, "bikes_rox"}).empty());
  changes.dropped_tables = {"Gone"};
  changes.tables = {{"It's", "f", "r", {1, 2, 3, 4}}, {"B", "f", "r", {}}};
  changes.files["B"] = {};
  changes.relations.emplace();
  const std::string two_rows = "('load.It''s', 'It''s', 'f', 'r', 1, 2, 3, 4), ('load.B', 'B', 'f', 'r', 0, 0, 0, 0)";
  EXPECT_EQ(account_statements(changes, {SqlDialect::postgres, "bikes_rox"}),
            (std::vector<std::string>{R"(DELETE FROM bikes_rox.steps WHERE "table" IN ('Gone'))",
                                      R"(DELETE FROM bikes_rox.files WHERE "table" IN ('Gone'))",
                                      R"(DELETE FROM bikes_rox.rejects WHERE "table" IN ('Gone'))",
                                      "DELETE FROM bikes_rox.steps WHERE step IN ('load.It''s', 'load.B')",
                                      "INSERT INTO bikes_rox.steps VALUES " + two_rows,
                                      R"(DELETE FROM bikes_rox.files WHERE "table" IN ('B'))",
                                      "DELETE FROM bikes_rox.relations"}));
}

}  // namespace
}  // namespace rox
