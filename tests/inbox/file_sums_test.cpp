#include "inbox/file_sums.hpp"

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "base/hash.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

TEST(FileSums, AreThoseOfTheTools) {
  const test::TempDir dir;
  write_file(dir.path() / "a", "abc");
  const FileSums sums = sums_of(dir.path() / "a", "md5");
  EXPECT_EQ(sums.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sums.asked, "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_EQ(sums.xxh3, hash_text("abc"));
  EXPECT_EQ(sums_of(dir.path() / "a", "sha256").asked, sums.sha256);
}

TEST(FileSums, AreFoundInCompanions) {
  const std::string sum = "900150983cd24fb0d6963f7d28e17f72";
  for (const std::string& text : {sum, sum + "  orders.csv\n", sum + " *orders.csv", "MD5 (orders.csv) = " + sum + "\n",
                                  "\\" + sum + "  a\\nb", std::string("900150983CD24FB0D6963F7D28E17F72\r\n")}) {
    EXPECT_EQ(sum_in(text, 32), sum) << text;
  }
  for (const std::string& text : {std::string(), std::string("abc"), sum + "0", "x" + sum, sum + "g"}) {
    EXPECT_EQ(sum_in(text, 32), "") << text;
  }
}

}  // namespace
}  // namespace rox
