#include "discovery/structure.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "discovery/infer.hpp"
#include "source/export_folder.hpp"
#include "source/scan_support.hpp"

namespace rox {
namespace {

using test::ExportDir;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Inference infer(const ExportDir& dir) {
  InferOptions options;
  options.threads = 1;
  return infer_model(
      list_exports(dir.path(), {}),
      {.delimiter = ";", .header = true, .decimal = ',', .null_words = {"NULL"}, .encoding = Encoding::utf8}, options);
}

const Table& table(const Inference& inference, std::string_view name) { return *inference.model.find_table(name); }

/// `rows` lines of text(i), i from 1, below a header.
template <class Text>
std::string file(const std::string& header, int rows, const Text& text) {
  std::string out = header + "\n";
  for (int i = 1; i <= rows; ++i) out += text(i) + "\n";
  return out;
}

TEST(Structure, PrefersIdsToNamesAndGuids) {
  const ExportDir dir;
  dir.write("Product.csv", file("rowguid;Name;ProductID;ListPrice", 50, [](int i) {
              return fmt::format("00000000-0000-4000-8000-0000000000{:02};Name {};{};{},{:02}", i, i, i + 300, i, i);
            }));
  const Inference inference = infer(dir);
  const Table& product = table(inference, "Product");
  EXPECT_THAT(product.primary_key, ElementsAre("ProductID"));
  EXPECT_THAT(product.unique, ElementsAre(ElementsAre("rowguid")));
  EXPECT_EQ(product.rows, 50U);
  EXPECT_EQ(product.columns[1].distinct, 50U);
}

TEST(Structure, KeysAreInferredAndAllIsMeasured) {
  const ExportDir dir;
  dir.write("Product.csv", file("ProductID;Weight;Since;Note", 50, [](int i) {
              return fmt::format("{};{};2011-01-{:02};{}", i, i % 5 == 0 ? "NULL" : fmt::format("-{},5", i), i % 28 + 1,
                                 i == 7 ? "Zoë" : "a");
            }));
  const Table product = table(infer(dir), "Product");
  EXPECT_THAT(product.primary_key, ElementsAre("ProductID"));
  EXPECT_TRUE(product.inferred_keys);
  EXPECT_TRUE(product.columns[0].nullable);
  EXPECT_EQ(product.columns[0].missing, 0U);
  EXPECT_EQ(product.columns[0].greatest, "50");
  EXPECT_TRUE(product.columns[1].nullable);
  EXPECT_EQ(product.columns[1].missing, 10U);
  EXPECT_EQ(product.columns[1].least, "-49.50");
  EXPECT_EQ(product.columns[1].greatest, "-1.50");
  EXPECT_EQ(product.columns[1].decimals, 1U);
  EXPECT_TRUE(product.columns[2].nullable);
  EXPECT_EQ(product.columns[2].missing, 0U);
  EXPECT_EQ(product.columns[2].least, "2011-01-01");
  EXPECT_EQ(product.columns[2].greatest, "2011-01-28");
  EXPECT_EQ(product.columns[3].max_bytes, 4U);
  EXPECT_EQ(product.columns[3].longest_text(), 3U);
}

TEST(Structure, NumbersPast64BitsHaveNoRangeToCompare) {
  const ExportDir dir;
  dir.write("Item.csv", file("ItemID;Hash", 50, [](int i) { return fmt::format("{};{}0000000000000000001", i, i); }));
  dir.write("Part.csv", file("PartID;Item;Hash", 50, [](int i) { return fmt::format("{};{};{}", i + 500, i, i); }));
  EXPECT_EQ(to_string(table(infer(dir), "Item").columns[1].type), "DECIMAL(38,0)");
}

TEST(Structure, WhatARelationJoinsHasTheSameType) {
  const ExportDir dir;
  dir.write("Customer.csv", file("CustomerID;Name", 50, [](int i) { return fmt::format("{};n{}", i + 21450, i); }));
  dir.write("Sale.csv", file("SaleID;CustomerID", 90, [](int i) { return fmt::format("{};{}", i, i % 20 + 21451); }));
  const Inference inference = infer(dir);
  EXPECT_THAT(table(inference, "Sale").relations, testing::SizeIs(1));
  EXPECT_EQ(to_string(table(inference, "Customer").columns[0].type), "BIGINT");
  EXPECT_EQ(to_string(table(inference, "Sale").columns[1].type), "BIGINT");
  EXPECT_EQ(to_string(table(inference, "Sale").columns[0].type), "INTEGER");
}

TEST(Structure, FindsCompositeKeysAndTheirReferences) {
  const ExportDir dir;
  dir.write("Offer.csv", file("OfferID;ProductID;Since", 120, [](int i) {
              return fmt::format("{};{};2011-01-{:02}", (i - 1) / 20 + 1, (i - 1) % 20 + 1, i % 28 + 1);
            }));
  dir.write("Sale.csv", file("SaleID;OfferID;ProductID;Qty", 500,
                             [](int i) { return fmt::format("{};{};{};{}", i, i % 6 + 1, i * 7 % 20 + 1, i % 9); }));
  const Inference inference = infer(dir);
  EXPECT_THAT(table(inference, "Offer").primary_key, ElementsAre("OfferID", "ProductID"));
  EXPECT_THAT(table(inference, "Sale").primary_key, ElementsAre("SaleID"));
  EXPECT_THAT(table(inference, "Sale").relations,
              ElementsAre(Relation{{"OfferID", "ProductID"}, "Offer", {"OfferID", "ProductID"}, false}));
  EXPECT_THAT(table(inference, "Offer").relations, IsEmpty());
}

TEST(Structure, ReportsOrphansOfAlmostContainedColumns) {
  const ExportDir dir;
  dir.write("Person.csv", file("BusinessEntityID;Name", 200, [](int i) { return fmt::format("{};P{}", i * 3, i); }));
  dir.write("Customer.csv", file("CustomerID;PersonID", 300, [](int i) {
              return fmt::format("{};{}", i + 5000,
                                 i % 10 == 0  ? std::to_string(i * 3 + 100'000)
                                 : i % 7 == 0 ? "NULL"
                                              : std::to_string(i % 190 * 3 + 3));
            }));
  const Inference inference = infer(dir);
  EXPECT_THAT(table(inference, "Customer").relations,
              ElementsAre(Relation{{"PersonID"}, "Person", {"BusinessEntityID"}, false}));
  const RelationFinding& found = inference.structure.relations.front();
  EXPECT_EQ(found.coverage.orphans, 30U);
  EXPECT_EQ(found.coverage.orphan_keys, 30U);
  EXPECT_EQ(found.coverage.examples.front(), "100030");
  EXPECT_THAT(found.reasons, Contains(HasSubstr("30 of 262 rows")));
}

TEST(Structure, KeepsAccidentalInclusionsOut) {
  const ExportDir dir;
  dir.write("Machine.csv", file("MachineID;Status;Kind;Hall", 400,
                                [](int i) { return fmt::format("{};{};{};{}", i, i % 5 + 1, i % 3 + 1, i % 12 + 1); }));
  dir.write("Shift.csv",
            file("ShiftID;Weekday;Workers", 30, [](int i) { return fmt::format("{};{};{}", i, i % 7 + 1, i % 20); }));
  const Inference inference = infer(dir);
  EXPECT_THAT(table(inference, "Machine").relations, IsEmpty());
  EXPECT_THAT(table(inference, "Shift").relations, IsEmpty());
}

TEST(Structure, TellsTheParentOfTwoTablesWithOneKey) {
  const ExportDir dir;
  dir.write("users.csv", file("id;name", 100, [](int i) { return fmt::format("{};u{}", i * 37, i); }));
  dir.write("user_settings.csv",
            file("user_id;theme", 80, [](int i) { return fmt::format("{};dark{}", i * 37, i % 3); }));
  dir.write("teams.csv", file("id;parent_id;owner_id", 40, [](int i) {
              return fmt::format("{};{};{}", i + 9000, i < 4 ? "NULL" : std::to_string(i / 2 + 9000), i * 37);
            }));
  const Inference inference = infer(dir);
  EXPECT_THAT(table(inference, "user_settings").relations, ElementsAre(Relation{{"user_id"}, "users", {"id"}, false}));
  EXPECT_THAT(table(inference, "users").relations, IsEmpty());
  EXPECT_THAT(table(inference, "teams").relations, ElementsAre(Relation{{"parent_id"}, "teams", {"id"}, false},
                                                               Relation{{"owner_id"}, "users", {"id"}, false}));
}

TEST(Structure, WarnsOfKeysThatAreBroken) {
  const ExportDir dir;
  dir.write("Customer.csv",
            file("CustomerID;Name", 200, [](int i) { return fmt::format("{};C{}", i == 200 ? 7 : i, i % 150); }));
  const Inference inference = infer(dir);
  EXPECT_THAT(table(inference, "Customer").primary_key, IsEmpty());
  EXPECT_THAT(inference.warnings,
              Contains(HasSubstr("CustomerID would be the key, but only 199 of 200 values are distinct; repeated: 7")));
}

TEST(Structure, OfEmptyTablesIsNone) {
  const ExportDir dir;
  dir.write("Empty.csv", "EmptyID;Name\n");
  const Inference inference = infer(dir);
  EXPECT_THAT(table(inference, "Empty").primary_key, IsEmpty());
}

}  // namespace
}  // namespace rox
