#include "discovery/types.hpp"
#include "discovery/date_type.hpp"
#include "discovery/number_type.hpp"
#include "discovery/type_names.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <random>

#include "model/format_words.hpp"
#include "source/clock.hpp"
#include "source/date_values.hpp"
#include "source/number_text.hpp"
#include "source/values.hpp"

namespace rox {
namespace {

using testing::HasSubstr;
using Values = std::vector<std::string>;

ColumnProfile profile_of(const Values& values, std::uint64_t first_line = 2) {
  ColumnProfile profile(0);
  for (const std::string& value : values) profile.add(value, {0, first_line++});
  return profile;
}

TypeContext context() { return {'.', std::nullopt, false, {"t.csv"}}; }

TypeVerdict verdict_of(const Values& values, std::string_view name = "x", const TypeContext& with = context()) {
  return decide_type(profile_of(values), name, with);
}

std::string type_of(const Values& values, std::string_view name = "x") {
  return to_string(verdict_of(values, name).type);
}

TEST(Types, WholeNumbersHaveRoom) {
  EXPECT_EQ(type_of({"1", "-32768"}), "INTEGER");
  EXPECT_EQ(type_of({"21474836", "-21474836"}), "INTEGER");
  EXPECT_EQ(type_of({"21474837"}), "BIGINT");
  EXPECT_EQ(type_of({"-21474837"}), "BIGINT");
  EXPECT_EQ(type_of({"21474"}, "customer_id"), "INTEGER");
  EXPECT_EQ(type_of({"21475"}, "customer_id"), "BIGINT") << "ids leap";
  EXPECT_EQ(type_of({"-2147483649"}), "BIGINT");
  EXPECT_EQ(type_of({"9223372036854775808", "1"}), "DECIMAL(38,0)");
  EXPECT_EQ(type_of({std::string(38, '9')}), "DECIMAL(38,0)");
  EXPECT_EQ(type_of({std::string(39, '9')}), "VARCHAR");
}

TEST(Types, NumbersThatMayBeTimesAreSaid) {
  const auto said = [](const Values& values, std::string_view name) {
    const TypeVerdict verdict = verdict_of(values, name);
    EXPECT_TRUE(is_whole_number(verdict.type)) << name;
    return verdict.warnings.empty() ? "" : verdict.warnings.front();
  };
  EXPECT_THAT(said({"1700000000", "1710000000"}, "created_at"), HasSubstr("2023-11-14 22:13:20"));
  EXPECT_THAT(said({"1700000000", "1710000000"}, "created_at"), HasSubstr("format = \"epoch\""));
  EXPECT_THAT(said({"1700000000000"}, "event_time"), HasSubstr("format = \"epoch_ms\""));
  EXPECT_THAT(said({"45201", "45291"}, "data"), HasSubstr("2023-10-02 to 2023-12-31"));
  EXPECT_EQ(said({"45201", "45291"}, "amount"), "") << "by its name none";
  EXPECT_EQ(said({"2023", "2024"}, "year"), "");
  EXPECT_EQ(said({"20230101", "20231231", "1"}, "data"), "");
}

TEST(Types, DecimalsHaveRoom) {
  EXPECT_EQ(type_of({"1234567890123.45"}), "DECIMAL(18,2)");
  EXPECT_EQ(type_of({"12345678901234.56"}), "DECIMAL(38,2)") << "two digits are no room";
  EXPECT_EQ(type_of({"12.5", "13"}), "DECIMAL(18,2)") << "12.25 will come";
  EXPECT_EQ(verdict_of({"12.5"}).decimals, 1);
  EXPECT_EQ(type_of({std::string(37, '1') + ".5"}), "DECIMAL(38,1)");
  EXPECT_EQ(type_of({"137721.3102", "0.5"}), "DECIMAL(18,4)");
  EXPECT_EQ(type_of({"3578.270000"}), "DECIMAL(18,6)");
  EXPECT_EQ(type_of({"1.5E-3", "2"}), "DECIMAL(18,4)");
  EXPECT_EQ(type_of({"1E+05"}), "DECIMAL(18,0)");
  EXPECT_EQ(type_of({std::string(30, '1') + ".5", "0." + std::string(20, '1')}), "VARCHAR");
  EXPECT_EQ(verdict_of({"1,5"}).format.decimal, ',');
  EXPECT_EQ(verdict_of({"1,5"}, "x", {',', std::nullopt, false, {"t.csv"}}).format.decimal, std::nullopt);
}

TEST(Types, ThousandsAndCurrency) {
  const TypeVerdict reais = verdict_of({"R$ 1.234.567,80", "-R$ 3,00"});
  EXPECT_EQ(to_string(reais.type), "DECIMAL(18,2)");
  EXPECT_EQ(reais.format, (Format{',', '.', "R$", DateOrder::ymd}));
  EXPECT_EQ(to_string(verdict_of({"1,234,567", "5"}).type), "INTEGER");
  EXPECT_EQ(type_of({"$5.00", "€5.00"}), "VARCHAR");
  EXPECT_EQ(verdict_of({"(5.25)", "1.00"}).format.group, ',');
}

TEST(Types, WhatIsAmbiguousStaysTextAndSaysTheWayOut) {
  const TypeVerdict number = verdict_of({"1.234", "5"});
  EXPECT_EQ(to_string(number.type), "VARCHAR");
  ASSERT_EQ(number.warnings.size(), 1U);
  EXPECT_THAT(number.warnings[0], HasSubstr("decimal = \".\""));
  EXPECT_EQ(type_of({"1.234", "5.5"}), "DECIMAL(18,3)");
  EXPECT_EQ(type_of({"1.234", "5,5"}), "DECIMAL(18,2)");
  const TypeVerdict date = verdict_of({"01/02/2023"});
  EXPECT_EQ(to_string(date.type), "VARCHAR");
  EXPECT_THAT(date.warnings.at(0), HasSubstr("date_order"));
  EXPECT_EQ(type_of({"1.5", "1,5"}), "VARCHAR");
  EXPECT_EQ(type_of({"31/12/2022", "12/31/2022"}), "VARCHAR");
}

TEST(Types, ABareDecimalSignIsOneAmongDecimalsAndSaid) {
  EXPECT_EQ(type_of({"5.", "12.5", ".25"}), "DECIMAL(18,2)");
  EXPECT_THAT(verdict_of({"5.", "12.5"}).warnings.at(0), HasSubstr("'5.'"));
  const TypeVerdict places = verdict_of({"1.", "2.", "3"});
  EXPECT_EQ(to_string(places.type), "VARCHAR");
  EXPECT_THAT(places.warnings.at(0), HasSubstr("decimal = \".\""));
  EXPECT_EQ(proven_decimal(profile_of({"1.", "2."})), std::nullopt);
}

TEST(Types, CodesStayText) {
  for (const Values& values : {Values{"007", "8"}, Values{"+5"}, Values{"-0", "1"}, Values{"12E3"}, Values{"00"}}) {
    EXPECT_EQ(verdict_of(values).type.kind, TypeKind::varchar) << values.front();
  }
}

TEST(Types, VersionsAreTwoNumbers) {
  EXPECT_EQ(type_of({"1.9", "1.10", "2.0"}, "version"), "VARCHAR");
  EXPECT_EQ(type_of({"3,1", "3,10"}, "Seção"), "VARCHAR");
  EXPECT_THAT(verdict_of({"1.9", "1.10"}, "app_version").warnings, testing::Contains(HasSubstr("1.10 isn't 1.1")));
  EXPECT_EQ(type_of({"1", "2"}, "version"), "INTEGER");
  EXPECT_EQ(type_of({"1.9", "1.10"}, "version_price"), "DECIMAL(18,2)");
}

TEST(Types, DatesAndTimes) {
  EXPECT_EQ(type_of({"2011-05-31 00:00:00.000"}), "DATE");
  EXPECT_EQ(type_of({"2011-05-31", "2011-06-01 10:00"}), "TIMESTAMP");
  EXPECT_EQ(type_of({"2011-05-31T21:00:00-03:00"}), "TIMESTAMP");
  EXPECT_EQ(type_of({"2011-02-30"}), "VARCHAR");
  EXPECT_EQ(type_of({"2011-05-31 10:00:00.1234567"}), "VARCHAR");
  EXPECT_EQ(verdict_of({"31.12.2022", "1.1.2023"}).format.date_order, DateOrder::dmy);
  EXPECT_EQ(verdict_of({"12/31/2022"}).format.date_order, DateOrder::mdy);
  const TypeVerdict proven_elsewhere = verdict_of({"01/02/2023"}, "x", {'.', DateOrder::dmy, false, {"t.csv"}});
  EXPECT_EQ(proven_elsewhere.type.kind, TypeKind::date);
  EXPECT_EQ(proven_elsewhere.format.date_order, DateOrder::dmy);
}

std::string words_of(const Values& values, const char* name = "x") {
  const TypeVerdict verdict = verdict_of(values, name);
  return to_string(verdict.type) + " " + format_words(verdict.format);
}

TEST(Types, DatesAsTheyAreWrittenElsewhere) {
  EXPECT_EQ(words_of({"31/12/23", "01/02/24"}), "DATE DD/MM/YY");
  EXPECT_EQ(words_of({"12/31/23", "1/2/24"}), "DATE MM/DD/YY");
  EXPECT_EQ(words_of({"99-12-31"}), "DATE YY/MM/DD");
  EXPECT_EQ(words_of({"05-Jan-24", "28-Feb-24"}), "DATE DD-MON-YY");
  EXPECT_EQ(words_of({"5 de janeiro de 2024"}), "DATE DD-MON-YYYY");
  EXPECT_EQ(words_of({"Jan 5, 2024"}), "DATE MON-DD-YYYY");
  EXPECT_EQ(words_of({"28-JAN-16 11.45.46.421 PM"}), "TIMESTAMP DD-MON-YY, HH:MM AM");
  EXPECT_EQ(words_of({"20240131", "20240201"}), "DATE YYYYMMDD");
  EXPECT_EQ(words_of({"20240131101500"}), "TIMESTAMP YYYYMMDD");
  EXPECT_EQ(words_of({"2024-01-31 24:00", "2024-02-01 10:00"}), "TIMESTAMP ");
  EXPECT_THAT(verdict_of({"31/12/23"}).warnings.at(0), HasSubstr("is read as 2023-12-31, years are 1970 to 2069"));
  // Numbers that might be dates, and codes that are written like some.
  EXPECT_EQ(words_of({"20240131", "20241301"}), "INTEGER ");
  EXPECT_EQ(words_of({"20240131"}, "date_key"), "BIGINT ");
  EXPECT_EQ(words_of({"18240131"}), "INTEGER ");
  for (const Values& codes : {Values{"1.1.01", "2.1.13"}, Values{"1-2-13"}, Values{"jan/24"}, Values{"01/2024"}}) {
    EXPECT_EQ(verdict_of(codes).type.kind, TypeKind::varchar) << codes.front();
  }
}

TEST(Types, WhatDatesLeaveOpenIsSaidWithBothReadings) {
  const TypeVerdict open = verdict_of({"02/03/2024", "05/03/2024"});
  EXPECT_EQ(open.type.kind, TypeKind::varchar);
  EXPECT_THAT(open.warnings.at(0), HasSubstr("date_order = \"dmy\" (2024-03-02) or date_order = \"mdy\" (2024-02-03)"));
  const TypeVerdict short_year = verdict_of({"02/03/24"});
  EXPECT_EQ(short_year.type.kind, TypeKind::varchar);
  EXPECT_THAT(short_year.warnings.at(0), HasSubstr("format = \"DD/MM/YY\" (2024-03-02) or format = \"MM/DD/YY\""));
  const TypeVerdict dashed = verdict_of({"31-12-23"});
  EXPECT_EQ(dashed.type.kind, TypeKind::varchar);
  EXPECT_THAT(dashed.warnings.at(0), HasSubstr("its year in front or behind"));
  EXPECT_THAT(dashed.warnings.at(0),
              HasSubstr("format = \"DD/MM/YY\" (2023-12-31) or format = \"YY/MM/DD\" (2031-12-23)"));
  const TypeVerdict settled = verdict_of({"02/03/2024"}, "x", {'.', DateOrder::dmy, false, {"t.csv"}});
  EXPECT_EQ(settled.type.kind, TypeKind::date);
  EXPECT_THAT(settled.warnings.at(0), HasSubstr("which other columns of its table prove"));
}

TEST(Types, OffsetsAreThoseOfAllValuesOrNone) {
  const TypeVerdict mixed = verdict_of({"2024-03-10 10:00:00-03:00", "2024-03-10 10:00:00"});
  EXPECT_EQ(mixed.type.kind, TypeKind::varchar);
  EXPECT_THAT(mixed.warnings.at(0), HasSubstr("off UTC"));
  EXPECT_EQ(words_of({"2024-03-10T10:00:00Z", "2024-03-10 10:00+02"}), "TIMESTAMP offset");
  EXPECT_EQ(words_of({"2024-03-10T10:00:00Z", "2024-03-10"}), "VARCHAR ");
}

TEST(Types, FineSecondsAreCutOnlyIfAsked) {
  const TypeVerdict fine = verdict_of({"2024-03-01 10:00:00.1234567", "2024-03-01 10:00:00.1234568"});
  EXPECT_EQ(fine.type.kind, TypeKind::varchar);
  EXPECT_THAT(fine.warnings.at(0), HasSubstr("format = \"cut\""));
  EXPECT_EQ(words_of({"2024-03-01 10:00:00.1234560"}), "TIMESTAMP ");
}

TEST(Types, DatesOfZerosAreMissingAndSaid) {
  const TypeVerdict sap = verdict_of({"20240131", "00000000"});
  EXPECT_EQ(sap.type.kind, TypeKind::date);
  EXPECT_EQ(format_words(sap.format), "YYYYMMDD, zeros");
  EXPECT_THAT(sap.warnings.back(), HasSubstr("1 dates of zeros"));
  EXPECT_EQ(words_of({"2024-01-31", "0000-00-00", "0000-00-00"}), "DATE zeros");
  EXPECT_EQ(words_of({"2024-01-31", "0001-01-01"}), "DATE ");
  EXPECT_EQ(verdict_of({"00000000"}).type.kind, TypeKind::varchar);
}

TEST(Types, AmountsPerCentAndLakh) {
  EXPECT_EQ(words_of({"R$ 1.234,56", "R$ (200,00)", "R$ -   "}), "DECIMAL(18,2) ");
  EXPECT_EQ(words_of({"\u22125.00", "3.00"}), "DECIMAL(18,2) ");
  EXPECT_EQ(words_of({"1.234,56-", "99,00"}), "DECIMAL(18,2) ");
  EXPECT_EQ(words_of({"1\u202F234,5", "1\u00A0234,5"}), "DECIMAL(18,2) ");
  EXPECT_EQ(words_of({"12,34,567.50", "5,000.00"}), "DECIMAL(18,2) lakh");
  EXPECT_EQ(words_of({"1.5%", "10 %"}), "DECIMAL(18,2) percent");
  EXPECT_EQ(words_of({"1.5%", "10"}), "VARCHAR ");
  EXPECT_EQ(verdict_of({"1,23457E+11"}).format.decimal, ',');
  EXPECT_THAT(verdict_of({"7.89E+12"}).warnings.at(0), HasSubstr("a spreadsheet may have cut"));
  EXPECT_TRUE(verdict_of({"7.891234567891E+12"}).warnings.empty());
}

TEST(Types, KeysThatWereFloatsAndTextsThatAreFormulas) {
  EXPECT_EQ(words_of({"101.0", "102.0"}, "customer_id"), "INTEGER float");
  EXPECT_EQ(words_of({"101.0", "102.5"}, "customer_id"), "DECIMAL(18,2) ");
  EXPECT_EQ(words_of({"101.0", "102.0"}, "price"), "DECIMAL(18,2) ");
  EXPECT_EQ(to_string(verdict_of({"101.0"}, "cliente", {'.', std::nullopt, true, {"t.csv"}}).type), "INTEGER");
  EXPECT_EQ(words_of({"=\"00123\"", "=\"12\""}), "VARCHAR formula");
  EXPECT_EQ(words_of({"=1+2"}), "VARCHAR ");
}

TEST(Types, TruthValues) {
  EXPECT_EQ(type_of({"true", "TRUE"}), "BOOLEAN");
  EXPECT_EQ(type_of({"Sim", "NÃO", "nao"}), "BOOLEAN");
  EXPECT_EQ(type_of({"t", "f"}), "BOOLEAN");
  EXPECT_EQ(type_of({"F"}), "VARCHAR");
  EXPECT_EQ(type_of({"S", "N"}), "VARCHAR");
  EXPECT_EQ(type_of({"S", "N"}, "fl_ativo"), "BOOLEAN");
  EXPECT_EQ(type_of({"0", "1"}, "MakeFlag"), "BOOLEAN");
  EXPECT_EQ(type_of({"0", "1"}, "Quantity"), "INTEGER");
  EXPECT_EQ(type_of({"0", "0"}, "MakeFlag"), "INTEGER");
  EXPECT_EQ(type_of({"yes", "true"}), "VARCHAR");
}

TEST(Types, FlagNames) {
  for (const char* name : {"OnlineOrderFlag", "IsActive", "has_children", "is_ok", "fl_ativo", "ativo"}) {
    EXPECT_TRUE(is_flag_name(name)) << name;
  }
  for (const char* name : {"Island", "Hash", "Status", "Flagship", "issue", "History", ""}) {
    EXPECT_FALSE(is_flag_name(name)) << name;
  }
}

TEST(Types, UuidsAndText) {
  EXPECT_EQ(type_of({"B207C96D-D9E6-402B-8470-2CC176C42283", "{b207c96d-d9e6-402b-8470-2cc176c42283}"}), "UUID");
  EXPECT_EQ(type_of({"B207C96D-D9E6-402B-8470-2CC176C4228"}), "VARCHAR");
  EXPECT_EQ(type_of({"Zoë", "ab"}), "VARCHAR");
  EXPECT_EQ(type_of({}), "VARCHAR");
}

TEST(Types, AFewMisfitsAreNamed) {
  Values values(100, "2023-01-01");
  values[41] = "soon";
  const TypeVerdict verdict = verdict_of(values);
  EXPECT_EQ(verdict.type.kind, TypeKind::varchar);
  EXPECT_THAT(verdict.warnings.at(0), HasSubstr("1 of 100 values is no date: first 'soon' at t.csv:43"));
}

// ---- Properties: over random columns, what is inferred holds every value exactly.

std::string random_value(std::mt19937& random, int kind) {
  const auto pick = [&](int from, int to) { return std::uniform_int_distribution<int>(from, to)(random); };
  const auto digits = [&](int from, int to) {
    std::string text;
    for (int n = pick(from, to); n > 0; --n) text += static_cast<char>('0' + pick(0, 9));
    return text;
  };
  const auto date = [&](const char* form) {
    return fmt::format(fmt::runtime(form), pick(1, 9999), pick(1, 12), pick(1, 28));
  };
  const char* const sign = pick(0, 3) == 0 ? "-" : "";
  switch (kind) {
    case 0: return fmt::format("{}{}", sign, pick(0, 70000));
    case 1: return fmt::format("{}{}{}", sign, pick(1, 9), digits(0, 40));
    case 2: return fmt::format("{}{},{}", sign, pick(0, 99999), digits(1, 6));
    case 3: return fmt::format("{}{}.{:03},{}", sign, pick(1, 999), pick(0, 999), digits(1, 3));
    case 4: return fmt::format("$ {},{:03}.{:02}", pick(1, 99), pick(0, 999), pick(0, 99));
    case 5: return date("{:04}-{:02}-{:02}");
    case 6: return date("{2}/{1}/{0:04}");
    case 7:
      return date("{:04}-{:02}-{:02}") +
             fmt::format(" {:02}:{:02}:{:02}.{}", pick(0, 23), pick(0, 59), pick(0, 59), digits(1, 6));
    case 8: return fmt::format("{}.{}E{}{}", pick(0, 9), digits(1, 4), pick(0, 1) ? "-" : "+", pick(0, 12));
    case 9: return fmt::format("{}{}", sign, digits(1, 4));
    case 10: return pick(0, 1) ? "sim" : "Não";
    case 11: return fmt::format("({}.{:02})", pick(0, 99), pick(0, 99));
    case 12: return fmt::format("{}.{:03}", pick(1, 999), pick(0, 999));
    case 13: return fmt::format("{:02}:{:02}{}", pick(0, 23), pick(0, 59), pick(0, 1) ? ":15,25" : "");
    case 14: return fmt::format("{}:{:02} {}M", pick(1, 12), pick(0, 59), pick(0, 1) ? 'A' : 'P');
    default: return fmt::format("{}{}", std::string(static_cast<std::size_t>(pick(0, 3)), 'x'), digits(0, 3));
  }
}
constexpr int kKinds = 16;

bool is_number(TypeKind kind) {
  return kind == TypeKind::smallint || kind == TypeKind::integer || kind == TypeKind::bigint ||
         kind == TypeKind::decimal;
}

/// Whether the value reads as that type, as the scanner reads it.
bool holds(const TypeVerdict& verdict, const std::string& value) {
  const char decimal = verdict.format.decimal.value_or('.');
  std::string text = value;
  const bool whole = verdict.type.kind != TypeKind::decimal || verdict.type.scale == 0;
  if (is_number(verdict.type.kind) && plain_number(value, verdict.format, decimal, whole, text) != NumberFault::none) {
    return false;
  }
  std::int64_t integer = 0;
  std::int32_t days = 0;
  Int128 wide = 0;
  UInt128 uuid = 0;
  bool flag = false;
  switch (verdict.type.kind) {
    case TypeKind::smallint:
      return parse_integer(text, integer) == Parse::ok && integer >= INT16_MIN && integer <= INT16_MAX;
    case TypeKind::integer:
      return parse_integer(text, integer) == Parse::ok && integer >= INT32_MIN && integer <= INT32_MAX;
    case TypeKind::bigint: return parse_integer(text, integer) == Parse::ok;
    case TypeKind::decimal:
      return parse_decimal(text, decimal, verdict.type.precision, verdict.type.scale, wide) == Parse::ok;
    case TypeKind::date:
      return parse_date(value, verdict.format, days, flag) == Parse::ok && flag == verdict.format.offset;
    case TypeKind::time: return parse_time(value, verdict.format, integer) == Parse::ok;
    case TypeKind::timestamp:
      return parse_timestamp(value, verdict.format, integer, flag) == Parse::ok && flag == verdict.format.offset;
    case TypeKind::uuid: return parse_uuid(value, uuid) == Parse::ok;
    case TypeKind::boolean: return parse_boolean(value, flag) == Parse::ok;
    case TypeKind::varchar: return value.size() <= verdict.type.length || verdict.type.length == 0;
  }
  return false;
}

TEST(TypesProperty, WhatIsInferredHoldsEveryValue) {
  std::mt19937 random(7);
  std::size_t typed = 0;
  for (int round = 0; round < 4000; ++round) {
    const int kind = round % kKinds;
    Values values;
    for (int n = std::uniform_int_distribution<int>(1, 30)(random); n > 0; --n) {
      // Now and then a value of another kind, as real columns have them.
      const bool stray = random() % 200 == 0;
      values.push_back(random_value(random, stray ? static_cast<int>(random() % kKinds) : kind));
    }
    const TypeVerdict verdict = verdict_of(values);
    typed += verdict.type.kind != TypeKind::varchar;
    for (const std::string& value : values) {
      if (verdict.type.kind == TypeKind::varchar) {
        EXPECT_EQ(verdict.type.length, 0U) << value;
      } else {
        EXPECT_TRUE(holds(verdict, value)) << "'" << value << "' as " << to_string(verdict.type);
      }
    }
  }
  EXPECT_GT(typed, 2500U);
}

TEST(TypesProperty, HowAColumnIsCutMakesNoDifference) {
  std::mt19937 random(11);
  for (int round = 0; round < 1000; ++round) {
    const int kind = round % kKinds;
    Values values;
    for (int n = 60; n > 0; --n)
      values.push_back(random_value(random, random() % 30 == 0 ? static_cast<int>(random() % kKinds) : kind));
    const TypeVerdict whole = verdict_of(values);
    // Two threads, each with some of the blocks, merged in either order.
    std::array<ColumnProfile, 2> parts{ColumnProfile(0), ColumnProfile(0)};
    for (std::size_t i = 0; i < values.size(); ++i) parts[(i / 7 + random() % 2) % 2].add(values[i], {0, i + 2});
    const std::size_t first = random() % 2;
    parts[first].merge(parts[1 - first]);
    const TypeVerdict merged = decide_type(parts[first], "x", context());
    EXPECT_EQ(to_string(merged.type), to_string(whole.type));
    EXPECT_EQ(merged.format, whole.format);
    EXPECT_EQ(merged.reasons, whole.reasons);
    EXPECT_EQ(merged.warnings, whole.warnings);
  }
}

}  // namespace
}  // namespace rox
