#include "model/model_file.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "base/error.hpp"
#include "base/file.hpp"
#include "model/model_support.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class ModelFile : public test::TempDirTest {
 protected:
  Model read(const std::string& text) {
    write_file(dir_ / "model.toml", text);
    return read_model(dir_ / "model.toml");
  }
  std::string error_of(const std::string& text) {
    try {
      read(text);
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::usage);
      std::string report = e.report();
      const std::string prefix = dir_.string() + "/";
      if (report.starts_with(prefix)) report.erase(0, prefix.size());
      return report;
    }
    return "no error";
  }
};

using test::make_column;
using test::make_table;

TEST_F(ModelFile, ReadsBackWhatItWrites) {
  Model model;
  Table order = make_table("Order", "Sales.Order.csv", {make_column("OrderID", "INTEGER", false)}, {"OrderID"});
  Table line = make_table("Line", "Line_*.csv",
                          {make_column("OrderID", "INTEGER"), make_column("LineID", "BIGINT", false)}, {"LineID"});
  Column total = make_column("valor_total", "DECIMAL(18,4)");
  total.header = "Valor \"Total\" \\ à vista\t";
  total.format = {',', '.', "R$", DateOrder::ymd};
  total.max_bytes = 12;
  Column date = make_column("emissao", "DATE");
  date.format.date_order = DateOrder::dmy;
  line.columns.push_back(total);
  line.columns.push_back(date);
  line.relations = {{{"OrderID"}, "Order", {"OrderID"}, true}, {{"LineID"}, "Line", {"OrderID"}, false}};
  line.rows = 3;
  line.comment = "What was \"sold\"";
  line.unique = {{"LineID"}, {"OrderID", "LineID"}};
  line.columns[0].distinct = 2;
  line.columns[0].missing = 0;
  line.columns[0].longest = 9;
  line.columns[0].least = "-1.50";
  line.columns[0].greatest = "7";
  line.columns[0].decimals = 1;
  line.columns[0].min = "0";
  line.columns[0].max = "99";
  line.columns[0].accepted = {"1", "2"};
  line.columns[0].comment = "the order";
  model.tables = {line, order};
  EXPECT_EQ(read(model_text(model)), model) << model_text(model);
}

TEST_F(ModelFile, TakesLimitsInTheWordsOfAPerson) {
  const auto column = [&](std::string_view rest) {
    return fmt::format("[[table]]\nname = \"T\"\nfile = \"t.csv\"\ncolumns = [ {{ name = \"a\", {} }} ]\n", rest);
  };
  const Column text =
      read(column(R"(type = "TEXT", required = true, max_length = 12, values = ["x", "y"])")).tables[0].columns[0];
  EXPECT_FALSE(text.nullable);
  EXPECT_EQ(text.type, parse_type("VARCHAR(12)"));
  EXPECT_EQ(text.accepted, (std::vector<std::string>{"x", "y"}));
  const Column number = read(column(R"(type = "INT", required = false, range = ["", "9"])")).tables[0].columns[0];
  EXPECT_TRUE(number.nullable);
  EXPECT_EQ(number.min, "");
  EXPECT_EQ(number.max, "9");

  EXPECT_THAT(error_of(column(R"(type = "INT", required = true, nullable = true)")),
              HasSubstr("required = true contradicts nullable = true"));
  EXPECT_THAT(error_of(column(R"(type = "INT", max_length = 3)")), HasSubstr("a max_length is for texts"));
  EXPECT_THAT(error_of(column(R"(type = "TEXT", max_length = 0)")), HasSubstr("max_length = 0"));
  EXPECT_THAT(error_of(column(R"x(type = "VARCHAR(4)", max_length = 3)x")),
              HasSubstr("contradicts the type, VARCHAR(4)"));
  EXPECT_THAT(error_of(column(R"(type = "INT", range = ["1"])")), HasSubstr("a least and a greatest value, not 1"));
  EXPECT_THAT(error_of(column(R"(type = "INT", range = ["1", "2"], max = "3")")), HasSubstr("'range' and 'max'"));
  EXPECT_THAT(error_of(column(R"(type = "INT", values = ["1"], accepted = ["2"])")),
              HasSubstr("'values' and 'accepted'"));
}

TEST_F(ModelFile, AKeyIsNeverMissing) {
  const Model model = read(R"([[table]]
name = "Order"
file = "o.csv"
primary_key = ["id"]
columns = [ { name = "id", type = "INT" }, { name = "note", type = "TEXT" } ]
)");
  EXPECT_FALSE(model.tables[0].columns[0].nullable);
  EXPECT_TRUE(model.tables[0].columns[1].nullable);
}

