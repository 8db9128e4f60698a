#include "build/mart_columns.hpp"

#include <gmock/gmock.h>

#include "base/file.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using testing::ElementsAre;
using testing::Pair;
using testing::UnorderedElementsAre;

Table table_of(const std::string& name, const std::vector<std::string>& columns) {
  Table table;
  table.name = name;
  for (const std::string& column : columns) {
    Column of;
    of.name = column;
    of.type.kind = TypeKind::integer;
    table.columns.push_back(of);
  }
  return table;
}

TEST(ColumnsOfMarts, AreThoseThatTheirSelectsRead) {
  const test::TempDir dir;
  write_file(dir.path() / "sold.sql",
             "SELECT s.Id, p.Price * s.Quantity AS Amount FROM Sale s JOIN Product p ON p.Code = s.Code");
  write_file(dir.path() / "total.sql", "SELECT SUM(Amount) AS Total FROM sold");
  write_file(dir.path() / "lucky.sql", "SELECT Id FROM Sale WHERE random() < 0.5");
  write_file(dir.path() / "theirs.sql", "SELECT no_such_function(Id) AS n FROM Sale");
  write_file(dir.path() / "after_theirs.sql", "SELECT n FROM theirs");
  const Model model{
      {table_of("Sale", {"Id", "Code", "Quantity", "Note"}), table_of("Product", {"Code", "Price", "Name"})}};
  const auto columns = columns_of_marts(model, read_marts(dir.path(), model));
  EXPECT_THAT(columns, UnorderedElementsAre(
                           Pair("sold", UnorderedElementsAre(Pair("Sale", ElementsAre("Code", "Id", "Quantity")),
                                                             Pair("Product", ElementsAre("Code", "Price")))),
                           Pair("total", ElementsAre(Pair("sold", ElementsAre("Amount"))))));
}

}  // namespace
}  // namespace rox
