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

using Columns = std::vector<std::string>;

Relation reference(const Columns& columns, const std::string& parent, const Columns& key) {
  return {columns, parent, key, false};
}

TEST(Structure, TakesTheRootNotATableThatSharesItsKeys) {
  const ExportDir dir;
  dir.write("film.csv", file("film_id;title", 300, [](int i) { return fmt::format("{};t{}", i * 3, i); }));
  dir.write("film_text.csv", file("film_id;text", 300, [](int i) { return fmt::format("{};x{}", i * 3, i % 7); }));
  dir.write("copy.csv",
            file("copy_id;film_id", 900, [](int i) { return fmt::format("{};{}", i, (i * 7 % 300 + 1) * 3); }));
  const Inference inference = infer(dir);
  EXPECT_THAT(table(inference, "copy").relations, ElementsAre(reference({"film_id"}, "film", {"film_id"})));
  EXPECT_THAT(table(inference, "film_text").relations, ElementsAre(reference({"film_id"}, "film", {"film_id"})));
  EXPECT_THAT(table(inference, "film").relations, IsEmpty());
}

// Each tenant has a house of its own today; the contract is with the tenant all the same.
TEST(Structure, RefersToATablesOwnKeyNotToOneOfItsReferences) {
  const ExportDir dir;
  dir.write("house.csv", file("house_id;street", 400, [](int i) { return fmt::format("{};s{}", i, i % 30); }));
  dir.write("tenant.csv", file("tenant_id;house_id", 300, [](int i) { return fmt::format("{};{}", i, i + 4); }));
  dir.write("contract.csv",
            file("contract_id;tenant_id", 900, [](int i) { return fmt::format("{};{}", i, i * 7 % 290 + 5); }));
  const Inference inference = infer(dir);
  EXPECT_THAT(table(inference, "contract").relations, ElementsAre(reference({"tenant_id"}, "tenant", {"tenant_id"})));
  EXPECT_THAT(table(inference, "tenant").unique, IsEmpty());
}

TEST(Structure, KeepsCountsFlagsAndOrdinalsOut) {
  const ExportDir dir;
  dir.write("team.csv",
            file("key_id;team_id;guest_team", 60, [](int i) { return fmt::format("{};T-{:02};{}", i, i, i % 2); }));
  dir.write("stage.csv", file("key_id;name", 12, [](int i) { return fmt::format("{};n{}", i, i); }));
  dir.write("cup.csv", file("cup_id;count_teams;stage_number;opponent_id", 80, [](int i) {
              return fmt::format("{};{};{};T-{:02}", i + 1000, i % 32 + 1, i % 12 + 1, i % 60 + 1);
            }));
  const Inference inference = infer(dir);
  EXPECT_THAT(table(inference, "cup").relations, ElementsAre(reference({"opponent_id"}, "team", {"team_id"})));
  EXPECT_THAT(table(inference, "team").relations, IsEmpty());
}

TEST(Structure, DrawsACompositeRelationOnlyWhereAPartDoesNotHold) {
  const ExportDir dir;
  dir.write("race.csv", file("raceId;name", 40, [](int i) { return fmt::format("{};r{}", i, i); }));
  dir.write("driver.csv", file("driverId;name", 25, [](int i) { return fmt::format("{};d{}", i, i); }));
  const auto pair = [](int i) { return fmt::format("{};{}", (i - 1) / 20 + 1, (i - 1) % 20 + 1); };
  dir.write("result.csv",
            file("raceId;driverId;points", 800, [&](int i) { return pair(i) + ";" + std::to_string(i % 9); }));
  dir.write("lap.csv", file("raceId;driverId;lap_no", 1600,
                            [&](int i) { return pair((i + 1) / 2) + ";" + std::to_string(i % 2 + 1); }));
  const Inference inference = infer(dir);
  EXPECT_THAT(table(inference, "result").primary_key, ElementsAre("raceId", "driverId"));
  EXPECT_THAT(table(inference, "lap").relations,
              ElementsAre(reference({"raceId"}, "race", {"raceId"}), reference({"driverId"}, "driver", {"driverId"})));
}

