#include "quality/reconcile.hpp"

#include <gmock/gmock.h>

#include "engine/duckdb/duckdb.hpp"
#include "quality/reconcile_report.hpp"

namespace rox {
namespace {

using testing::Contains;
using testing::HasSubstr;

class Reconcile : public testing::Test {
 protected:
  Reconcile() {
    table_.name = "Sale";
    for (const auto& [name, type] : {std::pair{"ID", "INTEGER"},
                                     {"Amount", "DECIMAL(18,4)"},
                                     {"Moment", "TIMESTAMP"},
                                     {"Note", "VARCHAR"},
                                     {"Paid", "BOOLEAN"},
                                     {"Guid", "UUID"},
                                     {"Day", "DATE"}}) {
      Column& column = table_.columns.emplace_back();
      column.name = name;
      column.type = parse_type(type);
    }
    table_.primary_key = {"ID"};
    for (DuckDbConnection* engine : {&exports_, &warehouse_}) {
      engine->execute(
          "CREATE TABLE Sale AS SELECT i::INTEGER AS ID, (i * 0.0625)::DECIMAL(18,4) AS Amount, TIMESTAMP '2013-09-30 "
          "10:01:36.827' + to_seconds(i) AS Moment, CASE WHEN i % 7 = 0 THEN NULL ELSE 'ação ' || i END AS Note, i % 2 "
          "= 0 "
          "AS "
          "Paid, '00000000-0000-0000-0000-000000000000'::UUID AS Guid, DATE '2013-09-30' + (i % 10)::INTEGER AS Day "
          "FROM "
          "range(1000) t(i)");
    }
  }

  std::vector<std::string> found() { return difference_lines(reconcile(exports_, warehouse_, table_), "warehouse"); }

  Table table_;
  DuckDbConnection exports_ = DuckDbDatabase({}, {}).connect();
  DuckDbConnection warehouse_ = DuckDbDatabase({}, {}).connect();
};

TEST_F(Reconcile, EqualTablesAreEqualInAnyOrder) {
  warehouse_.execute(
      "CREATE TABLE s AS SELECT * FROM Sale ORDER BY hash(ID); DROP TABLE Sale; ALTER TABLE s RENAME TO Sale");
  const TableReconciliation result = reconcile(exports_, warehouse_, table_);
  EXPECT_TRUE(result.equal());
  EXPECT_EQ(result.expected_rows, 1000U);
  EXPECT_EQ(result.found_rows, 1000U);
}

TEST_F(Reconcile, AChangedCellOfEachTypeIsNamedWithItsRow) {
  for (const auto& [column, value] : {std::pair{"Amount", "Amount + 0.0001"},
                                      {"Moment", "Moment + INTERVAL 1 MICROSECOND"},
                                      {"Note", "Note || ' '"},
                                      {"Paid", "NOT Paid"},
                                      {"Guid", "'00000000-0000-0000-0000-000000000001'"},
                                      {"Day", "Day + 1"},
                                      {"Note", "NULL"}}) {
    warehouse_.execute("BEGIN");
    warehouse_.execute(std::string("UPDATE Sale SET ") + column + " = " + value + " WHERE ID = 501");
    const std::vector<std::string> lines = found();
    EXPECT_THAT(lines, Contains(HasSubstr(std::string(column) + ": checksum"))) << column;
    EXPECT_THAT(lines, Contains(AllOf(HasSubstr("ID = 501"), HasSubstr(std::string(column) + " is ")))) << column;
    warehouse_.execute("ROLLBACK");
  }
}

TEST_F(Reconcile, TwoCellsThatChangedPlacesAreFound) {
  warehouse_.execute("UPDATE Sale SET Amount = CASE ID WHEN 1 THEN 0.1250 ELSE 0.0625 END WHERE ID IN (1, 2)");
  // every column has the same figures: what a checksum by column can't see
  EXPECT_TRUE(reconcile(exports_, warehouse_, table_).figures.empty()) << "documented in docs/compare.md";
}

TEST_F(Reconcile, ALostAndADoubledRowAreNamed) {
  warehouse_.execute("DELETE FROM Sale WHERE ID = 77; INSERT INTO Sale SELECT * FROM Sale WHERE ID = 78");
  const std::vector<std::string> lines = found();
  EXPECT_THAT(lines, Contains(AllOf(HasSubstr("missing on warehouse"), HasSubstr("ID = 77"))));
  EXPECT_THAT(lines, Contains(AllOf(HasSubstr("only on warehouse"), HasSubstr("ID = 78"))));
  warehouse_.execute("DELETE FROM Sale WHERE ID = 79");
  EXPECT_THAT(found(), Contains(HasSubstr("rows is 1000 in the exports, 999 on warehouse")));
}

TEST_F(Reconcile, AFloatColumnIsNamedThoughItsValuesAreTheSame) {
  warehouse_.execute("ALTER TABLE Sale ALTER Amount TYPE DOUBLE");
  EXPECT_THAT(found(), Contains("Amount: type is DECIMAL(18,4) in the exports, DOUBLE on warehouse"));
}

TEST_F(Reconcile, AMissingTableIsAnErrorOfThatTable) {
  warehouse_.execute("DROP TABLE Sale");
  const TableReconciliation result = reconcile(exports_, warehouse_, table_);
  EXPECT_FALSE(result.equal());
  ASSERT_TRUE(result.error.has_value());
  EXPECT_THAT(result.error->what(), HasSubstr("Sale"));
}

}  // namespace
}  // namespace rox
