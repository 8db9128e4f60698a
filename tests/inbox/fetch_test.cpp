#include "inbox/fetch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "base/error.hpp"
#include "base/file.hpp"
#include "inbox/arrivals.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// A far side in memory, on which something happens while it is asked.
class MemorySide final : public FarSide {
 public:
  struct Entry {
    std::string text;
    std::string version = "1";
    bool sized = true;
  };

  std::vector<FarFile> list() override {
    if (on_list) on_list(++lists);
    std::vector<FarFile> files = extra;
    for (const auto& [name, entry] : entries) {
      files.push_back({name, entry.sized ? entry.text.size() : 0, entry.version, true, entry.sized});
    }
    return files;
  }

  void read(const FarFile& file, std::uint64_t from, const Receive& receive) override {
    reads.push_back(file.name + " from " + std::to_string(from));
    const auto entry = entries.find(file.name);
    if (entry == entries.end()) throw outside_error("there is no such file");
    const std::string text = entry->second.text;
    if (on_read) on_read(file.name);
    if (cut_after > 0 && text.size() - from > cut_after) {
      receive(std::string_view(text).substr(from, cut_after));
      throw outside_error("the connection was cut").retryable();
    }
    if (from < text.size()) receive(std::string_view(text).substr(from));
  }

  void move(const std::string&, const std::string&, const std::string&) override {}
  void remove(const std::string&) override {}

  std::map<std::string, Entry> entries;
  std::vector<FarFile> extra;
  std::function<void(int number)> on_list;
  std::function<void(const std::string& name)> on_read;
  std::size_t cut_after = 0;
  std::vector<std::string> reads;
  int lists = 0;
};

class FetchTest : public testing::Test {
 protected:
  FetchTest() {
    project_.root = dir_.path();
    project_.source.path = inbox_exports(project_.root);
    project_.source.remote.emplace();
    source().scheme = "sftp";
    source().url = "sftp://h/";
    source().still_seconds = 0;
    source().connections = 1;
  }

  RemoteSource& source() { return *project_.source.remote; }
  FetchReport fetch() { return fetch_from(side_, project_, {}); }
  std::string exported(const std::string& name) const {
    const std::filesystem::path file = project_.source.path / name;
    return file_identity(file) ? read_file(file) : "(none)";
  }

  const test::TempDir dir_;
  Project project_;
  MemorySide side_;
};

TEST_F(FetchTest, BringsWhatIsNewAndOnlyThat) {
  side_.entries = {{"a.csv", {"one"}}, {"b.csv", {"two"}}};
  EXPECT_THAT(fetch().fresh, SizeIs(2));
  EXPECT_EQ(exported("a.csv"), "one");
  side_.reads.clear();
  const FetchReport again = fetch();
  EXPECT_THAT(again.fresh, IsEmpty());
  EXPECT_EQ(again.present, 2U);
  EXPECT_THAT(side_.reads, IsEmpty());
}

TEST_F(FetchTest, TakesNothingThatChangesWhileItIsRead) {
  side_.entries = {{"a.csv", {"one"}}, {"b.csv", {"two"}}};
  side_.on_read = [&](const std::string& name) {
    if (name == "a.csv") side_.entries["a.csv"] = {"other", "2"};
  };
  const FetchReport report = fetch();
  ASSERT_THAT(report.waiting, SizeIs(1));
  EXPECT_THAT(report.waiting[0].why, HasSubstr("changed while it was fetched"));
  EXPECT_EQ(exported("a.csv"), "(none)");
  EXPECT_EQ(exported("b.csv"), "two");
  side_.on_read = nullptr;
  EXPECT_THAT(fetch().fresh, SizeIs(1));
  EXPECT_EQ(exported("a.csv"), "other");
}

TEST_F(FetchTest, KeepsTheOldOneUntilTheNewOneIsWhole) {
  side_.entries = {{"a.csv", {"one"}}};
  fetch();
  side_.entries["a.csv"] = {"two and", "2"};
  side_.on_list = [&](int) { side_.entries["a.csv"].text += "!"; };
  fetch();
  EXPECT_EQ(exported("a.csv"), "one");
  side_.on_list = nullptr;
  fetch();
  EXPECT_EQ(exported("a.csv"), side_.entries["a.csv"].text);
}

TEST_F(FetchTest, PassesOverWhatVanishes) {
  side_.entries = {{"a.csv", {"one"}}, {"b.csv", {"two"}}, {"c.csv", {"three"}}};
  side_.on_list = [&](int number) {
    if (number == 2) side_.entries.erase("b.csv");
  };
  side_.on_read = [&](const std::string& name) {
    if (name == "a.csv") side_.entries.erase("c.csv");
  };
  const FetchReport report = fetch();
  EXPECT_THAT(report.fresh, SizeIs(1));
  EXPECT_THAT(report.warnings, testing::ElementsAre(HasSubstr("b.csv went away")));
  side_.on_list = nullptr;
  EXPECT_THAT(fetch().refused, IsEmpty());  // c.csv is gone, and nobody waits for it
}

