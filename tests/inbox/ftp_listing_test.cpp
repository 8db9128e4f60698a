#include "inbox/ftp_listing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rox {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

FtpEntry file(std::string name, std::uint64_t bytes, std::string version) { return {name, bytes, version}; }

TEST(Mlsd, SaysFactsAndThenTheName) {
  FtpEntry folder{"2026", 0, "20261101000000", true, false, false};
  FtpEntry link = file("latest.csv", 5, "20261130112234");
  link.is_plain = false;
  EXPECT_THAT(parse_mlsd("type=file;size=12;modify=20261130112233;unique=8; orders 1.csv\r\n"
                         "Type=DIR;Modify=20261101000000; 2026\r\n"
                         "type=OS.unix=slink:/x;size=5;modify=20261130112234; latest.csv\r\n"
                         "type=cdir;modify=20261101000000; .\r\n"
                         "type=pdir;modify=20261101000000; ..\r\n"),
              ElementsAre(file("orders 1.csv", 12, "20261130112233"), folder, link));
}

TEST(Mlsd, KeepsBlanksOfNames) {
  EXPECT_THAT(parse_mlsd("type=file;size=1;modify=2;  a  b \r\n"), ElementsAre(file(" a  b ", 1, "2")));
}

TEST(Mlsd, PassesOverWhatItIsNot) {
  EXPECT_THAT(parse_mlsd("total 3\r\n\r\nnonsense\r\ntype=file; \r\n"), IsEmpty());
  const auto entries = parse_mlsd("type=file;size=huge;modify=2; a\n");
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_FALSE(entries[0].sized);
}

TEST(FtpList, IsReadAsUnixWritesIt) {
  FtpEntry folder = file("out", 4096, "Nov 30 11:22");
  folder.is_folder = true;
  folder.is_plain = false;
  FtpEntry link = file("latest.csv", 9, "Nov 30 11:22");
  link.is_plain = false;
  EXPECT_THAT(
      parse_ftp_list("total 12\r\n"
                     "-rw-r--r--   1 erp      erp          1234 Nov 30 11:22 orders  1.csv\r\n"
                     "-rw-r--r--   1 erp      erp          99 Nov  3  2025  padded.csv\r\n"
                     "drwxr-xr-x   2 erp      erp          4096 Nov 30 11:22 out\r\n"
                     "lrwxrwxrwx   1 erp      erp          9 Nov 30 11:22 latest.csv -> orders.csv\r\n"),
      ElementsAre(file("orders  1.csv", 1234, "Nov 30 11:22"), file(" padded.csv", 99, "Nov 3 2025"), folder, link));
}

TEST(FtpList, IsReadAsWindowsWritesIt) {
  FtpEntry folder = file("out", 0, "11-30-26 11:22AM");
  folder.is_folder = true;
  EXPECT_THAT(parse_ftp_list("11-30-26  11:22AM       <DIR>          out\r\n"
                             "11-30-26  11:22AM                 1234 orders 1.csv\r\n"),
              ElementsAre(folder, file("orders 1.csv", 1234, "11-30-26 11:22AM")));
}

TEST(FtpList, PassesOverWhatItIsNot) {
  EXPECT_THAT(parse_ftp_list("\r\n-\r\n-rw\r\n-rw-r--r-- 1 erp erp many Nov 30 11:22 a\r\n1\r\n?x\r\n"), IsEmpty());
}

}  // namespace
}  // namespace rox
