#include "discovery/refused_values.hpp"

#include <gtest/gtest.h>

#include <set>

namespace rox {
namespace {

Table table_of(const std::string& name, const Type& type, const Format& format = {}) {
  Table table;
  table.name = "T";
  Column& column = table.columns.emplace_back();
  column.name = name;
  column.type = type;
  column.format = format;
  return table;
}

RowsOfValues once_each(const std::set<std::string>& values) {
  RowsOfValues rows;
  for (const std::string& value : values) rows[value] = 1;
  return rows;
}

std::string wider(const Table& table, const std::set<std::string>& values, std::uint64_t times = 1) {
  RowsOfValues rows = once_each(values);
  for (auto& [value, count] : rows) count = times;
  const RefusedValues found = read_refused(table, table.columns[0], {}, rows);
  return found.wider ? to_string(found.wider->type) : "";
}

std::string rewritten(const Table& table, const std::set<std::string>& values, char decimal = '.') {
  Dialect dialect;
  dialect.decimal = decimal;
  const RefusedValues found = read_refused(table, table.columns[0], dialect, once_each(values));
  return found.rewritten ? rewriting_text(*found.rewritten, table.columns[0], decimal) : "";
}

constexpr Type kInteger{TypeKind::integer, 0, 0, 0};
constexpr Type kDecimal{TypeKind::decimal, 18, 2, 0};
constexpr Type kDate{TypeKind::date, 0, 0, 0};

TEST(RefusedValues, NumbersThatAreLargerOrFinerAskForMoreRoom) {
  EXPECT_EQ(wider(table_of("points", kInteger), {"3000000000"}), "BIGINT");
  EXPECT_EQ(wider(table_of("points", kInteger), {"3000000000", "many"}), "BIGINT");
  EXPECT_EQ(wider(table_of("points", kInteger), {"1.5"}), "DECIMAL(18,1)");
  EXPECT_EQ(wider(table_of("points", kInteger), {"99999999999999999999"}), "DECIMAL(38,0)");
  EXPECT_EQ(wider(table_of("amount", kDecimal), {"12345678901234567890.5"}), "DECIMAL(38,2)");
  EXPECT_EQ(wider(table_of("amount", kDecimal), {"1.2345"}), "DECIMAL(38,4)");
  EXPECT_EQ(wider(table_of("points", kInteger), {"many"}), "");
  EXPECT_EQ(wider(table_of("points", kInteger), {"007"}), "");
}

bool asks_column(const Table& table, const std::set<std::string>& values) {
  return read_refused(table, table.columns[0], {}, once_each(values)).asks_column;
}

TEST(RefusedValues, AFirstThousandIsNoDecimal) {
  EXPECT_EQ(wider(table_of("points", kInteger), {"1.234", "12.500"}), "");
  EXPECT_TRUE(asks_column(table_of("points", kInteger), {"1.234", "12.500"}));
  EXPECT_EQ(wider(table_of("points", kInteger), {"1.234", "3000000000"}), "BIGINT");
  EXPECT_EQ(wider(table_of("points", kInteger), {"1.000", "500.000", "1.500"}), "");
  EXPECT_EQ(wider(table_of("points", {TypeKind::decimal, 18, 0, 0}), {"1.000"}), "");
  Format blanks;
  blanks.group = ' ';
  EXPECT_EQ(wider(table_of("points", kInteger, blanks), {"2.345"}), "") << "a blank says nothing of the point";
  // What can be no thousand tells what the sign is.
  EXPECT_EQ(wider(table_of("points", kInteger), {"1.234", "1.5"}), "DECIMAL(18,3)");
  EXPECT_EQ(wider(table_of("points", kInteger), {"0.250"}), "DECIMAL(18,2)");
  EXPECT_EQ(wider(table_of("points", kInteger), {"1234.500"}), "DECIMAL(18,1)");
  EXPECT_EQ(wider(table_of("amount", kDecimal), {"1.234"}), "DECIMAL(38,3)");
}

TEST(RefusedValues, SignsThatTheColumnHadNotAskTheWholeColumn) {
  for (const char* value : {"1,234.50", "1'234.50", "1 234.50", "(12.50)", "12.50-", "12,34,567.50"}) {
    EXPECT_TRUE(asks_column(table_of("amount", kDecimal), {value})) << value;
  }
  for (const char* value : {"many", "007", "1.2.3.4", ""}) {
    EXPECT_FALSE(asks_column(table_of("amount", kDecimal), {value})) << value;
  }
}

TEST(RefusedValues, WhatIsNoNumberAtAllDoesNotMatter) {
  const auto with = [](const Table& table, const std::set<std::string>& values) {
    const auto found = with_thousands(table, table.columns[0], {}, once_each(values));
    return found ? to_string(found->type) + " " + *found->format.group : "";
  };
  EXPECT_EQ(with(table_of("amount", kDecimal), {"1,234.50", "abc"}), "DECIMAL(18,2) ,");
  EXPECT_EQ(with(table_of("amount", kDecimal), {"1 234.50", "2 345.6789"}), "DECIMAL(38,4)  ");
  EXPECT_EQ(with(table_of("amount", kDecimal), {"(12.50)"}), "DECIMAL(18,2) ,");
  EXPECT_EQ(with(table_of("amount", kDecimal), {"12,34,567.50", "5.00 Cr"}), "DECIMAL(18,2) ,");
  EXPECT_EQ(with(table_of("amount", kDecimal), {"abc"}), "");
  EXPECT_EQ(with(table_of("points", kInteger), {"1,234"}), "") << "its decimal sign isn't known";
}

std::string wider_by(const Table& table, const Column& inferred, const std::set<std::string>& values) {
  const auto found = wider_by(table, table.columns[0], {}, inferred, '.', once_each(values));
  return found ? to_string(found->type) + (found->format.group ? std::string(" ") + *found->format.group : "") : "";
}

TEST(RefusedValues, TheWholeColumnMayOnlyTellMore) {
  const Table amount = table_of("amount", kDecimal);
  const auto inferred = [](const Type& type, std::optional<char> decimal, std::optional<char> group) {
    Column column;
    column.type = type;
    column.format.decimal = decimal;
    column.format.group = group;
    return column;
  };
  EXPECT_EQ(wider_by(amount, inferred(kDecimal, {}, ','), {"1,234.50"}), "DECIMAL(18,2) ,");
  EXPECT_EQ(wider_by(amount, inferred(kInteger, {}, ','), {"1,234"}), "DECIMAL(18,2) ,");
  EXPECT_EQ(wider_by(amount, inferred(kDecimal, ',', '.'), {"1.234,50"}), "")
      << "what it has would mean another number";
  EXPECT_EQ(wider_by(amount, inferred({TypeKind::varchar, 0, 0, 0}, {}, {}), {"1,234.50"}), "");
  EXPECT_EQ(wider_by(amount, inferred(kDecimal, {}, ','), {"many"}), "") << "it takes none of them";
  EXPECT_EQ(wider_by(table_of("points", kInteger), inferred(kInteger, ',', '.'), {"1.234.567"}), "INTEGER .");
  EXPECT_EQ(wider_by(table_of("points", kInteger), inferred(kInteger, {}, ','), {"(5)", "7-"}), "INTEGER  ")
      << "nothing says what stands between thousands";
}

TEST(RefusedValues, TimesOfDayAreWrittenInAnotherWayOrNone) {
  const Table hora = table_of("hora", {TypeKind::time, 0, 0, 0});
  EXPECT_EQ(wider(hora, {"noon"}), "");
  EXPECT_EQ(wider(hora, {"2024-05-06 10:00:00"}), "");
  EXPECT_EQ(rewritten(hora, {"25:00"}), "");
  EXPECT_EQ(rewritten(hora, {"8:30 AM", "1:00 PM"}), "HH:MM AM");
  EXPECT_EQ(rewritten(hora, {"8h30"}), "HHhMM");
  EXPECT_EQ(rewritten(hora, {"8h30", "noon"}), "");
}

TEST(RefusedValues, DatesWithATimeAndLongTextsAskForMoreRoom) {
  EXPECT_EQ(wider(table_of("day", kDate), {"2024-05-06 10:00:00"}), "TIMESTAMP");
  EXPECT_EQ(wider(table_of("day", kDate), {"soon"}), "");
  EXPECT_EQ(wider(table_of("name", {TypeKind::varchar, 0, 0, 3}), {"Anna"}), "VARCHAR");
}

TEST(RefusedValues, NumbersThatAreCodesBecomeTexts) {
  EXPECT_EQ(wider(table_of("zip", kInteger), {"SW1A 1AA"}), "VARCHAR");
  EXPECT_EQ(wider(table_of("app_version", kInteger), {"2.10"}), "VARCHAR");
  EXPECT_EQ(wider(table_of("telefone", kInteger), {"+55 (11) 99999-8888"}), "VARCHAR");
  EXPECT_EQ(wider(table_of("cep", kInteger), {"01310100"}), "VARCHAR");
  EXPECT_EQ(wider(table_of("cep", kInteger), {"3000000000"}), "BIGINT");
  EXPECT_EQ(wider(table_of("cep", kInteger), {"unknown"}), "");
  EXPECT_EQ(wider(table_of("quantity", kInteger), {"12a"}), "");
}

TEST(RefusedValues, OneOddValueInAKeyIsASlipOfTheHand) {
  Table table = table_of("customer_id", kInteger);
  table.primary_key = {"customer_id"};
  EXPECT_EQ(wider(table, {"12a4"}), "");
  EXPECT_EQ(wider(table, {"A-17"}, 34), "VARCHAR");
  EXPECT_EQ(wider(table, {"12a4", "WEB-17"}), "VARCHAR");
  EXPECT_EQ(wider(table, {"12.5"}), "");
}

TEST(RefusedValues, AllInAnotherWritingAreTold) {
  Format day_first;
  day_first.date_order = DateOrder::dmy;
  EXPECT_EQ(rewritten(table_of("day", kDate, day_first), {"12/31/2024", "01/15/2024"}), "month first");
  EXPECT_EQ(rewritten(table_of("day", kDate, day_first), {"12/31/2024", "soon"}), "");
  EXPECT_EQ(rewritten(table_of("amount", kDecimal), {"1,5", "2,25"}), "decimal ,");
  EXPECT_EQ(rewritten(table_of("amount", kDecimal), {"1.5", "1,234.25"}, ','), "decimal .");
  EXPECT_EQ(rewritten(table_of("amount", kDecimal), {"x"}), "");
  EXPECT_EQ(rewritten(table_of("points", kInteger), {"1.5"}, ','), "");
}

}  // namespace
}  // namespace rox
