#include "load/parts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.hpp"
#include "base/file.hpp"
#include "engine/result/cells.hpp"
#include "ledger/accounts.hpp"
#include "load/left_out.hpp"
#include "load/loader.hpp"
#include "model/model_file.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

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
  { name = "Amount", type = "DECIMAL(9,2)" },
  { name = "Guid", type = "UUID" },
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
               "ID;Customer;Amount;Guid\n1;1;10,50;" + guid + "\n2;2;x;" + guid + "\n3;9;1,00;" + guid + "\n");
    write_file(dir_.path() / "exports/Sale_2.csv", "ID;Customer;Amount;Guid\n1;2;99,00;" + guid + "\n4;;0,25;\n");
    project_ = read_project(dir_.path());
    model_ = read_model(project_.model_file());
  }

  struct Outcome {
    std::vector<std::string> sales;
    std::vector<std::string> rejects;
    std::vector<std::string> files;
    std::size_t left_out = 0;
  };

  /// Both tables, and their relation, read here or in parts.
  Outcome load(bool in_parts) {
    HashCache hashes;
    const LoadInputs inputs = find_all_inputs(project_, model_, hashes);
    DuckDbOptions options;
    options.folders = {dir_.path()};
    DuckDbConnection connection = DuckDbDatabase("", options).connect();
    create_accounts(connection);
    Loader loads(project_, model_, inputs, "run", 0);
    loads.work_on(connection);
    if (in_parts) loads.read_elsewhere([&](const TableExports& exports) { return read(exports); });
    loads.load("Customer");
    loads.load("Sale");
    loads.enforce({"Customer", "Sale"});
    Outcome outcome;
    outcome.sales = rows(connection, "SELECT concat_ws('|', *COLUMNS(*)) FROM Sale ORDER BY 1");
    outcome.rejects =
        rows(connection,
             "SELECT concat_ws('|', file, line, \"column\", value, code, reason, raw) FROM rox.rejects ORDER BY 1");
    for (const FileCounts& file : loads.done().at("Sale").files) {
      outcome.files.push_back(file.file + " " + std::to_string(file.records) + " " + std::to_string(file.rows));
    }
    if (in_parts) {
      EXPECT_THAT(parts_of(connection, "Sale"), SizeIs(2));
      outcome.left_out = rows(connection, left_out_rows(connection, "Sale")).size();
      EXPECT_THAT(left_out_rows(connection, "Customer"), IsEmpty());
    } else {
      EXPECT_THAT(parts_of(connection, "Sale"), IsEmpty());
    }
    return outcome;
  }

  /// A folder for each file, as tasks would make them.
  ReadParts read(const TableExports& exports) {
    std::vector<std::filesystem::path> folders;
    for (const ExportFile& file : exports.files) {
      folders.push_back(dir_.path() / ("part_" + file.name));
      read_part(project_, model_, exports.table->name, {file.name}, folders.back());
    }
    return collect_parts(exports.table->name, folders);
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
};

TEST_F(Parts, AreAsOneLoad) {
  const Outcome here = load(false);
  const Outcome parts = load(true);
  EXPECT_THAT(here.sales, ElementsAre(std::string("1|1|10.50|") + kGuid, "4|0.25"));
  EXPECT_THAT(here.rejects, SizeIs(3));  // no number, an orphan, a repeated key
  EXPECT_EQ(parts.sales, here.sales);
  EXPECT_EQ(parts.rejects, here.rejects);
  EXPECT_EQ(parts.files, here.files);
  EXPECT_EQ(parts.left_out, 2U);
}

TEST_F(Parts, SayWhichExportIsNotThere) {
  try {
    read_part(project_, model_, "Sale", {"Sale_3.csv"}, dir_.path() / "part");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("Sale_3.csv"));
  }
}

}  // namespace
}  // namespace rox
