#include "model/model_edit.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "base/error.hpp"
#include "base/text.hpp"
#include "base/toml_outline.hpp"
#include "model/model_file.hpp"
#include "model/model_support.hpp"

namespace rox {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

using test::make_column;
using test::make_table;

constexpr std::string_view kText = R"toml(# The shop's model.

# Who buys.
[[table]]
name    = "Customer"   # renamed
file    = "Customer.csv"
primary_key = ["CustomerID"]
columns = [
  { name = "CustomerID", type = "INT", nullable = false },   # from the ERP

  # what people call them
  { name = "Name",       type = "VARCHAR(20)" }, # long enough
  { name = "City", type = "VARCHAR(9)" }
]

# What they buy.
[[table]]
name = "Sale"
file = "Sale*.csv"
rows = 3  # when measured
columns = [ { name = "SaleID", type = "INTEGER" }, { name = "CustomerID", type = "INTEGER" } ]
relations = [
  # not enforced: old customers are gone
  { columns = ["CustomerID"], references = "Customer" },
]
)toml";

Model model_of(std::string_view text) { return parse_model(text, "model.toml"); }

/// Edits, and checks what always holds.
std::string edited(std::string_view text, const Model& model) {
  std::string out = edit_model(text, model);
  EXPECT_EQ(model_of(out), model) << out;
  EXPECT_EQ(edit_model(out, model), out);
  return out;
}

TEST(ModelEdit, LeavesATextThatSaysItAlready) { EXPECT_EQ(edit_model(kText, model_of(kText)), kText); }

TEST(ModelEdit, ChangesOneValueAndNothingElse) {
  Model model = model_of(kText);
  model.tables[0].columns[1].type = parse_type("VARCHAR(40)");
  std::string wanted(kText);
  wanted.replace(wanted.find("VARCHAR(20)"), 11, "VARCHAR(40)");
  EXPECT_EQ(edited(kText, model), wanted);
  model.tables[0].columns[1].max_bytes = 7;
  wanted.insert(wanted.find("VARCHAR(40)") + 12, ", max_bytes = 7");
  EXPECT_EQ(edited(kText, model), wanted);
  model.tables[0].columns[0].nullable = true;
  model.tables[0].primary_key.clear();
  EXPECT_THAT(edited(kText, model), HasSubstr("{ name = \"CustomerID\", type = \"INT\" },   # from the ERP"));
}

TEST(ModelEdit, PutsNewColumnsIntoTheirPlaceAndKeepsComments) {
  Model model = model_of(kText);
  auto& columns = model.tables[0].columns;
  columns.insert(columns.begin() + 1, make_column("Since", "DATE"));
  columns.pop_back();
  columns.push_back(make_column("Country", "VARCHAR(2)"));
  EXPECT_THAT(edited(kText, model), HasSubstr(R"toml(
  { name = "CustomerID", type = "INT", nullable = false },   # from the ERP
  { name = "Since", type = "DATE" },

  # what people call them
  { name = "Name",       type = "VARCHAR(20)" }, # long enough
  { name = "Country", type = "VARCHAR(2)" }
]
)toml"));
}

TEST(ModelEdit, KeepsCommentsOfReorderedAndRemovedColumns) {
  Model model = model_of(kText);
  auto& columns = model.tables[0].columns;
  std::swap(columns[0], columns[2]);
  const std::string reordered = edited(kText, model);
  EXPECT_THAT(reordered, HasSubstr("nullable = false },   # from the ERP\n]"));
  columns.erase(columns.begin() + 1);
  const std::string removed = edited(kText, model);
  EXPECT_THAT(removed, HasSubstr("# what people call them"));
  EXPECT_THAT(removed, Not(HasSubstr("# long enough")));
}

TEST(ModelEdit, KeepsCommentsAboveRemovedColumnsInOrder) {
  constexpr std::string_view kCommented = R"toml([[table]]
name = "A"
file = "a.csv"
columns = [
  # ids
  { name = "a", type = "DATE" }, # gone
  # money
  { name = "b", type = "DATE" },
  { name = "c", type = "DATE" },
]
)toml";
  Model model = model_of(kCommented);
  model.tables[0].columns.erase(model.tables[0].columns.begin(), model.tables[0].columns.begin() + 2);
  EXPECT_THAT(edited(kCommented, model),
              HasSubstr("columns = [\n  # ids\n  # money\n  { name = \"c\", type = \"DATE\" },\n]"));
}

