#include "load/find_drift.hpp"

#include <gmock/gmock.h>

#include "base/error.hpp"
#include "source/scan_support.hpp"

namespace rox {
namespace {

using test::ExportDir;
using test::text_table;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> texts(const std::vector<Drift>& drift) {
  std::vector<std::string> lines;
  for (const Drift& one : drift) lines.push_back(to_string(one));
  return lines;
}

class FieldDrift : public testing::Test {
 protected:
  std::vector<FieldMap> map(const Table& table, DriftPolicy policy) {
    drift_.clear();
    return map_fields({&table, files_}, Dialect{}, policy, drift_);
  }
  void write(const std::string& name, std::string_view text) { files_.push_back(dir_.write(name, text)); }

  ExportDir dir_;
  std::vector<ExportFile> files_;
  std::vector<Drift> drift_;
};

TEST_F(FieldDrift, OfFilesLikeTheModelIsNone) {
  write("1.csv", "a,b\n");
  write("2.csv", "a,b\n1,2\n");
  EXPECT_THAT(map(text_table(2), DriftPolicy::freeze), IsEmpty());
  EXPECT_THAT(drift_, IsEmpty());
}

TEST_F(FieldDrift, NamesEachThingOnceWithItsFiles) {
  write("1.csv", "a,b\n");
  write("2.csv", "b,x\n");
  write("3.csv", "x,b,a\n");
  const auto maps = map(text_table(2), DriftPolicy::freeze);
  ASSERT_EQ(maps.size(), 3U);
  EXPECT_TRUE(maps[0].is_identity());
  EXPECT_EQ(maps[2].field_of[0], 2U);
  EXPECT_THAT(texts(drift_),
              ElementsAre("T.x: new in 2.csv and 1 more: ignored", "T.a: missing in 2.csv: loaded as NULL",
                          "T: columns in another order in 3.csv: read by name"));
  EXPECT_THAT(map(text_table(2), DriftPolicy::reject), IsEmpty());
  EXPECT_THAT(texts(drift_), testing::Contains("T.x: new in 2.csv and 1 more: not loaded so"));
}

TEST_F(FieldDrift, OfAColumnThatCannotBeMissingIsAnError) {
  write("1.csv", "b\n");
  Table table = text_table(2);
  table.columns[0].nullable = false;
  try {
    map(table, DriftPolicy::evolve);
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::data);
    EXPECT_THAT(e.report(), HasSubstr("1.csv:1: the header lacks 'a' of table 'T'"));
  }
}

TEST(Drift, OfValuesCountsThoseOfTheWrongType) {
  Table table = text_table(3);
  table.columns[1].type = parse_type("DECIMAL(9,2)");
  std::vector<Reject> rejects(5);
  const auto set = [&](std::size_t i, RejectCode code, const char* column) {
    rejects[i].code = code;
    rejects[i].column = column;
  };
  set(0, RejectCode::unparsable, "b");
  set(1, RejectCode::out_of_range, "b");
  set(2, RejectCode::missing_value, "a");
  set(3, RejectCode::duplicate_key, "c");
  set(4, RejectCode::too_long, "");
  const std::vector<Drift> drift = drift_of(table, 200, rejects);
  ASSERT_EQ(drift.size(), 1U);
  EXPECT_EQ(drift[0].column, "b");
  EXPECT_THAT(drift[0].detail, HasSubstr("2 values are no DECIMAL(9,2)"));
  EXPECT_TRUE(drift_of(table, 201, rejects).empty());
}

}  // namespace
}  // namespace rox
