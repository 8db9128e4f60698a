#include "inbox/loaded_files.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

ReadFile loaded(const std::string& file, const std::string& hash, const std::string& run) {
  ReadFile read{run, hash, {}};
  read.counts.file = file;
  return read;
}

Arrival arrival(const std::string& file, const std::string& hash) {
  Arrival arrival;
  arrival.file = file;
  arrival.xxh3 = hash;
  return arrival;
}

TEST(LoadedFiles, KnowsTheRunByNameAndBytes) {
  const LoadedFiles files(
      {loaded("a.csv", "1", "r1"), loaded("b.zip!x.csv", "2", "r2"), loaded("b.zip.csv", "3", "r3")});
  EXPECT_EQ(files.run_of(arrival("a.csv", "1")), "r1");
  EXPECT_EQ(files.run_of(arrival("b.zip", "2")), "r2");
  EXPECT_EQ(files.run_of(arrival("b.zip", "3")), "");
  EXPECT_EQ(files.run_of(arrival("a.csv", "2")), "");
  EXPECT_EQ(files.run_of(arrival("c.csv", "1")), "");
}

}  // namespace
}  // namespace rox
