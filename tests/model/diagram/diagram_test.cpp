#include "model/diagram.hpp"

#include <gmock/gmock.h>

#include "base/error.hpp"
#include "base/process.hpp"
#include "model/model_support.hpp"

namespace rox {
namespace {

using test::make_column;
using test::make_table;
using testing::HasSubstr;
using testing::Not;

/// An offer of products, and sales under an offer (a relation over two columns) that may have a customer.
Model shop() {
  Model model;
  model.tables = {
      make_table("Offer", "offer.csv",
                 {make_column("offer", "INTEGER", false), make_column("product", "INTEGER", false)},
                 {"offer", "product"}),
      make_table("Customer", "customer.csv",
                 {make_column("id", "INTEGER", false), make_column("mail", "VARCHAR(80)", false),
                  make_column("name", "VARCHAR(40)")},
                 {"id"}),
      make_table("Sale", "sale.csv",
                 {make_column("id", "INTEGER", false), make_column("offer", "INTEGER", false),
                  make_column("product", "INTEGER", false), make_column("customer", "INTEGER"),
                  make_column("amount", "DECIMAL(18,4)", false)},
                 {"id"}),
  };
  model.tables[1].unique = {{"mail"}};
  model.tables[1].rows = 1234;
  model.tables[2].relations = {{{"offer", "product"}, "Offer", {"offer", "product"}},
                               {{"customer"}, "Customer", {"id"}}};
  return model;
}

/// Names with everything that one of the formats reads as its own.
Model odd_names() {
  Model model;
  model.tables = {make_table("A \"b\" & <c>|{d}\\", "a'b.csv",
                             {make_column("pk", "INTEGER", false), make_column("Ação 1", "DATE"),
                              make_column("x\"y\\\n", "DATE"), make_column("1st", "DATE")},
                             {"pk"}),
                  make_table("end", "e.csv", {make_column("n", "INTEGER")})};
  model.tables[0].comment = "it's";
  model.tables[1].relations = {{{"n"}, model.tables[0].name, {"pk"}}};
  return model;
}

TEST(ReadableColumns, are_the_keys_alone_once_there_are_many) {
  Model model = shop();
  EXPECT_EQ(readable_columns(model, DiagramFormat::svg), DiagramColumns::all);
  for (int i = 0; i < 200; ++i) model.tables[0].columns.push_back(make_column("c" + std::to_string(i), "DATE"));
  EXPECT_EQ(readable_columns(model, DiagramFormat::mermaid), DiagramColumns::keys);
  EXPECT_EQ(readable_columns(model, DiagramFormat::dbml), DiagramColumns::all);
}

TEST(ParseDiagramFormat, proposes_the_nearest) {
  EXPECT_EQ(parse_diagram_format("DBML"), DiagramFormat::dbml);
  try {
    parse_diagram_format("mermaids");
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "unknown format 'mermaids' (did you mean 'mermaid'?)");
    EXPECT_THAT(error.hint_text(), HasSubstr("svg, mermaid, dbml, dot"));
  }
  EXPECT_THROW(parse_diagram_columns("some"), Error);
}

TEST(MermaidText, is_all_of_the_model) {
  EXPECT_EQ(mermaid_text(shop(), DiagramColumns::all),
            "erDiagram\n"
            "    Offer {\n"
            "        INTEGER offer PK\n"
            "        INTEGER product PK\n"
            "    }\n"
            "    Customer {\n"
            "        INTEGER id PK\n"
            "        VARCHAR(80) mail UK\n"
            "        VARCHAR(40) name \"null\"\n"
            "    }\n"
            "    Sale {\n"
            "        INTEGER id PK\n"
            "        INTEGER offer FK\n"
            "        INTEGER product FK\n"
            "        INTEGER customer FK \"null\"\n"
            "        DECIMAL(18_4) amount\n"
            "    }\n"
            "    Offer ||--o{ Sale : \"offer, product\"\n"
            "    Customer |o..o{ Sale : \"customer\"\n");
}

TEST(MermaidText, shows_keys_or_names_alone) {
  EXPECT_THAT(mermaid_text(shop(), DiagramColumns::keys), Not(HasSubstr("amount")));
  EXPECT_THAT(mermaid_text(shop(), DiagramColumns::keys), HasSubstr("VARCHAR(80) mail UK"));
  EXPECT_THAT(mermaid_text(shop(), DiagramColumns::none), HasSubstr("    Offer\n    Customer\n    Sale\n    Offer ||"));
}

TEST(MermaidText, replaces_what_its_lexer_refuses) {
  const std::string text = mermaid_text(odd_names(), DiagramColumns::all);
  EXPECT_THAT(text, HasSubstr("    \"A #34;b#34; #38; #60;c#62;|{d}#92;\" {\n"));
  EXPECT_THAT(text, HasSubstr("INTEGER _pk PK \"pk\"\n"));
  EXPECT_THAT(text, HasSubstr("DATE A__o_1 \"Ação 1, null\"\n"));
  EXPECT_THAT(text, HasSubstr("DATE x_y__ \"x#34;y#92;#92;n, null\"\n"));
  EXPECT_THAT(text, HasSubstr("DATE _1st \"1st, null\"\n"));
  EXPECT_THAT(text, HasSubstr("    \"end\" {\n")) << "a keyword is quoted";
}

TEST(DbmlText, is_all_of_the_model) {
  EXPECT_EQ(dbml_text(shop(), DiagramColumns::all),
            "Table \"Offer\" {\n"
            "  \"offer\" INTEGER [not null]\n"
            "  \"product\" INTEGER [not null]\n"
            "\n"
            "  indexes {\n"
            "    (\"offer\", \"product\") [pk]\n"
            "  }\n"
            "\n"
            "  Note: 'offer.csv'\n"
            "}\n"
            "\n"
            "Table \"Customer\" {\n"
            "  \"id\" INTEGER [pk, not null]\n"
            "  \"mail\" VARCHAR(80) [unique, not null]\n"
            "  \"name\" VARCHAR(40)\n"
            "\n"
            "  Note: 'customer.csv; 1,234 rows'\n"
            "}\n"
            "\n"
            "Table \"Sale\" {\n"
            "  \"id\" INTEGER [pk, not null]\n"
            "  \"offer\" INTEGER [not null]\n"
            "  \"product\" INTEGER [not null]\n"
            "  \"customer\" INTEGER\n"
            "  \"amount\" DECIMAL(18,4) [not null]\n"
            "\n"
            "  Note: 'sale.csv'\n"
            "}\n"
            "\n"
            "Ref: \"Sale\".(\"offer\", \"product\") > \"Offer\".(\"offer\", \"product\")\n"
            "Ref: \"Sale\".\"customer\" > \"Customer\".\"id\"\n");
}

TEST(DbmlText, escapes_names_and_notes) {
  const std::string text = dbml_text(odd_names(), DiagramColumns::all);
  EXPECT_THAT(text, HasSubstr("Table \"A \\\"b\\\" & <c>|{d}\\\\\" {\n"));
  EXPECT_THAT(text, HasSubstr("  \"x\\\"y\\\\\\\\n\" DATE\n"));
  EXPECT_THAT(text, HasSubstr("Note: 'it\\'s; a\\'b.csv'\n"));
}

TEST(DbmlText, states_relations_both_ways_once) {
  Model model;
  model.tables = {make_table("A", "a.csv", {make_column("id", "INTEGER", false)}, {"id"}),
                  make_table("B", "b.csv", {make_column("id", "INTEGER", false)}, {"id"})};
  model.tables[0].relations = {{{"id"}, "B", {"id"}}};
  model.tables[1].relations = {{{"id"}, "A", {"id"}}};
  EXPECT_THAT(dbml_text(model, DiagramColumns::all),
              HasSubstr("\nRef: \"A\".\"id\" - \"B\".\"id\"\n// Ref: \"B\".\"id\" - \"A\".\"id\"\n"));
}

TEST(DotText, draws_a_relation_over_two_columns_as_one_line) {
  const std::string text = dot_text(shop(), DiagramColumns::all);
  EXPECT_THAT(text, HasSubstr("\"Offer\":out0:e -> \"Sale\":in1:w [arrowtail=teetee, arrowhead=crowodot, "
                              "label=\"offer + product\""));
  EXPECT_THAT(text, HasSubstr("\"Customer\":out0:e -> \"Sale\":in3:w [arrowtail=teeodot, arrowhead=crowodot, "
                              "style=dashed"));
  EXPECT_THAT(text, Not(HasSubstr("\"Sale\":in2")));
}

TEST(DotText, shows_rows_and_counts_what_it_leaves_out) {
  const std::string text = dot_text(shop(), DiagramColumns::keys);
  EXPECT_THAT(text, HasSubstr("1,234 rows"));
  EXPECT_THAT(text, HasSubstr("and 1 more column<"));
  EXPECT_THAT(text, Not(HasSubstr(">amount<")));
}

TEST(DotText, explains_the_lines_that_it_has) {
  Model model = shop();
  EXPECT_THAT(dot_text(model, DiagramColumns::all), Not(HasSubstr("enforced")));
  model.tables[2].relations.front().enforce = true;
  EXPECT_THAT(dot_text(model, DiagramColumns::all), HasSubstr("enforced"));
  for (Table& table : model.tables) table.relations.clear();
  EXPECT_THAT(dot_text(model, DiagramColumns::all), Not(HasSubstr("cluster_legend")));
}

TEST(SvgText, has_odd_names_as_they_are) {
  Command look;
  look.arguments = {"sh", "-c", "command -v dot"};
  if (run_process(look).exit_code != 0) GTEST_SKIP() << "no Graphviz";
  const std::string text = svg_text(odd_names(), DiagramColumns::all);
  EXPECT_THAT(text, HasSubstr(">A &quot;b&quot; &amp; &lt;c&gt;|{d}\\</text>"));
  EXPECT_THAT(text, HasSubstr(">Ação 1</text>"));
  EXPECT_EQ(text, svg_text(odd_names(), DiagramColumns::all));
}

TEST(DiagramText, is_no_mistake_for_an_empty_model) {
  EXPECT_EQ(mermaid_text({}, DiagramColumns::all), "erDiagram\n");
  EXPECT_EQ(dbml_text({}, DiagramColumns::all), "");
  EXPECT_THAT(dot_text({}, DiagramColumns::all), HasSubstr("digraph model {"));
}

}  // namespace
}  // namespace rox
