// A row is found in its export by the marks of its load, and the same without them.
#include "run/export_row.hpp"

#include <gmock/gmock.h>

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/file.hpp"
#include "ledger/accounts.hpp"
#include "ledger/target_state.hpp"
#include "load/find_by_key.hpp"
#include "run/run.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using testing::HasSubstr;

class ExportRowTest : public test::TempDirTest {
 protected:
  ExportRowTest() {
    make_directories(dir_ / "exports");
    std::string text = "code;price;day;note\n";
    for (int i = 0; i < 3000; ++i) {
      text += fmt::format("C{};{},50;2024-01-{:02};\"note {}\nof two lines; \"\"quoted\"\"\"\n", i, i, i % 28 + 1, i);
    }
    write_file(dir_ / "exports/t.csv", text);
    write_file(dir_ / "exports/t_2.csv",
               "code;price;day;note\nlast;0,25;2024-02-01;\"\"\n\"semi;colon\";1,00;2024-02-02;x\n");
    write_file(dir_ / "model.toml",
               "[[table]]\nname = \"t\"\nfile = \"t*.csv\"\nprimary_key = [\"code\", \"price\"]\n"
               "columns = [{ name = \"code\", type = \"VARCHAR\" }, { name = \"price\", type = \"DECIMAL(18,2)\" },\n"
               "  { name = \"day\", type = \"DATE\", nullable = true }, { name = \"note\", type = \"VARCHAR\", "
               "nullable = true }]\n");
    project_.root = dir_;
    project_.source.path = dir_ / "exports";
    project_.source.dialect.delimiter = ";";
    project_.source.dialect.decimal = ',';
    target_.name = "local";
    target_.place = LocalConfig{dir_ / "warehouse.duckdb"};
    run_project(project_, target_, {}, silent_);
  }

  std::string fingerprint() const {
    return read_target_state(project_.state_dir(), "local").warehouse.tables.at("t").fingerprint;
  }

  std::string found(const std::string& code, const std::string& price) const {
    const auto row = find_export_row(project_, target_, "t", {{"Code", code}, {"price", price}}, fingerprint());
    if (!row) return "none";
    return fmt::format("{}:{}{} {}", row->file, row->line, row->changed ? " changed" : "", row->raw);
  }

  Project project_;
  Target target_;
  RunObserver silent_;
};

TEST_F(ExportRowTest, TheSameIsFoundWithMarksAndWithout) {
  const std::pair<std::string, std::string> keys[] = {
      {"C0", "0.50"}, {"C2999", "2999.50"}, {"last", "0.25"}, {"semi;colon", "1.00"}, {"C7", "8.50"}};
  std::vector<std::string> with;
  for (const auto& [code, price] : keys) with.push_back(found(code, price));
  EXPECT_EQ(with[1], "t.csv:6000 C2999;2999,50;2024-01-04;\"note 2999\nof two lines; \"\"quoted\"\"\"");
  EXPECT_EQ(with[2], "t_2.csv:2 last;0,25;2024-02-01;\"\"");
  EXPECT_EQ(with[3], "t_2.csv:3 \"semi;colon\";1,00;2024-02-02;x");
  EXPECT_EQ(with[4], "none");
  std::filesystem::remove_all(project_.records_dir("local"));
  for (std::size_t i = 0; i < with.size(); ++i) EXPECT_EQ(found(keys[i].first, keys[i].second), with[i]);
}

TEST_F(ExportRowTest, OtherSpellingsOfAKeyAreFoundByReadingAll) {
  EXPECT_THAT(found("C5", "5.5"), HasSubstr("t.csv:12 C5;5,50"));
}

TEST_F(ExportRowTest, OtherExportsAreSaidToBe) {
  write_file(dir_ / "exports/t_2.csv", "code;price;day;note\nnew;0,75;;\nlast;0,25;2024-02-01;\"\"\n");
  EXPECT_EQ(found("last", "0.25"), "t_2.csv:3 changed last;0,25;2024-02-01;\"\"");
}

TEST_F(ExportRowTest, MarksTellThePlace) {
  const auto marks = MarksFile::open(marks_path(project_.records_dir("local"), "t", fingerprint()).value());
  ASSERT_TRUE(marks);
  const auto selection = find_by_key(*marks, {"semi;colon", "1,00"}, 2);
  ASSERT_TRUE(selection);
  EXPECT_EQ(selection->records, (decltype(selection->records){{{1, 0}, {1}}}));
  EXPECT_FALSE(find_by_key(*marks, {"semi;colon", "1.00"}, 2));
}

}  // namespace
}  // namespace rox