TEST(Structure, StatesNoCodeBesideTheIdOfTheSameRow) {
  const ExportDir dir;
  dir.write("region.csv", file("region_id;region_code;name", 40,
                               [](int i) { return fmt::format("R-{:02};C{:03};n{}", i, i * 7, i); }));
  dir.write("shop.csv", file("shop_id;region_id;region_code", 500,
                             [](int i) { return fmt::format("{};R-{:02};C{:03}", i, i % 40 + 1, (i % 40 + 1) * 7); }));
  EXPECT_THAT(table(infer(dir), "shop").relations, ElementsAre(reference({"region_id"}, "region", {"region_id"})));
}

TEST(Structure, KeysAJunctionByAllThatItJoins) {
  const ExportDir dir;
  dir.write("film.csv", file("film_id;title", 200, [](int i) { return fmt::format("{};t{}", i, i % 50); }));
  dir.write("category.csv", file("category_id;name", 16, [](int i) { return fmt::format("{};c{}", i, i); }));
  dir.write("film_category.csv",
            file("film_id;category_id", 200, [](int i) { return fmt::format("{};{}", i, i % 16 + 1); }));
  const Inference inference = infer(dir);
  EXPECT_THAT(table(inference, "film_category").primary_key, ElementsAre("film_id", "category_id"));
  EXPECT_THAT(table(inference, "film_category").relations, testing::SizeIs(2));
}

TEST(Structure, KeysSeriesByThingAndDay) {
  const ExportDir dir;
  dir.write("price.csv", file("symbol;day;close", 600, [](int i) {
              return fmt::format("S{};2014-{:02}-{:02};{},5", i % 20, i / 20 / 28 + 1, i / 20 % 28 + 1, i % 90);
            }));
  EXPECT_THAT(table(infer(dir), "price").primary_key, ElementsAre("symbol", "day"));
}

TEST(Structure, LeavesAnExportersWordsOutOfNames) {
  const ExportDir dir;
  const auto id = [](int i) { return fmt::format("{:08x}{:08x}", i * 2654435761U, i * 40503U); };
  dir.write("acme_clients_dump.csv",
            file("client_id;city", 90, [&](int i) { return fmt::format("{};c{}", id(i), i % 9); }));
  dir.write("acme_orders_dump.csv",
            file("order_id;client_id", 300, [&](int i) { return id(i + 500) + ";" + id(i % 90 + 1); }));
  dir.write("acme_goods_dump.csv",
            file("good_id;label", 30, [&](int i) { return fmt::format("{};g{}", id(i + 900), i); }));
  const Inference inference = infer(dir);
  EXPECT_THAT(table(inference, "acme_orders_dump").primary_key, ElementsAre("order_id"));
  EXPECT_THAT(table(inference, "acme_orders_dump").relations,
              ElementsAre(reference({"client_id"}, "acme_clients_dump", {"client_id"})));
}

TEST(Structure, FindsKeysThatOthersReferToAndLookupsOfAFewRows) {
  const ExportDir dir;
  dir.write("category_translation.csv", file("category_name;category_english", 20, [](int i) {
              return fmt::format("nome longo da categoria {0};long name of category {0}", i * i);
            }));
  dir.write("shippers.csv", file("shipper_id;company", 3, [](int i) { return fmt::format("{};c{}", i, i); }));
  dir.write("product.csv", file("product_id;category_name;ship_via", 200, [](int i) {
              return fmt::format("{};nome longo da categoria {};{}", i, (i % 20 + 1) * (i % 20 + 1), i % 3 + 1);
            }));
  const Inference inference = infer(dir);
  EXPECT_THAT(table(inference, "category_translation").primary_key, ElementsAre("category_name"));
  EXPECT_THAT(table(inference, "product").relations,
              ElementsAre(reference({"category_name"}, "category_translation", {"category_name"}),
                          reference({"ship_via"}, "shippers", {"shipper_id"})));
}

