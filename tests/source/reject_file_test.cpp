#include "source/reject_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

#include "base/error.hpp"
#include "base/file.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

class RejectFileTest : public test::TempDirTest {
 protected:
  RejectFileTest() { file_ = dir_ / "T.csv"; }

  static RejectRow some_row() {
    return {"run1", "T", "a.csv", 12, 345, 2, "Name", "x;\"y\"", "unparsable", "ação: não é", "1;\"a\r\nb\"", " 1;2 "};
  }
  /// The error of reading `text`.
  Error error_of(const std::string& text) {
    write_file(file_, text);
    try {
      read_reject_file(file_);
    } catch (const Error& error) {
      return error;
    }
    ADD_FAILURE() << "no error";
    return data_error("");
  }
  fs::path file_;
};

TEST_F(RejectFileTest, IsReadAsItWasWrittenWithAnyDelimiter) {
  for (char delimiter : {';', ',', '\t', '|'}) {
    write_file(file_, reject_file_text({some_row(), some_row()}, delimiter));
    EXPECT_THAT(read_reject_file(file_), testing::ElementsAre(some_row(), some_row())) << delimiter;
  }
  EXPECT_TRUE(read_reject_file(dir_ / "none.csv").empty());
}

TEST_F(RejectFileTest, OpensInASpreadsheet) {
  const std::string text = reject_file_text({}, ';');
  EXPECT_EQ(text, "\xEF\xBB\xBFrun;table;file;line;offset;field;column;value;code;reason;raw;mended\r\n");
}

TEST_F(RejectFileTest, IsReadAsSpreadsheetsSaveIt) {
  write_file(file_,
             "run,table,file,line,offset,field,column,value,code,reason,raw,mended\n"
             "r,T,a.csv,2,10,1,c,v,unparsable,why,1;x,1;2\n\n");
  auto rows = read_reject_file(file_);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].raw, "1;x");
  EXPECT_EQ(rows[0].mended, "1;2");
}

TEST_F(RejectFileTest, WhatIsNoRejectFileIsSaidWithItsLine) {
  const std::string head = "run;table;file;line;offset;field;column;value;code;reason;raw;mended\n";
  EXPECT_EQ(error_of("").place().line, 1U);
  EXPECT_EQ(error_of("a;b\n").kind(), ErrorKind::usage);
  EXPECT_THAT(error_of("run;table;fiel\n").what(), testing::HasSubstr("'file'"));
  EXPECT_EQ(error_of(head + "r;T;a.csv;2;10;1;c;v;unparsable;why;1;x;1;2\n").place().line, 2U);
  EXPECT_THAT(error_of(head + "r;T;a.csv;two;10;1;c;v;unparsable;why;x;y\n").what(), testing::HasSubstr("'two'"));
  EXPECT_EQ(error_of(head + "r;T;a.csv;2;10;1;c;v;unparsable;why;x;\"y\n").place().line, 2U);
  EXPECT_THAT(error_of(head + "r;T;a.csv;2;10;1;c;v;unparsable;why;x;\xE7\n").report(),
              testing::HasSubstr("CSV UTF-8"));
}

}  // namespace
}  // namespace rox
