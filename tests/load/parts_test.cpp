#include "load/parts.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.hpp"
#include "base/file.hpp"
#include "engine/result/cells.hpp"
#include "ledger/accounts.hpp"
#include "load/left_out.hpp"
#include "load/loader.hpp"
#include "model/model_file.hpp"
#include "source/reject_file.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kProject =
    "[source]\npath = \"exports\"\ndelimiter = \";\"\ndecimal = \",\"\nmax_rejects = 100\n";
constexpr const char* kModel = R"toml(
[[table]]
name = "Customer"
file = "Customer.csv"
primary_key = ["ID"]
columns = [
  { name = "ID", type = "INTEGER", nullable = false },
]
[[table]]
name = "Sale"
file = "Sale_*.csv"
primary_key = ["ID"]
columns = [
  { name = "ID", type = "INTEGER", nullable = false },
  { name = "Customer", type = "INTEGER" },
  { name = "Amount", type = "DECIMAL(9,2)", group = "." },
  { name = "Guid", type = "UUID" },
  { name = "Note", type = "VARCHAR(40)" },
]
relations = [
  { columns = ["Customer"], references = "Customer", parent_columns = ["ID"], enforce = true },
]
)toml";
constexpr const char* kGuid = "2b5e2a8e-6d2d-4cf6-9d93-52fdd8a2f8a1";

class Parts : public testing::Test {
 protected:
  Parts() {
    write_file(dir_.path() / "rox.toml", kProject);
    write_file(dir_.path() / "model.toml", kModel);
    std::filesystem::create_directory(dir_.path() / "exports");
    write_file(dir_.path() / "exports/Customer.csv", "ID\n1\n2\n");
    const std::string guid = kGuid;
    write_file(dir_.path() / "exports/Sale_1.csv",
               "ID;Customer;Amount;Guid;Note\n1;1;10,50;" + guid + ";\n2;2;x;" + guid + ";\n3;9;1,00;" + guid + ";\n");
    write_file(dir_.path() / "exports/Sale_2.csv",
               "ID;Customer;Amount;Guid;Note\n1;2;99,00;" + guid + ";\n4;;0,25;;\n");
    project_ = read_project(dir_.path());
    model_ = read_model(project_.model_file());
  }

  struct Outcome {
    std::vector<std::string> sales;
    std::vector<std::string> rejects;
    std::vector<std::string> files;
    std::size_t left_out = 0;
    std::size_t parts = 0;
    std::string how;
  };

  /// Both tables, and their relation, read here or in parts of about so many bytes.
  Outcome load(std::uint64_t part_bytes) {
    const bool in_parts = part_bytes > 0;
    HashCache hashes;
    const LoadInputs inputs = find_all_inputs(project_, model_, hashes);
    DuckDbOptions options;
    options.folders = {dir_.path()};
    DuckDbConnection connection = DuckDbDatabase("", options).connect();
    create_accounts(connection);
    Loader loads(project_, model_, inputs, "run", 0);
    loads.work_on(connection);
    if (in_parts) {
      loads.read_elsewhere([&](const TableExports& exports) { return read(exports, inputs, part_bytes); });
    }
    loads.load("Customer");
    loads.load("Sale");
    loads.enforce({"Customer", "Sale"});
    Outcome outcome;
    outcome.sales = rows(connection, "SELECT concat_ws('|', *COLUMNS(*)) FROM Sale ORDER BY 1");
    outcome.rejects =
        rows(connection,
             "SELECT concat_ws('|', file, line, \"column\", value, code, reason, raw) FROM rox.rejects ORDER BY 1");
    for (const FileCounts& file : loads.done().at("Sale").files) {
      outcome.files.push_back(fmt::format("{} {} {} {} {} {} {} {}", file.file, file.bytes, file.records, file.rows,
                                          file.rejects, file.mended, file.blank_lines, file.repeated_headers));
    }
    outcome.how = loads.done().at("Sale").how;
    if (in_parts) {
      outcome.parts = parts_of(connection, "Sale").size();
      outcome.left_out = rows(connection, left_out_rows(connection, "Sale")).size();
      EXPECT_THAT(left_out_rows(connection, "Customer"), IsEmpty());
    } else {
      EXPECT_THAT(parts_of(connection, "Sale"), IsEmpty());
    }
    last_rejects_ = read_reject_rows(connection, "Sale");
    return outcome;
  }

  /// A folder for each part, as tasks would make them.
  ReadParts read(const TableExports& exports, const LoadInputs& inputs, std::uint64_t part_bytes) {
    const Dialect& dialect = project_.source.dialect;
    const std::filesystem::path folder = dir_.path() / "parts" / exports.table->name;
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    std::vector<ExportPart> parts = divide_exports(exports, dialect, part_bytes, folder);
    for (const ExportPart& part : parts) read_part(project_, model_, exports.table->name, part);
    const std::vector<ExportPart> again = settle_parts(exports, inputs, dialect, parts);
    for (const ExportPart& part : again) read_part(project_, model_, exports.table->name, part);
    if (!again.empty()) {
      EXPECT_THAT(settle_parts(exports, inputs, dialect, parts), IsEmpty());
    }
    return collect_parts(exports, parts);
  }