TEST_F(FetchTest, ResumesWhatIsCutOffAsLongAsItMoves) {
  side_.entries = {{"a.csv", {std::string(100, 'x')}}};
  side_.cut_after = 30;
  EXPECT_THAT(fetch().fresh, SizeIs(1));
  EXPECT_THAT(side_.reads, testing::ElementsAre("a.csv from 0", "a.csv from 30", "a.csv from 60", "a.csv from 90"));
  EXPECT_EQ(exported("a.csv"), std::string(100, 'x'));
}

TEST_F(FetchTest, SaysThatTheNetworkWentAndGoesOnLater) {
  side_.entries = {{"a.csv", {"one"}}, {"b.csv", {std::string(100, 'x')}}, {"c.csv", {"three"}}};
  bool lost = false;
  side_.on_read = [&](const std::string& name) {
    lost = lost || name == "b.csv";
    if (lost) throw outside_error("no answer").retryable();
  };
  try {
    fetch();
    FAIL();
  } catch (const Error& error) {
    EXPECT_TRUE(error.can_retry());
    EXPECT_THAT(error.report(), HasSubstr("1 of 3 files are fetched"));
  }
  EXPECT_EQ(exported("a.csv"), "(none)");
  side_.on_read = nullptr;
  side_.reads.clear();
  EXPECT_THAT(fetch().fresh, SizeIs(3));
  EXPECT_THAT(side_.reads, SizeIs(2));  // not a.csv again
}

TEST_F(FetchTest, ChangesNothingWhenAListingFails) {
  source().drops_gone = true;
  side_.entries = {{"a.csv", {"one"}}};
  fetch();
  side_.on_list = [](int) { throw outside_error("permission denied"); };
  EXPECT_THROW(fetch(), Error);
  EXPECT_EQ(exported("a.csv"), "one");
}

TEST_F(FetchTest, DropsWhatIsGoneButNotAll) {
  source().drops_gone = true;
  side_.entries = {{"a.csv", {"one"}}, {"b.csv", {"two"}}};
  fetch();
  side_.entries.erase("a.csv");
  fetch();
  EXPECT_EQ(exported("a.csv"), "(none)");
  side_.entries.clear();
  EXPECT_THAT(fetch().warnings, testing::ElementsAre(HasSubstr("nothing is left there")));
  EXPECT_EQ(exported("b.csv"), "two");
}

TEST_F(FetchTest, LooksAgainWithoutWaiting) {
  source().still_seconds = 3600;
  side_.entries = {{"a.csv", {"one"}}};
  FetchOptions options;
  options.waits = false;
  EXPECT_THAT(fetch_from(side_, project_, options).waiting, SizeIs(1));
  Arrivals arrivals = read_arrivals(project_);
  ASSERT_FALSE(arrivals["a.csv"].pending->sha256.empty());  // it is here already
  arrivals["a.csv"].pending->first_seen = "2020-01-01T00:00:00.000Z";
  write_arrivals(project_, arrivals);
  side_.reads.clear();
  EXPECT_THAT(fetch_from(side_, project_, options).fresh, SizeIs(1));
  EXPECT_THAT(side_.reads, IsEmpty());
  // A clock that was put back makes nothing still.
  side_.entries["a.csv"] = {"two", "2"};
  fetch_from(side_, project_, options);
  arrivals = read_arrivals(project_);
  arrivals["a.csv"].pending->first_seen = "2100-01-01T00:00:00.000Z";
  write_arrivals(project_, arrivals);
  EXPECT_THAT(fetch_from(side_, project_, options).fresh, IsEmpty());
}

TEST_F(FetchTest, TakesFilesOfNoSizeAndTime) {
  side_.entries = {{"a.csv", {"one", "", false}}};
  EXPECT_THAT(fetch().fresh, SizeIs(1));
  EXPECT_THAT(fetch().fresh, IsEmpty());  // read again, and the same
  side_.entries["a.csv"].text = "two";
  EXPECT_THAT(fetch().fresh, SizeIs(1));
  EXPECT_EQ(exported("a.csv"), "two");
  source().max_file = 2;
  side_.entries["a.csv"].text = "three";
  EXPECT_THAT(fetch().refused, SizeIs(1));
  EXPECT_EQ(exported("a.csv"), "two");
}

TEST_F(FetchTest, RefusesWhatIsListedTwice) {
  side_.entries = {{"a.csv", {"one"}}};
  side_.extra = {{"a.csv", 5, "9"}, {"a.csv", 5, "9"}};
  const FetchReport report = fetch();
  ASSERT_THAT(report.refused, SizeIs(1));
  EXPECT_THAT(report.refused[0].why, HasSubstr("twice"));
}

}  // namespace
}  // namespace rox
