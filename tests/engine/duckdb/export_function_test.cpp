#include "engine/duckdb/export_function.hpp"

#include <gmock/gmock.h>

#include "source/scan_support.hpp"

namespace rox {
namespace {

using test::CollectedRejects;
using test::ExportDir;

// One table over one file.
class OneTable final : public ExportTables {
 public:
  OneTable(Table table, ExportFile file) : table_(std::move(table)), file_(std::move(file)) {
    dialect_.delimiter = ';';
    dialect_.decimal = ',';
    dialect_.null_words = {"NULL"};
  }
  const Table& table(std::string_view name) override {
    if (name != table_.name) throw usage_error("no table '" + std::string(name) + "'").hint("there is T");
    return table_;
  }
  std::shared_ptr<TableScan> open(const Table& table, std::vector<ScanColumn> columns) override {
    ScanOptions options;
    options.columns = std::move(columns);
    options.block_bytes = 64;
    return std::make_shared<TableScan>(table, std::vector{file_}, dialect_, options, rejects);
  }
  CollectedRejects rejects;

 private:
  Table table_;
  ExportFile file_;
  Dialect dialect_;
};

Table all_types() {
  auto column = [](const char* name, Type type) { return test::make_column(name, type); };
  Table table;
  table.name = "T";
  table.columns = {column("b", {TypeKind::boolean}),
                   column("s", {TypeKind::smallint}),
                   column("i", {TypeKind::integer}),
                   column("l", {TypeKind::bigint}),
                   column("d4", {TypeKind::decimal, 4, 2}),
                   column("d9", {TypeKind::decimal, 9, 2}),
                   column("d18", {TypeKind::decimal, 18, 4}),
                   column("d38", {TypeKind::decimal, 38, 6}),
                   column("day", {TypeKind::date}),
                   column("at", {TypeKind::timestamp}),
                   column("u", {TypeKind::uuid}),
                   column("t", {TypeKind::varchar})};
  return table;
}

std::string rows_of(Engine& engine, std::string_view sql) {
  std::string text;
  auto result = engine.query(sql);
  while (result->next()) {
    for (std::size_t r = 0; r < result->rows(); ++r) {
      for (std::size_t c = 0; c < result->columns().size(); ++c) {
        if (c > 0) text += '|';
        if (result->is_null(c, r)) {
          text += "NULL";
        } else {
          result->text(c, r, text);
        }
      }
      text += '\n';
    }
  }
  return text;
}

class ReadExport : public testing::Test {
 protected:
  ReadExport() : connection_(DuckDbDatabase("", {}).connect()) {}

  void use(Table table, std::string_view text) {
    catalog_ = std::make_shared<OneTable>(std::move(table), dir_.write("t.csv", text));
    register_read_export(connection_, catalog_);
  }

  ExportDir dir_;
  DuckDbConnection connection_;
  std::shared_ptr<OneTable> catalog_;
};

TEST_F(ReadExport, GivesEveryTypeExactly) {
  use(all_types(),
      "b;s;i;l;d4;d9;d18;d38;day;at;u;t\n"
      "1;-32768;2147483647;-9223372036854775808;-99,99;1234567,89;12345678901234,5678;"
      "-12345678901234567890123456789012,345678;2012-02-29;2014-02-08 10:01:36.827;"
      "694215B7-08F7-4C0D-ACB1-D734BA44C0C8;a text longer than twelve bytes\n"
      "NULL;NULL;NULL;NULL;NULL;NULL;NULL;NULL;NULL;NULL;NULL;NULL\n");
  EXPECT_EQ(rows_of(connection_, "SELECT * EXCLUDE (rox_file, rox_line, rox_offset, rox_raw) FROM read_export('T')"),
            "true|-32768|2147483647|-9223372036854775808|-99.99|1234567.89|12345678901234.5678|"
            "-12345678901234567890123456789012.345678|2012-02-29|2014-02-08 10:01:36.827|"
            "694215b7-08f7-4c0d-acb1-d734ba44c0c8|a text longer than twelve bytes\n"
            "NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL\n");
}

TEST_F(ReadExport, CountsWithoutReadingAColumn) {
  std::string text = "a;b\n";
  for (int i = 0; i < 5000; ++i) text += std::to_string(i) + ";x\n";
  use(test::text_table(2), text);
  EXPECT_EQ(query_integer(connection_, "SELECT count(*) FROM read_export('T')"), 5000);
  EXPECT_EQ(query_integer(connection_, "SELECT max(rox_line) FROM read_export('T')"), 5001);
  EXPECT_EQ(rows_of(connection_, "SELECT rox_file, rox_raw FROM read_export('T') WHERE a = '17'"), "t.csv|17;x\n");
}

TEST_F(ReadExport, PassesRejectsOn) {
  use(all_types(), "b;s;i;l;d4;d9;d18;d38;day;at;u;t\n0;70000;1;1;1;1;1;1;NULL;NULL;NULL;x\n");
  EXPECT_EQ(rows_of(connection_, "SELECT s FROM read_export('T')"), "");
  ASSERT_EQ(catalog_->rejects.rejects.size(), 1U);
  EXPECT_EQ(catalog_->rejects.rejects[0].code, RejectCode::out_of_range);
  EXPECT_EQ(catalog_->rejects.rejects[0].column, "s");
}

TEST_F(ReadExport, CarriesErrorsThroughDuckDb) {
  use(test::text_table(2), "a;b\n1;2\n");
  try {
    connection_.query("SELECT * FROM read_export('nope')");
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "no table 'nope'");
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_EQ(error.hint_text(), "there is T");
  }
  std::filesystem::resize_file(dir_.path() / "t.csv", 2);
  try {
    rows_of(connection_, "SELECT a FROM read_export('T')");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::data);
    EXPECT_THAT(error.what(), testing::HasSubstr("shrank"));
  }
}

}  // namespace
}  // namespace rox
