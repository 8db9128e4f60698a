// Workbooks as rox's own reader finds them.
#include "engine/result/workbook_writer.hpp"

#include <gmock/gmock.h>

#include "base/error.hpp"
#include "base/file.hpp"
#include "source/workbook/workbook.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

class WorkbookWriterTest : public test::TempDirTest {
 protected:
  const std::filesystem::path file_ = dir_ / "book.xlsx";

  ExportFile written() const {
    ExportFile file{file_, "book.xlsx"};
    const auto identity = file_identity(file_);
    file.bytes = file.archive_bytes = identity->bytes;
    file.modified_ns = identity->modified_ns;
    file.inode = identity->inode;
    return file;
  }

  std::vector<std::string> sheet_names() const {
    std::vector<std::string> names;
    for (const WorkbookSheet& sheet : open_workbook(written())->sheets) names.push_back(sheet.name);
    return names;
  }
};

TEST_F(WorkbookWriterTest, SheetsHaveNamesThatSpreadsheetsTake) {
  WorkbookWriter book(file_, dir_);
  for (const char* name : {"Sales", "sales", "a/b:c?", "", "'quoted'", "Vendas por região e por canal de venda",
                           "Vendas por região e por canal de compra"}) {
    book.begin_sheet(name);
    book.add_line(name);
  }
  book.close();
  EXPECT_THAT(sheet_names(), ElementsAre("Sales", "sales 2", "a_b_c_", "Sheet", "quoted",
                                         "Vendas por região e por canal d", "Vendas por região e por canal 2"));
}

TEST_F(WorkbookWriterTest, RefusesWhatNoCellHolds) {
  WorkbookWriter book(file_, dir_);
  book.begin_sheet("rows");
  book.begin_table({{"id", "BIGINT", ResultKind::integer}, {"note", "VARCHAR", ResultKind::text}});
  book.add_row({"1", std::string(32767, 'x')});
  EXPECT_THAT(
      [&] {
        book.add_row({"2", std::string(32768, 'x')});
      },
      ThrowsMessage<Error>(HasSubstr("row 3, note: a text of 32768 characters")));
  // Two units of UTF-16 each.
  std::string bicycles;
  for (int i = 0; i < 16384; ++i) bicycles += "🚲";
  EXPECT_THAT([&] { book.add_row({"2", bicycles}); }, ThrowsMessage<Error>(HasSubstr("32768 characters")));
  EXPECT_THAT([&] { book.add_row({"2", std::string("a\0b", 3)}); }, ThrowsMessage<Error>(HasSubstr("row 3, note")));
  EXPECT_THAT([&] { book.begin_table(std::vector<ResultColumn>(16385)); },
              ThrowsMessage<Error>(HasSubstr("16385 columns")));
}

TEST_F(WorkbookWriterTest, IsNoFileUntilItIsClosed) {
  {
    WorkbookWriter book(file_, dir_);
    book.begin_sheet("rows");
    book.add_title("a");
  }
  EXPECT_FALSE(std::filesystem::exists(file_));
  WorkbookWriter nowhere(dir_ / "nowhere" / "book.xlsx", dir_);
  nowhere.begin_sheet("rows");
  EXPECT_THAT([&] { nowhere.close(); }, ThrowsMessage<Error>(HasSubstr("nowhere/book.xlsx")));
}

}  // namespace
}  // namespace rox
