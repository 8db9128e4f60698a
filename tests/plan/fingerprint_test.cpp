#include "plan/fingerprint.hpp"

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
