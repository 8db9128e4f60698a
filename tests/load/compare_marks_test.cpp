// What changed between two exports, by their marks, against bags of the same marks.
#include "load/compare_marks.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <random>

#include "temp_dir.hpp"

namespace rox {
namespace {

using Sequence = std::vector<RecordMark>;

class CompareMarksTest : public testing::Test {
 protected:
  /// A file of marks with these exports, in pieces of `piece` marks.
  MarksFile file_of(const std::map<std::string, Sequence>& exports, std::size_t piece) {
    const auto path = dir_.path() / fmt::format("{}.marks", ++number_);
    MarksWriter writer(path, exports.size());
    MarkedTable table;
    std::size_t file = 0;
    for (const auto& [name, marks] : exports) {
      table.exports.push_back({name, fmt::format("hash of {}", number_), "map", 0, {}});
      std::size_t index = 0;
      for (std::size_t begin = 0; begin < marks.size(); begin += piece, ++index) {
        const std::span<const RecordMark> some(marks.data() + begin, std::min(piece, marks.size() - begin));
        writer.add({file, index, {begin * 10, begin}, some, 0, false});
      }
      ++file;
    }
    writer.commit(std::move(table));
    return MarksFile::open(path).value();
  }

  /// Compares, and holds the difference against bags.
  void expect_bags(const std::map<std::string, Sequence>& before, const std::map<std::string, Sequence>& now,
                   std::size_t piece = 5) {
    const MarksFile new_file = file_of(now, piece);
    const auto found = compare_marks(file_of(before, piece + 2), new_file, 1'000'000);
    ASSERT_TRUE(found);
    std::map<RecordMark, int> bag;
    for (const auto& [name, marks] : now) {
      for (const RecordMark& mark : marks) ++bag[mark];
    }
    for (const auto& [name, marks] : before) {
      for (const RecordMark& mark : marks) --bag[mark];
    }
    for (const RecordMark& mark : found->removed) ++bag[mark];
    for (const AddedRecord& record : found->added) {
      --bag[record.mark];
      const auto& [name, marks] = *std::next(now.begin(), record.place.file);
      const MarkedPiece& in = new_file.table().exports[record.place.file].pieces[record.place.piece];
      EXPECT_EQ(marks.at(in.index * piece + record.place.record), record.mark) << name;
    }
    for (const auto& [mark, count] : bag) EXPECT_EQ(count, 0) << mark.key;
    // Nothing is in both.
    for (const AddedRecord& record : found->added) {
      EXPECT_FALSE(std::binary_search(found->removed.begin(), found->removed.end(), record.mark));
    }
  }

  test::TempDir dir_;
  int number_ = 0;
};

Sequence numbers(std::uint64_t from, std::uint64_t to) {
  Sequence marks;
  for (; from < to; ++from) marks.push_back({from, from * from});
  return marks;
}

TEST_F(CompareMarksTest, FindsWhatWasAppendedRemovedAndChanged) {
  Sequence now = numbers(0, 100);
  now[50].record = 7;
  now.erase(now.begin() + 20);
  now.push_back({1000, 1});
  const auto found = compare_marks(file_of({{"t", numbers(0, 100)}}, 8), file_of({{"t", now}}, 8), 10);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->removed, (Sequence{{20, 400}, {50, 2500}}));
  ASSERT_EQ(found->added.size(), 2U);
  EXPECT_EQ(found->added[0].mark, (RecordMark{50, 7}));
  EXPECT_EQ(found->added[1].mark, (RecordMark{1000, 1}));
}

TEST_F(CompareMarksTest, MovedRecordsAndFilesAreNoChange) {
  Sequence reversed = numbers(0, 300);
  std::reverse(reversed.begin(), reversed.end());
  const auto found = compare_marks(file_of({{"a", numbers(0, 300)}, {"b", numbers(300, 310)}}, 16),
                                   file_of({{"c", reversed}, {"d", numbers(300, 310)}}, 16), 10'000);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->removed.empty());
  EXPECT_TRUE(found->added.empty());
}

TEST_F(CompareMarksTest, ManyNewRecordsBeforeAllOthersCostNoMemory) {
  Sequence now = numbers(10'000, 12'000);
  const Sequence old = numbers(0, 5'000);
  now.insert(now.end(), old.begin(), old.end());
  const auto found = compare_marks(file_of({{"t", old}}, 64), file_of({{"t", now}}, 64), 2'100);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->added.size(), 2'000U);
  EXPECT_TRUE(found->removed.empty());
}

TEST_F(CompareMarksTest, MoreThanFitsIntoMemoryIsGivenUp) {
  EXPECT_FALSE(compare_marks(file_of({{"t", numbers(0, 50)}}, 8), file_of({{"t", numbers(100, 150)}}, 8), 60));
}

TEST_F(CompareMarksTest, RandomEditsAreFoundAsBags) {
  std::mt19937 random(20);
  for (int round = 0; round < 300; ++round) {
    std::map<std::string, Sequence> before;
    for (const char* name : {"a", "b", "c"}) {
      if (random() % 4 == 0) continue;
      Sequence& marks = before[name];
      for (std::size_t i = random() % 200; i > 0; --i) marks.push_back({random() % 40, random() % 3});
    }
    std::map<std::string, Sequence> now = before;
    for (auto& [name, marks] : now) {
      for (std::size_t edits = random() % 12; edits > 0; --edits) {
        const std::size_t at = marks.empty() ? 0 : random() % marks.size();
        switch (random() % 5) {
          case 0: marks.insert(marks.begin() + static_cast<std::ptrdiff_t>(at), {random() % 60, random() % 3}); break;
          case 1:
            if (!marks.empty()) marks.erase(marks.begin() + static_cast<std::ptrdiff_t>(at));
            break;
          case 2:
            if (!marks.empty()) marks[at].record = random();
            break;
          case 3: std::rotate(marks.begin(), marks.begin() + static_cast<std::ptrdiff_t>(at), marks.end()); break;
          default: std::reverse(marks.begin(), marks.begin() + static_cast<std::ptrdiff_t>(at)); break;
        }
      }
    }
    if (random() % 5 == 0) now.erase("b");
    if (random() % 5 == 0) now["d"] = numbers(0, random() % 30);
    expect_bags(before, now, 1 + random() % 50);
  }
}

TEST_F(CompareMarksTest, DamagedMarksAreNotBelieved) {
  const auto path = dir_.path() / "damaged.marks";
  {
    MarksWriter writer(path, 1);
    const Sequence marks = numbers(0, 10);
    writer.add({0, 0, {}, marks, 0, false});
    writer.commit({"recipe", false, 0, {{"t", "hash", "map", 0, {}}}});
  }
  ASSERT_TRUE(MarksFile::open(path));
  {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(20);
    file.put('!');
  }
  const MarksFile damaged = MarksFile::open(path).value();
  EXPECT_FALSE(compare_marks(damaged, file_of({{"t", numbers(0, 11)}}, 8), 100));
  std::filesystem::resize_file(path, std::filesystem::file_size(path) - 1);
  EXPECT_FALSE(MarksFile::open(path));
  EXPECT_FALSE(MarksFile::open(dir_.path() / "none.marks"));
}

}  // namespace
}  // namespace rox