TEST(ModelEdit, SetsAddsAndRemovesEntries) {
  Model model = model_of(kText);
  model.tables[0].name = "Client";
  model.tables[0].comment = "who buys";
  model.tables[0].unique = {{"Name", "City"}, {"City"}};
  model.tables[1].relations[0].table = "Client";
  model.tables[1].rows = 0;
  const std::string text = edited(kText, model);
  EXPECT_THAT(text,
              HasSubstr("name    = \"Client\"   # renamed\nfile    = \"Customer.csv\"\ncomment = \"who buys\"\n"));
  EXPECT_THAT(text, HasSubstr("unique = [[\"Name\", \"City\"], [\"City\"]]\ncolumns = ["));
  EXPECT_THAT(text, HasSubstr("# when measured"));
  EXPECT_THAT(text, HasSubstr("# not enforced: old customers are gone"));
}

TEST(ModelEdit, FollowsWhatAKeySaysSilently) {
  // Not null by being in the key; a relation to the parent's key by default.
  constexpr std::string_view kSilent = R"toml([[table]]
name = "A"
file = "a.csv"
primary_key = ["x"]
columns = [{ name = "x", type = "INTEGER" }, { name = "y", type = "INTEGER", nullable = false }]
[[table]]
name = "B"
file = "b.csv"
columns = [{ name = "x", type = "INTEGER" }]
relations = [{ columns = ["x"], references = "A" }]
)toml";
  Model model = model_of(kSilent);
  model.tables[0].primary_key = {"y"};
  const std::string text = edited(kSilent, model);
  EXPECT_THAT(text, HasSubstr(R"toml({ name = "x", type = "INTEGER", nullable = false })toml"));
  EXPECT_THAT(text, HasSubstr(R"toml(parent_columns = ["x"])toml"));
}

TEST(ModelEdit, AddsRemovesAndMovesTables) {
  Model model = model_of(kText);
  model.tables.push_back(make_table("New", "New.csv", {make_column("a", "DATE")}));
  EXPECT_THAT(edited(kText, model), StartsWith(kText));
  std::swap(model.tables[0], model.tables[1]);
  EXPECT_THAT(edited(kText, model), HasSubstr("# What they buy.\n[[table]]\nname = \"Sale\""));
  model.tables.erase(model.tables.begin());
  EXPECT_THAT(edited(kText, model), Not(HasSubstr("What they buy")));
}

TEST(ModelEdit, RewritesLayoutsThatItDoesNotKnowWithTheirComments) {
  constexpr std::string_view kNested = R"toml(# top
[[table]] # one
name = 'A'
file = "a.csv"
  [[table.columns]]
  name = "x" # key
  type = "INTEGER"
)toml";
  Model model = model_of(kNested);
  model.tables[0].columns[0].type = parse_type("BIGINT");
  const std::string text = edited(kNested, model);
  for (const char* comment : {"# top", "# one", "# key"}) EXPECT_THAT(text, HasSubstr(comment));
  constexpr std::string_view kInline =
      "table = [{ name = \"A\", file = \"a.csv\", columns = [{ name = \"x\", type = \"DATE\" }] }] # odd\n";
  model = model_of(kInline);
  model.tables[0].columns[0].type = parse_type("TIMESTAMP");
  EXPECT_THAT(edited(kInline, model), HasSubstr("# odd"));
}

TEST(ModelEdit, KeepsWindowsLineEndsAndAMissingLastOne) {
  std::string text;
  for (const char c : kText) text += c == '\n' ? "\r\n" : std::string(1, c);
  text.resize(text.size() - 2);
  Model model = model_of(text);
  EXPECT_EQ(edit_model(text, model), text);
  model.tables[0].columns.push_back(make_column("More", "DATE"));
  model.tables[1].relations.clear();
  EXPECT_THAT(edited(text, model), HasSubstr("# long enough\r\n"));
}

TEST(ModelEdit, RefusesATextThatIsNoModel) { EXPECT_THROW(edit_model("[[table]]\nname = 3\n", Model{}), Error); }

/// Models, and changes of them, as chance has it.
class RandomModels {
 public:
  explicit RandomModels(unsigned seed) : random_(seed) {}

  Model model() {
    Model model;
    const std::size_t tables = 1 + below(4);
    for (std::size_t i = 0; i < tables; ++i) add_table(model);
    tidy(model);
    return model;
  }

  void change(Model& model) {
    const std::size_t changes = 1 + below(5);
    for (std::size_t i = 0; i < changes; ++i) change_once(model);
    tidy(model);
  }

