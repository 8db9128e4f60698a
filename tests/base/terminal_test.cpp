#include "base/terminal.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

TEST(Terminal, human_numbers) {
  EXPECT_EQ(human_count(0), "0");
  EXPECT_EQ(human_count(999), "999");
  EXPECT_EQ(human_count(1234567), "1,234,567");
  EXPECT_EQ(human_bytes(1023), "1023 B");
  EXPECT_EQ(human_bytes(1536), "1.5 KB");
  EXPECT_EQ(human_bytes(std::uint64_t{724} << 20), "724.0 MB");
  EXPECT_EQ(human_seconds(0.0123), "0.012 s");
  EXPECT_EQ(human_seconds(1.254), "1.25 s");
  EXPECT_EQ(human_seconds(9.999), "10 s");
  EXPECT_EQ(human_seconds(187), "3 min 07 s");
  EXPECT_EQ(human_seconds(7500), "2 h 05 min");
}

TEST(Terminal, control_characters_are_written_out) {
  EXPECT_EQ(printable("a\nb\tc\rd"), "a\\nb\\tc\\rd");
  EXPECT_EQ(printable("\x1B[31mred"), "\\x1B[31mred");
  EXPECT_EQ(printable("\xC2\x9B"
                      "31m"),
            "\\x9B31m");
  EXPECT_EQ(printable("ação"), "ação");
}

TEST(Terminal, tables_align_by_display_width) {
  TextTable table({{"Name"}, {"Qty", TextTable::Align::right}, {"Note"}});
  table.add_row({"ação", "5", "x"});
  table.add_row({"Water Bottle", "1234", ""});
  EXPECT_EQ(table.text(),
            "Name           Qty  Note\n"
            "------------  ----  ----\n"
            "ação             5  x\n"
            "Water Bottle  1234\n");
}

TEST(Terminal, a_column_without_a_name_has_no_rule) {
  TextTable table({{"a"}, {""}});
  table.add_row({"1", "unchanged"});
  EXPECT_EQ(table.text(),
            "a\n"
            "-\n"
            "1  unchanged\n");
}

TEST(Terminal, tables_cut_the_widest_column_to_the_width) {
  TextTable table({{"Id", TextTable::Align::right}, {"Text"}});
  table.add_row({"1", "a long text that will not fit"});
  EXPECT_EQ(table.text(20),
            "Id  Text\n"
            "--  ----------------\n"
            " 1  a long text tha…\n");
  EXPECT_EQ(table.text(3),  // never below eight columns: lines get longer instead
            "Id  Text\n"
            "--  --------\n"
            " 1  a long …\n");
}

TEST(Terminal, progress_shows_share_speed_and_remaining_time) {
  EXPECT_EQ(progress_line("load", 0.5, 1000000, 20.0, 120),
            "load  [#####.....]  50 %  1,000,000 rows  50k rows/s  20 s left");
  EXPECT_EQ(progress_line("load", 0.98, 5000000, 2.0, 120),
            "load  [#########.]  98 %  5,000,000 rows  2.5M rows/s  1 s left");
  EXPECT_EQ(progress_line("relations", -1, 0, 0.3, 120), "relations");
  EXPECT_EQ(progress_line("relations", -1, 0, 3.2, 120), "relations  3 s");
  EXPECT_EQ(progress_line("load", 0.5, 1000000, 2.0, 10), "load  [###");
}

}  // namespace
}  // namespace rox
