#include "inbox/mirror.hpp"

#include <gtest/gtest.h>

#include "base/error.hpp"
#include "base/file.hpp"
#include "inbox/file_sums.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

class MirrorTest : public testing::Test {
 protected:
  MirrorTest() {
    project_.root = dir_.path();
    project_.source.path = inbox_exports(project_.root);
    project_.source.remote.emplace();
  }

  /// As if it had been fetched and were complete.
  void fetch(const Mirror& mirror, const std::string& name, const std::string& text) {
    const fs::path partial = mirror.partial("sftp://h/", {name, text.size(), "1"});
    write_file(partial, text);
    Arrival arrival;
    arrival.file = name;
    arrival.sha256 = sums_of(partial).sha256;
    mirror.keep(partial, arrival.sha256);
    arrivals_[name].pending = arrival;
    take_arrival(arrivals_[name], "now");
  }

  const test::TempDir dir_;
  Project project_;
  Arrivals arrivals_;
};

TEST_F(MirrorTest, ShowsWhatIsTaken) {
  const Mirror mirror(project_);
  fetch(mirror, "a.csv", "one");
  fetch(mirror, "2026/b.csv", "one");  // the same bytes
  mirror.show(arrivals_);
  EXPECT_EQ(read_file(project_.source.path / "a.csv"), "one");
  EXPECT_EQ(read_file(project_.source.path / "2026/b.csv"), "one");

  fetch(mirror, "a.csv", "two");
  arrivals_["2026/b.csv"].taken.reset();
  mirror.show(arrivals_);
  EXPECT_EQ(read_file(project_.source.path / "a.csv"), "two");
  EXPECT_FALSE(fs::exists(project_.source.path / "2026"));
}

TEST_F(MirrorTest, RemovesWhatNobodyNames) {
  const Mirror mirror(project_);
  fetch(mirror, "a.csv", "one");
  fetch(mirror, "a.csv", "two");
  const fs::path cut = mirror.partial("sftp://h/", {"b.csv", 9, "1"});
  const fs::path old = mirror.partial("sftp://h/", {"b.csv", 9, "0"});
  write_file(cut, "par");
  write_file(old, "par");
  Arrival pending;
  pending.file = "b.csv";
  pending.bytes = 9;
  pending.version = "1";
  arrivals_["b.csv"].pending = pending;
  mirror.tidy(arrivals_, "sftp://h/");
  EXPECT_FALSE(mirror.has(arrivals_["a.csv"].replaced.front().sha256));
  EXPECT_TRUE(mirror.has(arrivals_["a.csv"].taken->sha256));
  EXPECT_TRUE(fs::exists(cut));
  EXPECT_FALSE(fs::exists(old));
}

TEST_F(MirrorTest, IsNotShownAnewWhileARunReads) {
  const Mirror mirror(project_);
  fetch(mirror, "a.csv", "one");
  {
    const FileLock run(project_.state_dir() / "lock", "a run", std::chrono::milliseconds(0));
    EXPECT_FALSE(show_arrivals(project_, mirror, arrivals_, std::chrono::milliseconds(0)));
    EXPECT_FALSE(fs::exists(project_.source.path / "a.csv"));
  }
  EXPECT_TRUE(show_arrivals(project_, mirror, arrivals_, std::chrono::milliseconds(0)));
  EXPECT_TRUE(fs::exists(project_.source.path / "a.csv"));
}

TEST_F(MirrorTest, RemembersArrivals) {
  EXPECT_TRUE(read_arrivals(project_).empty());
  const Mirror mirror(project_);
  fetch(mirror, "a.csv", "one");
  fetch(mirror, "a.csv", "two");
  Arrival pending;
  pending.file = "a.csv";
  pending.state = ArrivalState::refused;
  pending.why = "it is too large";
  pending.gone = true;
  arrivals_["a.csv"].pending = pending;
  write_arrivals(project_, arrivals_);
  EXPECT_EQ(list_arrivals(read_arrivals(project_)), list_arrivals(arrivals_));
  EXPECT_EQ(list_arrivals(arrivals_).size(), 3U);
}

TEST_F(MirrorTest, IsLedNowhereByAForgedAccount) {
  const Mirror mirror(project_);
  fetch(mirror, "a.csv", "one");
  const std::string sum = arrivals_["a.csv"].taken->sha256;
  for (const auto& [from, to] : {std::pair<std::string, std::string>{"\"a.csv\"", "\"../../a.csv\""},
                                 {"\"" + sum + "\"", "\"../../arrivals.json\""},
                                 {"\"taken\"", "\"stolen\""}}) {
    write_arrivals(project_, arrivals_);
    const fs::path file = project_.inbox_dir() / "arrivals.json";
    std::string text = read_file(file);
    ASSERT_NE(text.find(from), std::string::npos) << from;
    text.replace(text.rfind(from), from.size(), to);
    write_file(file, text);
    EXPECT_THROW(read_arrivals(project_), Error) << to;
  }
}

}  // namespace
}  // namespace rox
