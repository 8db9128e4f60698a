#include "run/export_reading.hpp"

#include <gmock/gmock.h>

#include <filesystem>

#include "source/scan_support.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

using testing::StartsWith;

// Rows of the exports may be in there.
TEST(ExportReading, SpillsWhereNobodyElseCanLook) {
  const test::ExportDir exports;
  exports.write("t.csv", "a\nx\n");
  const test::TempDir root;
  Project project;
  project.root = root.path();
  project.source.path = exports.path();
  Target target;
  target.name = "local";
  const Model model{{test::text_table(1)}};
  fs::path spill;
  {
    ExportReading reading(project, target, model, {});
    auto rows = reading.connection().query("SELECT current_setting('temp_directory')");
    ASSERT_TRUE(rows->next());
    std::string text;
    rows->text(0, 0, text);
    spill = text;
    EXPECT_THAT(spill.filename().string(), StartsWith("rox-tmp-reading-"));
    EXPECT_EQ(fs::status(spill).permissions(), fs::perms::owner_all);
    EXPECT_EQ(reading.load("T").files.size(), 1U);
  }
  EXPECT_FALSE(fs::exists(spill));
}

}  // namespace
}  // namespace rox