TEST_F(ModelFile, ReferencedColumnsDefaultToThePrimaryKey) {
  const Model model = read(R"([[table]]
name = "Line"
file = "l.csv"
columns = [ { name = "order_id", type = "INT" } ]
relations = [ { columns = ["ORDER_ID"], references = "order" } ]
[[table]]
name = "Order"
file = "o.csv"
primary_key = ["id"]
columns = [ { name = "id", type = "INT" } ]
)");
  const Relation expected{{"order_id"}, "Order", {"id"}, false};
  EXPECT_EQ(model.tables[0].relations, std::vector{expected});
}

TEST_F(ModelFile, SaysWhereAndWhatIsWrong) {
  EXPECT_THAT(error_of("[[table]\n"), AllOf(HasSubstr("model.toml:1:"), HasSubstr("not valid TOML")));
  EXPECT_THAT(error_of("[[tables]]\nname = \"x\"\n"),
              AllOf(HasSubstr("model.toml:1:3"), HasSubstr("did you mean 'table'?")));
  EXPECT_THAT(error_of(""), HasSubstr("the model has no [[table]]"));
  EXPECT_THAT(
      error_of("[[table]]\nname = \"T\"\nfile = \"t.csv\"\ncolumns = [\n  { name = \"a\", typ = \"INT\" },\n]\n"),
      AllOf(HasSubstr("model.toml:5:17"), HasSubstr("unknown key 'typ'"), HasSubstr("did you mean 'type'?")));
  EXPECT_THAT(
      error_of("[[table]]\nname = \"T\"\nfile = \"t.csv\"\ncolumns = [\n  { name = \"a\", type = \"FLOAT\" },\n]\n"),
      AllOf(HasSubstr("model.toml:5:24"), HasSubstr("isn't exact")));
  EXPECT_THAT(error_of("[[table]]\nname = \"T\"\nfile = \"t.csv\"\ncolumns = []\n"), HasSubstr("has no columns"));
  EXPECT_THAT(error_of("[[table]]\nname = \"T\"\nfile = \"t.csv\"\ncolumns = 3\n"),
              HasSubstr("must be an array of tables"));
  EXPECT_THAT(error_of("[[table]]\nfile = \"t.csv\"\n"),
              AllOf(HasSubstr("model.toml:1:1"), HasSubstr("has no 'name'")));
}

TEST_F(ModelFile, RefusesNamesThatAreThereTwiceOrNotAtAll) {
  const std::string head =
      "[[table]]\nname = \"T\"\nfile = \"t.csv\"\ncolumns = [ { name = \"ab\", type = \"INT\" } ]\n";
  EXPECT_THAT(error_of(head + head), HasSubstr("there are two tables 'T'"));
  EXPECT_THAT(error_of(head + "primary_key = [\"abc\"]\n"),
              AllOf(HasSubstr("model.toml:5:15"), HasSubstr("no column 'abc' (did you mean 'ab'?)")));
  EXPECT_THAT(error_of(head + "unique = [[\"ab\"], [\"ac\"]]\n"),
              AllOf(HasSubstr("model.toml:5:10"), HasSubstr("no column 'ac' (did you mean 'ab'?)")));
  EXPECT_THAT(error_of(head + "unique = [[]]\n"), HasSubstr("at least one column"));
  EXPECT_THAT(error_of(head + "unique = 3\n"), HasSubstr("an array of arrays"));
  EXPECT_THAT(error_of(head + "relations = [ { columns = [\"ab\"], references = \"U\" } ]\n"),
              HasSubstr("there is no table 'U'"));
  EXPECT_THAT(error_of(head + "relations = [ { columns = [\"ab\"], references = \"T\" } ]\n"),
              HasSubstr("has no primary key to refer to"));
  EXPECT_THAT(error_of("[[table]]\nname = \"T\"\nfile = \"t.csv\"\n"
                       "columns = [ { name = \"a\", type = \"INT\" }, { name = \"A\", type = \"INT\" } ]\n"),
              HasSubstr("two columns 'A'"));
}

TEST_F(ModelFile, AMissingFileSaysHowToMakeOne) {
  try {
    read_model(dir_ / "none.toml");
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::usage);
    EXPECT_THAT(e.hint_text(), HasSubstr("rox model infer"));
  }
}

}  // namespace
}  // namespace rox
