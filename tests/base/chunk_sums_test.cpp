#include "base/chunk_sums.hpp"

#include <gtest/gtest.h>

#include <set>

#include "temp_dir.hpp"

namespace rox {
namespace {

constexpr std::uint64_t kChunk = ChunkSums::kChunk;

class ChunkSumsTest : public test::TempDirTest {
 protected:
  void write(std::uint64_t bytes) {
    std::string text(bytes, '\0');
    for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<char>(i * 31 + i / 7919);
    write_file(file_, text);
  }
  void flip(std::uint64_t at) {
    std::string text = read_file(file_);
    text.at(at) = static_cast<char>(text.at(at) ^ 1);
    write_file(file_, text);
  }

  std::filesystem::path file_ = dir_ / "f";
};

TEST_F(ChunkSumsTest, FindAnyFlippedBit) {
  for (const std::uint64_t bytes : {std::uint64_t{1}, kChunk - 1, kChunk, 3 * kChunk + 17}) {
    write(bytes);
    const ChunkSums sums = sum_chunks(file_, 2);
    EXPECT_EQ(find_damage(file_, sums, 2), std::nullopt);
    for (const std::uint64_t at : {std::uint64_t{0}, bytes / 2, bytes - 1}) {
      flip(at);
      EXPECT_EQ(find_damage(file_, sums, 2), at / kChunk * kChunk) << bytes << " " << at;
      flip(at);
    }
    EXPECT_EQ(find_damage(file_, sums, 1), std::nullopt);
  }
}

TEST_F(ChunkSumsTest, FindAFileThatWasCutOff) {
  write(2 * kChunk + 5);
  const ChunkSums sums = sum_chunks(file_, 2);
  write(2 * kChunk);
  EXPECT_EQ(find_damage(file_, sums, 2), 2 * kChunk);
  write_file(file_, "");
  EXPECT_EQ(find_damage(file_, sums, 2), 0U);
}

// Whatever is damaged is found sooner or later, though each time only a part is looked at.
TEST_F(ChunkSumsTest, ASampleIsAnotherOneForAnotherSeed) {
  write(8 * kChunk);
  const ChunkSums sums = sum_chunks(file_, 2);
  flip(5 * kChunk);
  std::size_t found = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) found += find_damage(file_, sums, 1, 2, seed).has_value() ? 1 : 0;
  EXPECT_GT(found, 5U);
  EXPECT_LT(found, 60U);
}

TEST_F(ChunkSumsTest, AreReadAsTheyWereWritten) {
  for (const std::uint64_t bytes : {std::uint64_t{0}, kChunk, 2 * kChunk + 1}) {
    write(bytes);
    const ChunkSums sums = sum_chunks(file_, 1);
    EXPECT_EQ(parse_chunk_sums(chunk_sums_text(sums)), sums);
  }
  const std::string text = chunk_sums_text(sum_chunks(file_, 1));
  for (std::size_t cut = 0; cut + 1 < text.size(); ++cut) {
    EXPECT_EQ(parse_chunk_sums(text.substr(0, cut)), std::nullopt) << cut;
  }
  EXPECT_EQ(parse_chunk_sums("rox sums 2\n1 2 0 4\n"), std::nullopt);
}

}  // namespace
}  // namespace rox