  /// Comments and blank lines where TOML takes them.
  std::string with_comments(const std::string& text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = text.find('\n', at);
      out += text.substr(at, end - at);
      if (below(4) == 0) out += "  # \"note\" [" + std::to_string(comments_++) + "] {, '";
      out += '\n';
      if (below(6) == 0) out += "\n  # above = [" + std::to_string(comments_++) + "\n";
      at = end + 1;
    }
    return out;
  }

 private:
  std::size_t below(std::size_t n) { return random_() % n; }
  bool maybe() { return below(2) == 0; }
  std::string name(std::string_view kind) { return std::string(kind) + std::to_string(names_++); }

  Column column() {
    static constexpr std::array<std::string_view, 6> kTypes{"INTEGER", "DECIMAL(9,2)", "DATE",
                                                            "UUID",    "VARCHAR(7)",   "BOOLEAN"};
    Column column = make_column(name("c"), kTypes[below(kTypes.size())], maybe());
    if (below(4) == 0) column.header = "Größe # \"" + column.name + "\" ]";
    if (below(4) == 0) column.format.decimal = '.';
    if (below(4) == 0) column.max_bytes = static_cast<std::uint32_t>(below(99));
    if (below(5) == 0) column.accepted = {"a,b", "]", "#"};
    if (below(5) == 0) column.comment = "it's a \"column\" } # really";
    return column;
  }

  void add_table(Model& model) {
    Table table = make_table(name("t"), name("f") + ".csv");
    const std::size_t columns = 1 + below(5);
    for (std::size_t i = 0; i < columns; ++i) table.columns.push_back(column());
    model.tables.insert(model.tables.begin() + static_cast<std::ptrdiff_t>(below(model.tables.size() + 1)), table);
  }

  void change_once(Model& model) {
    Table& table = model.tables[below(model.tables.size())];
    auto& columns = table.columns;
    switch (below(11)) {
      case 0: add_table(model); break;
      case 1:
        if (model.tables.size() > 1) model.tables.erase(model.tables.begin());
        break;
      case 2: std::shuffle(model.tables.begin(), model.tables.end(), random_); break;
      case 3: columns.insert(columns.begin() + static_cast<std::ptrdiff_t>(below(columns.size() + 1)), column()); break;
      case 4:
        columns.erase(columns.begin() + static_cast<std::ptrdiff_t>(below(columns.size())));
        if (columns.empty()) columns.push_back(column());
        break;
      case 5: std::shuffle(columns.begin(), columns.end(), random_); break;
      case 6: columns[below(columns.size())].type = parse_type("BIGINT"); break;
      case 7: table.primary_key = {columns[below(columns.size())].name}; break;
      case 8: table.unique = {{columns[below(columns.size())].name}}; break;
      case 9: table.rows = below(2) * 17; break;
      default: {
        const Table& parent = model.tables[below(model.tables.size())];
        table.relations.push_back({{columns[below(columns.size())].name},
                                   parent.name,
                                   {parent.columns[below(parent.columns.size())].name},
                                   maybe()});
      }
    }
  }

  /// Takes out what model.toml can't say.
  static void tidy(Model& model) {
    const auto in = [](const Table& table, const std::vector<std::string>& names) {
      return std::all_of(names.begin(), names.end(), [&](const auto& n) { return table.find_column(n).has_value(); });
    };
    for (Table& table : model.tables) {
      if (!in(table, table.primary_key)) table.primary_key.clear();
      for (const std::string& key : table.primary_key) table.columns[*table.find_column(key)].nullable = false;
      std::erase_if(table.unique, [&](const auto& key) { return !in(table, key); });
      std::erase_if(table.relations, [&](const Relation& relation) {
        const Table* parent = model.find_table(relation.table);
        return parent == nullptr || !in(table, relation.columns) || !in(*parent, relation.parent_columns);
      });
    }
  }

  std::mt19937 random_;
  int names_ = 0;
  int comments_ = 0;
};

/// The [[table]] of that name as it is written, without the line ends behind it.
std::string block_of(std::string_view text, const Model& model, const std::string& name) {
  const std::vector<TomlSection> sections = toml_outline(text);
  for (std::size_t i = 0; i < sections.size(); ++i) {
    if (model.tables[i].name != name) continue;
    return std::string(trim(text.substr(sections[i].begin, sections[i].end - sections[i].begin)));
  }
  return "no such table";
}

TEST(ModelEdit, SaysAnyModelAndKeepsTablesThatStay) {
  for (unsigned seed = 0; seed < 400; ++seed) {
    RandomModels random(seed);
    Model model = random.model();
    std::string text = random.with_comments(model_text(model));
    ASSERT_EQ(model_of(text), model) << text;
    for (int step = 0; step < 4; ++step) {
      const Model before = model;
      random.change(model);
      const std::string next = edit_model(text, model);
      for (const Table& table : before.tables) {
        const Table* after = model.find_table(table.name);
        if (after == nullptr || *after != table || !table.relations.empty()) continue;
        ASSERT_THAT(next, HasSubstr(block_of(text, before, table.name))) << "seed " << seed;
      }
      ASSERT_EQ(model_of(next), model) << "seed " << seed << "\n" << text << "\n-----\n" << next;
      ASSERT_EQ(edit_model(next, model), next) << "seed " << seed;
      text = next;
    }
  }
}

}  // namespace
}  // namespace rox