  static std::vector<std::string> rows(DuckDbConnection& connection, const std::string& sql) {
    std::vector<std::string> texts;
    const auto rows = connection.query(sql);
    while (rows->next()) {
      for (std::size_t row = 0; row < rows->rows(); ++row) texts.push_back(text_at(*rows, 0, row));
    }
    return texts;
  }

  test::TempDir dir_;
  Project project_;
  Model model_;
  std::vector<Reject> last_rejects_;
};

TEST_F(Parts, AreAsOneLoad) {
  const Outcome here = load(0);
  const Outcome parts = load(std::filesystem::file_size(dir_.path() / "exports/Sale_1.csv"));
  EXPECT_THAT(here.sales, ElementsAre(std::string("1|1|10.50|") + kGuid, "4|0.25"));
  EXPECT_THAT(here.rejects, SizeIs(3));  // no number, an orphan, a repeated key
  EXPECT_EQ(parts.sales, here.sales);
  EXPECT_EQ(parts.rejects, here.rejects);
  EXPECT_EQ(parts.files, here.files);
  EXPECT_EQ(parts.left_out, 2U);
  EXPECT_EQ(parts.how, "read in 2 parts");
}

/// Sales of which each third has a note of several lines, and some are bad; the header stands there twice.
std::string many_sales() {
  std::string text =
      "\xEF\xBB\xBF"
      "ID;Customer;Amount;Guid;Note\r\n";
  for (int id = 1; id <= 300; ++id) {
    const bool is_bad = id % 40 == 0;
    text += fmt::format("{};{};{};{};{}\r\n", id % 90 == 0 ? 7 : id, id % 50 == 0 ? 9 : 1 + id % 2,
                        is_bad ? "none" : "1.234,50", kGuid,
                        id % 3 > 0     ? "short"
                        : id % 33 == 0 ? "\"open"
                                       : "\"one;\r\n\r\n1;2;3,0;;\nfour\"");
    if (id % 70 == 0) text += "\r\n";
    if (id == 200) text += "ID;Customer;Amount;Guid;Note\r\n";
  }
  text.resize(text.size() - 2);
  return text;
}

TEST_F(Parts, OfALargeFileAreRanges) {
  write_file(dir_.path() / "exports/Sale_1.csv", many_sales());
  const Outcome here = load(0);
  EXPECT_GT(here.sales.size(), 250U);
  EXPECT_GT(here.rejects.size(), 20U);
  for (const std::uint64_t bytes : {997U, 4001U}) {
    const Outcome parts = load(bytes);
    EXPECT_EQ(parts.sales, here.sales);
    EXPECT_EQ(parts.rejects, here.rejects);
    EXPECT_EQ(parts.files, here.files);
    EXPECT_GT(parts.parts, 15'000 / bytes);
  }
  EXPECT_THAT(load(997).how, HasSubstr("of them twice"));
}

/// Mends are of lines, which are known once all ranges are read.
TEST_F(Parts, HaveTheMendsOfTheirRecords) {
  write_file(dir_.path() / "exports/Sale_1.csv", many_sales());
  load(0);
  std::vector<RejectRow> mends;
  for (const Reject& reject : last_rejects_) {
    if (reject.code != RejectCode::unterminated_quote || mends.size() == 3) continue;
    mends.push_back(to_row(reject, "run"));
    mends.back().mended.replace(mends.back().mended.find("\"open"), 5, "open\"");
  }
  ASSERT_THAT(mends, SizeIs(3));
  std::filesystem::create_directory(project_.mends_dir());
  write_file(project_.mend_file("Sale"), reject_file_text(mends, ';'));
  const Outcome here = load(0);
  const Outcome parts = load(1000);
  EXPECT_EQ(parts.sales, here.sales);
  EXPECT_EQ(parts.rejects, here.rejects);
  EXPECT_EQ(parts.files, here.files);
  EXPECT_THAT(here.files, Contains(HasSubstr(" 3 ")));
}

TEST_F(Parts, OfALargeFileThatIsAStreamAreTheWholeFile) {
  std::string model = kModel;
  model.replace(
      model.find("primary_key = [\"ID\"]\ncolumns = [\n  { name = \"ID\", type = \"INTEGER\", nullable = false },\n  "
                 "{ name = \"Customer\""),
      0, "dialect = { comment = \"#\" }\n");
  write_file(project_.model_file(), model);
  model_ = read_model(project_.model_file());
  const Outcome here = load(0);
  const Outcome parts = load(20);
  EXPECT_EQ(parts.parts, 2U);
  EXPECT_EQ(parts.sales, here.sales);
  EXPECT_EQ(parts.rejects, here.rejects);
  HashCache hashes;
  const LoadInputs inputs = find_all_inputs(project_, model_, hashes);
  EXPECT_THAT(undivided(inputs.exports_of("Sale"), project_.source.dialect, 20),
              ElementsAre("Sale_1.csv", "Sale_2.csv"));
  EXPECT_THAT(undivided(inputs.exports_of("Customer"), project_.source.dialect, 5), IsEmpty());
  ExportPart part{{"Sale_1.csv"}, RangeToRead{0, 20, {}}, dir_.path() / "part", 0};
  EXPECT_THROW(read_part(project_, model_, "Sale", part), Error);
}

TEST_F(Parts, SayWhichExportIsNotThere) {
  try {
    read_part(project_, model_, "Sale", {{"Sale_3.csv"}, {}, dir_.path() / "part", 0});
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("Sale_3.csv"));
  }
}

}  // namespace
}  // namespace rox
