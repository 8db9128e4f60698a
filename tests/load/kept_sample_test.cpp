#include "load/kept_sample.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "base/temporary_folder.hpp"
#include "engine/duckdb/duckdb.hpp"

namespace rox {
namespace {

using testing::SizeIs;

Table shop() {
  Table table;
  table.name = "Sale";
  const auto add = [&](const std::string& name, Type type, std::uint32_t longest) {
    Column& column = table.columns.emplace_back();
    column.name = name;
    column.type = type;
    column.max_bytes = longest;
  };
  add("id", {TypeKind::integer, 0, 0, 0}, 0);
  add("code", {TypeKind::varchar, 0, 0, 0}, 5);
  add("document", {TypeKind::varchar, 0, 0, 0}, 4000);
  return table;
}

class KeptSampleTest : public testing::Test {
 protected:
  KeptSampleTest() {
    connection_.execute(
        "CREATE TABLE \"Sale\" AS SELECT CAST(range AS INT) AS id, nullif('0' || range, '07') AS code, 'x' AS document "
        "FROM range(5000)");
  }

  KeptSample sample() { return take_sample(connection_, "\"Sale\"", sampled_columns(shop(), Dialect{})); }

  DuckDbConnection connection_ = DuckDbDatabase({}, {}).connect();
  TemporaryFolder folder_{"sample", std::filesystem::temp_directory_path()};
};

TEST_F(KeptSampleTest, TakesRowsFromAllOverTheTable) {
  const KeptSample taken = sample();
  EXPECT_THAT(taken.columns, SizeIs(2));  // long texts aren't kept
  ASSERT_THAT(taken.rows, SizeIs(kSampledRows));
  int late = 0;
  for (const auto& row : taken.rows) late += std::stoi(*row[0]) >= 2500 ? 1 : 0;
  EXPECT_EQ(late, 500);
}

TEST_F(KeptSampleTest, TakesRowsOfATableThatIsBeingChanged) {
  connection_.execute("BEGIN; INSERT INTO \"Sale\" SELECT 10000 + range, 'x', 'x' FROM range(100)");
  EXPECT_THAT(sample().rows, SizeIs(kSampledRows));
  connection_.execute("DELETE FROM \"Sale\" WHERE id < 10000");
  EXPECT_THAT(sample().rows, SizeIs(100));
}

TEST_F(KeptSampleTest, TakesRowsFromAllOverASmallTable) {
  connection_.execute("DELETE FROM \"Sale\" WHERE id >= 1900; CREATE TABLE small AS FROM \"Sale\"");
  const KeptSample taken = take_sample(connection_, "small", sampled_columns(shop(), Dialect{}));
  ASSERT_THAT(taken.rows, SizeIs(kSampledRows));
  int late = 0;
  for (const auto& row : taken.rows) late += std::stoi(*row[0]) >= 950 ? 1 : 0;
  EXPECT_EQ(late, 500);
}

TEST_F(KeptSampleTest, ReadsWhatItWrote) {
  connection_.execute("DELETE FROM \"Sale\" WHERE id > 9");
  write_sample(folder_.path() / "Sale.rows", sample());
  const auto read = read_sample(folder_.path() / "Sale.rows");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->columns, sample().columns);
  ASSERT_THAT(read->rows, SizeIs(10));
  EXPECT_THAT(read->rows, testing::UnorderedElementsAreArray(sample().rows));
  EXPECT_THAT(read->rows, testing::Contains(testing::ElementsAre(KeptValue("7"), KeptValue())));
}

TEST_F(KeptSampleTest, IsNoneWhereTheFileIsDamaged) {
  const std::filesystem::path file = folder_.path() / "Sale.rows";
  EXPECT_EQ(read_sample(file), std::nullopt);
  for (const char* text : {"", "{", "[]", R"({"format":2})", R"({"format":1,"columns":[],"rows":[["1"]]})"}) {
    write_file(file, text);
    EXPECT_EQ(read_sample(file), std::nullopt) << text;
  }
}

TEST_F(KeptSampleTest, ComparesNoColumnThatIsReadInAnotherWay) {
  const KeptSample taken = sample();
  Table wider = shop();
  wider.columns[0].type.kind = TypeKind::bigint;
  Table other = shop();
  other.columns[0].type.kind = TypeKind::date;
  Dialect latin;
  latin.encoding = Encoding::latin1;
  EXPECT_EQ(taken.find(sampled_columns(wider, Dialect{})[0]), 0U);
  EXPECT_EQ(taken.find(sampled_columns(other, Dialect{})[0]), std::nullopt);
  EXPECT_EQ(taken.find(sampled_columns(wider, Dialect{})[1]), 1U);
  EXPECT_EQ(taken.find(sampled_columns(shop(), latin)[1]), std::nullopt);
}

}  // namespace
}  // namespace rox
