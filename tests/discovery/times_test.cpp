#include "discovery/times.hpp"

#include <gmock/gmock.h>

#include "discovery/types.hpp"
#include "model/format_words.hpp"

namespace rox {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

using Values = std::vector<std::string>;

TypeVerdict verdict_of(const Values& values, std::string_view name) {
  ColumnProfile profile(0);
  std::uint64_t line = 1;
  for (const std::string& value : values) profile.add(value, {0, ++line});
  return decide_type(profile, name, {'.', std::nullopt, false, {"t.csv"}});
}

/// "TIME", with a question mark where a warning says that it isn't certain.
std::string type_of(const Values& values, std::string_view name = "x") {
  const TypeVerdict verdict = verdict_of(values, name);
  const std::string words = format_words(verdict.format);
  return to_string(verdict.type) + (words.empty() ? "" : " " + words) + (verdict.warnings.empty() ? "" : "?");
}

TEST(Times, OfADayAreATypeOfTheirOwn) {
  EXPECT_EQ(type_of({"08:30", "09:15", "14:00"}), "TIME");
  EXPECT_EQ(type_of({"08:30", "09:15:20", "14:00:00.5"}, "hora"), "TIME");
  EXPECT_EQ(type_of({"08:30:15,250", "19:00:00,000"}, "Time"), "TIME");
  EXPECT_EQ(type_of({"8:30 AM", "12:05 pm"}), "TIME HH:MM AM");
  EXPECT_EQ(type_of({"08h30", "14h", "14h05min"}), "TIME HHhMM");
  EXPECT_EQ(type_of({"8:30", "9:07", "14:53"}, "hora_inicio"), "TIME");
  EXPECT_EQ(type_of({"02:00", "03:30"}, "horário"), "TIME");
  EXPECT_EQ(type_of({"12:00"}, "start"), "TIME");
  EXPECT_EQ(type_of({"00:00", "00:00"}, "hora"), "TIME");
}

TEST(Times, WhatOtherColumnsHaveWithAColonIsNone) {
  EXPECT_EQ(type_of({"16:9", "4:3", "21:9"}), "VARCHAR");
  EXPECT_EQ(type_of({"3:75", "2:10"}), "VARCHAR");
  EXPECT_EQ(type_of({"3:16", "1:1"}), "VARCHAR");
  EXPECT_EQ(type_of({"1:2:3"}), "VARCHAR");
  EXPECT_EQ(type_of({"3:16", "10:37", "21:12"}, "verse"), "VARCHAR?");
  EXPECT_EQ(type_of({"16:10", "21:10"}, "aspect_ratio"), "VARCHAR?");
  EXPECT_EQ(type_of({"16:10", "21:10"}, "razao"), "VARCHAR?");
  EXPECT_EQ(type_of({"3:16", "10:37", "21:12"}), "VARCHAR?");
  EXPECT_EQ(type_of({"0.30", "8.15"}), "DECIMAL(18,2)");
  EXPECT_EQ(type_of({"0830", "0915"}), "VARCHAR");
  EXPECT_EQ(type_of({"08:30Z"}), "VARCHAR");
  EXPECT_EQ(type_of({"08:30:00+01", "09:00:00+01"}), "VARCHAR");
  EXPECT_EQ(type_of({"a1:b2:c3:d4:e5:f6"}), "VARCHAR");
}

TEST(Times, DurationsStayTextAndAreSaid) {
  EXPECT_EQ(type_of({"1:02:33", "1:15:20", "2:10:05"}), "VARCHAR?");
  EXPECT_EQ(type_of({"1:02:33", "1:15:20", "2:10:05"}, "Time"), "VARCHAR?");
  EXPECT_EQ(type_of({"08:30", "07:45"}, "horas_trabalhadas"), "VARCHAR?");
  EXPECT_EQ(type_of({"08:30", "07:45"}, "Duration"), "VARCHAR?");
  EXPECT_EQ(type_of({"00:45", "01:10"}, "tempo_espera"), "VARCHAR?");
  EXPECT_EQ(type_of({"00:45", "01:10"}, "hora_extra"), "VARCHAR?");
  EXPECT_EQ(type_of({"2h05", "1h40"}), "VARCHAR?");
  EXPECT_THAT(
      verdict_of({"2h05", "1h40"}, "x").warnings.at(0),
      HasSubstr("a close call: text. If these are times of day, say so in model.toml: type = \"TIME\", format = "
                "\"HHhMM\""));
  EXPECT_THAT(verdict_of({"08:30"}, "duracao").warnings.at(0), HasSubstr("a duration, by the column's name: text"));
  EXPECT_THAT(verdict_of({"25:10:00", "08:30"}, "x").warnings.at(0), HasSubstr("times past 24 hours, kept as text"));
  EXPECT_THAT(verdict_of({"24:00", "08:30"}, "hora").warnings.at(0), HasSubstr("times past 24 hours"));
  EXPECT_THAT(verdict_of({"-1:30", "08:30"}, "x").warnings.at(0), HasSubstr("times below zero"));
}

TEST(Times, CloseCallsAreSaidWithTheWayOut) {
  const TypeVerdict guess = verdict_of({"8:30", "9:00", "14:15"}, "x");
  EXPECT_EQ(guess.type.kind, TypeKind::time);
  EXPECT_THAT(guess.warnings.at(0), HasSubstr("'8:30' at t.csv:2 is read as a time of day, a close call"));
  EXPECT_THAT(guess.warnings.at(0), HasSubstr("type = \"VARCHAR\""));
  EXPECT_EQ(type_of({"12:00", "12:00"}), "TIME?");
  EXPECT_EQ(type_of({"04:32", "12:47"}), "TIME?");
  EXPECT_EQ(type_of({"08:30", "17:00"}, "opening_hours"), "TIME?");
  EXPECT_EQ(type_of({"08:30", "17:00"}, "hora_resultado"), "TIME?");
  EXPECT_EQ(type_of({"9:07:33", "14:53:02"}), "TIME?");
  EXPECT_EQ(type_of({"00:04:32", "07:10:05"}), "TIME?");
}

TEST(Times, AreWrittenInOneWayOrText) {
  EXPECT_THAT(verdict_of({"8:30 AM", "13:30"}, "x").warnings.at(0),
              HasSubstr("'8:30 AM' at t.csv:2 has AM or PM, '13:30' at t.csv:3 has none: text"));
  EXPECT_EQ(type_of({"8:30 AM", "13:30"}), "VARCHAR?");
  EXPECT_THAT(verdict_of({"08:30", "09h15"}, "x").warnings.at(0), HasSubstr("format = \"HHhMM\""));
}

TEST(Times, AFewBadValuesAndFineSecondsAreNamed) {
  Values values(40, "08:30");
  values.push_back("noon");
  const TypeVerdict verdict = verdict_of(values, "hora");
  EXPECT_EQ(verdict.type.kind, TypeKind::varchar);
  EXPECT_THAT(verdict.warnings, testing::SizeIs(1));
  EXPECT_THAT(verdict.warnings.at(0), HasSubstr("text, because 1 of 41 values is no time of day: first 'noon'"));
  EXPECT_THAT(verdict_of({"08:30:00.1234567"}, "x").warnings.at(0),
              HasSubstr("say so in model.toml: type = \"TIME\", format = \"cut\""));
  EXPECT_THAT(verdict_of({"08:30:00.1234560"}, "hora").warnings, IsEmpty());
}

TEST(Times, AreTheSameHoweverTheColumnWasCut) {
  ColumnProfile whole(0), first(0), second(0);
  const Values values{"09:00", "8:59", "7:02:01", "25:00", "17:45", "8h30", "-1:00", "x"};
  for (std::size_t i = 0; i < values.size(); ++i) {
    whole.add(values[i], {0, i + 1});
    (i < 4 ? first : second).add(values[i], {0, i + 1});
  }
  second.merge(first);
  for (const auto field : {&TimeEvidence::first, &TimeEvidence::padded, &TimeEvidence::short_hour,
                           &TimeEvidence::seconds, &TimeEvidence::off_grid}) {
    EXPECT_TRUE((whole.time.*field).set);
    EXPECT_EQ((second.time.*field).value, (whole.time.*field).value);
  }
  EXPECT_EQ(second.time.count, whole.time.count);
  for (const auto field : {&TimeEvidence::misfits, &TimeEvidence::past_midnight, &TimeEvidence::below_zero}) {
    EXPECT_EQ((second.time.*field).count, 1U);
    EXPECT_EQ((second.time.*field).first.value, (whole.time.*field).first.value);
  }
  EXPECT_EQ(second.time.latest.witness.value, "17:45");
}

}  // namespace
}  // namespace rox
