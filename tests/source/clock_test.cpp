#include "source/clock.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "model/format_words.hpp"

namespace rox {
namespace {

std::string time(std::string_view text, std::string_view words = "HH:MM") {
  Format format;
  EXPECT_EQ(set_format_words(format, words), std::nullopt) << words;
  std::int64_t micros = 0;
  const Parse result = parse_time(text, format, micros);
  if (result != Parse::ok) return result == Parse::out_of_range ? "fine" : "bad";
  return fmt::format("{:02}:{:02}:{:02}.{:06}", micros / 3'600'000'000, micros / 60'000'000 % 60,
                     micros / 1'000'000 % 60, micros % 1'000'000);
}

TEST(ParseTime, ReadsClocksOfADay) {
  EXPECT_EQ(time("08:30"), "08:30:00.000000");
  EXPECT_EQ(time("8:30"), "08:30:00.000000");
  EXPECT_EQ(time(" 08:30:15 "), "08:30:15.000000");
  EXPECT_EQ(time("08:30:15.250"), "08:30:15.250000");
  EXPECT_EQ(time("08:30:15,25"), "08:30:15.250000");
  EXPECT_EQ(time("00:00"), "00:00:00.000000");
  EXPECT_EQ(time("23:59:59.999999"), "23:59:59.999999");
  EXPECT_EQ(time("08:30:15.2500000000"), "08:30:15.250000");
}

TEST(ParseTime, RefusesWhatIsNoTimeOfDay) {
  for (const char* bad :
       {"",      "8",     "24:00",  "25:00",       "-08:30",       "+08:30", "08:60",      "08:30:60",        "16:9",
        "3:75",  "8:3:5", "008:30", "08:30:",      "08:30:15.",    "08:30x", "noon",       "08:30 AM",        "8h30",
        "08.30", "0830",  "08:30Z", "08:30+01:00", "08:30:15:250", "::",     "08:30:15.x", "2024-01-01 08:30"}) {
    EXPECT_EQ(time(bad), "bad") << bad;
  }
  EXPECT_EQ(time("08:30:15.1234567"), "fine");
  EXPECT_EQ(time("08:30:15.1234567", "cut"), "08:30:15.123456");
}

TEST(ParseTime, HalvesOfTheDayAreNamed) {
  const char* halves = "HH:MM AM";
  EXPECT_EQ(time("8:30 AM", halves), "08:30:00.000000");
  EXPECT_EQ(time("12:05 pm", halves), "12:05:00.000000");
  EXPECT_EQ(time("12:00 a.m.", halves), "00:00:00.000000");
  EXPECT_EQ(time("8:30:15.5PM", halves), "20:30:15.500000");
  EXPECT_EQ(time("8:30\u202FPM", halves), "20:30:00.000000");
  EXPECT_EQ(time("8:30\u00A0p.\u00A0m.", halves), "20:30:00.000000");
  for (const char* bad : {"8:30", "13:30 PM", "0:30 AM", "8:30 XM", "8:30 A", "8:30 AMX", "8 AM"}) {
    EXPECT_EQ(time(bad, halves), "bad") << bad;
  }
}

TEST(ParseTime, BrazilWritesAnH) {
  const char* letters = "HHhMM";
  for (const char* text :
       {"08h30", "8h30", "8H30", "08h30min", "08 h 30 min", "08h30m", "08:30", "08:30h", "08:30 hs", "8:30 Uhr"}) {
    EXPECT_EQ(time(text, letters), "08:30:00.000000") << text;
  }
  EXPECT_EQ(time("8h", letters), "08:00:00.000000");
  EXPECT_EQ(time("08h30min15s", letters), "08:30:15.000000");
  EXPECT_EQ(time("08h30m15", letters), "08:30:15.000000");
  for (const char* bad : {"24h", "8h60", "8h3", "h30", "8h30h", "8h30min15s9", "08h3015", "8 30", "8horas"}) {
    EXPECT_EQ(time(bad, letters), "bad") << bad;
  }
}

TEST(ParseTime, PointsAndBareDigitsAreReadIfTheFormatSaysSo) {
  EXPECT_EQ(time("08.30", "HH.MM"), "08:30:00.000000");
  EXPECT_EQ(time("8.30.15,5", "HH.MM.SS"), "08:30:15.500000");
  EXPECT_EQ(time("0830", "HHMM"), "08:30:00.000000");
  EXPECT_EQ(time("830", "HHMM"), "08:30:00.000000");
  EXPECT_EQ(time("083015", "HHMMSS"), "08:30:15.000000");
  EXPECT_EQ(time("83015", "HHMMSS"), "08:30:15.000000");
  for (const char* bad : {"2460", "2400", "0875", "8", "30", "08301", "0830151", "x830", "8x3"}) {
    EXPECT_EQ(time(bad, "HHMM"), "bad") << bad;
  }
}

TEST(ReadTimeOfDay, TellsHowItIsWritten) {
  bool too_fine = false;
  const auto clock = read_time_of_day("08:30", too_fine);
  ASSERT_TRUE(clock);
  EXPECT_TRUE(clock->form == TimeForm::clock && clock->padded && !clock->short_hour && !clock->seconds);
  const auto half = read_time_of_day("8:30:10 PM", too_fine);
  ASSERT_TRUE(half);
  EXPECT_TRUE(half->form == TimeForm::half_days && !half->padded && half->short_hour && half->seconds);
  const auto letters = read_time_of_day("14h05", too_fine);
  ASSERT_TRUE(letters);
  EXPECT_TRUE(letters->form == TimeForm::letters && !letters->padded && !letters->short_hour);
  EXPECT_FALSE(too_fine);
  EXPECT_FALSE(read_time_of_day("08.30", too_fine));
  EXPECT_FALSE(read_time_of_day("0830", too_fine));
  EXPECT_FALSE(read_time_of_day("08:30:00.1234567", too_fine));
  EXPECT_TRUE(too_fine);
}

TEST(TimeFormats, AreWrittenAsTheyAreRead) {
  for (const char* words : {"HH:MM AM", "HHhMM", "HH.MM", "HHMM", "HHMM, cut"}) {
    Format format;
    EXPECT_EQ(set_format_words(format, words), std::nullopt);
    EXPECT_EQ(format_words(format), words);
  }
  Format plain;
  EXPECT_EQ(set_format_words(plain, "hh:mm:ss"), std::nullopt);
  EXPECT_TRUE(has_no_words(plain));
}

}  // namespace
}  // namespace rox