TEST(Structure, ACodeStandsForATableThatHasNoOtherKey) {
  const ExportDir dir;
  const auto code = [](int i) {
    return fmt::format("{}{}", static_cast<char>('A' + i / 26), static_cast<char>('A' + i % 26));
  };
  // Two numbers are there twice.
  dir.write("country.csv", file("name;two_letter;country_id", 200, [&](int i) {
              return fmt::format("Land {};{};{}", i, code(i), i > 198 ? i - 100 : i);
            }));
  dir.write("region.csv",
            file("country;region", 400, [&](int i) { return fmt::format("{};R{}", code(i % 190 + 1), i); }));
  const Inference inference = infer(dir);
  EXPECT_THAT(table(inference, "country").primary_key, ElementsAre("two_letter"));
  EXPECT_THAT(table(inference, "region").relations, ElementsAre(reference({"country"}, "country", {"two_letter"})));
}

TEST(Structure, ReadsNumbersThatReferToTextsAsTexts) {
  const ExportDir dir;
  dir.write("stops.csv", file("stop_id;name", 90,
                              [](int i) { return fmt::format("{}{};n{}", i % 9 == 0 ? "place_" : "", i + 5000, i); }));
  dir.write("transfers.csv", file("transfer_id;from_stop_id", 40,
                                  [](int i) { return fmt::format("{};{}", i, (i - 1) / 8 * 9 + (i - 1) % 8 + 5001); }));
  const Inference inference = infer(dir);
  EXPECT_THAT(table(inference, "transfers").relations, ElementsAre(reference({"from_stop_id"}, "stops", {"stop_id"})));
  EXPECT_EQ(to_string(table(inference, "transfers").columns[1].type), "VARCHAR");
}

TEST(Structure, FindsRolesByTheDataAlone) {
  const ExportDir dir;
  dir.write("part.csv", file("part_id;name", 300, [](int i) { return fmt::format("{};n{}", i * i, i); }));
  dir.write("assembly.csv", file("assembly_id;component_id;level", 900, [](int i) {
              return fmt::format("{};{};{}", i, (i * 7 % 300 + 1) * (i * 7 % 300 + 1), i % 4);
            }));
  EXPECT_THAT(table(infer(dir), "assembly").relations, ElementsAre(reference({"component_id"}, "part", {"part_id"})));
}

TEST(Structure, AsksTheDataWhereColumnsHaveNoNames) {
  const ExportDir dir;
  dir.write("DimDay.csv", file("20100101;2010-01-01", 300, [](int i) {
              return fmt::format("2011{0:02}{1:02};2011-{0:02}-{1:02}", i / 28 + 1, i % 28 + 1);
            }));
  dir.write("DimUnit.csv", file("1;;Top", 40, [](int i) { return fmt::format("{};{};n{}", i + 1, i / 3 + 1, i); }));
  dir.write("FactPlan.csv", file("1;20110103;3;2011-01-03", 500, [](int i) {
              return fmt::format("{0};2011{1:02}{2:02};{3};2011-{1:02}-{2:02}", i + 1, i % 9 + 1, i % 27 + 2, i % 5);
            }));
  InferOptions options;
  options.threads = 1;
  const Inference inference = infer_model(
      list_exports(dir.path(), {}),
      {.delimiter = ";", .header = false, .decimal = ',', .null_words = {""}, .encoding = Encoding::utf8}, options);
  EXPECT_THAT(table(inference, "DimDay").relations, IsEmpty());
  EXPECT_THAT(table(inference, "DimUnit").relations, ElementsAre(reference({"column_2"}, "DimUnit", {"column_1"})));
  EXPECT_THAT(table(inference, "FactPlan").relations, ElementsAre(reference({"column_2"}, "DimDay", {"column_1"})));
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
