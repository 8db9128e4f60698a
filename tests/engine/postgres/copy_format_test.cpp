#include "engine/postgres/copy_format.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace rox {
namespace {

std::string hex(const std::string& bytes) {
  std::string text;
  for (const char byte : bytes) text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return text;
}

template <class Append, class... Values>
std::string field(Append append, Values... values) {
  std::string out;
  append(values..., out);
  return hex(out);
}

std::string numeric(std::int64_t unscaled, unsigned scale) {
  std::string narrow;
  append_copy_numeric(unscaled, scale, narrow);
  std::string wide;
  append_copy_numeric(Int128{unscaled}, scale, wide);
  EXPECT_EQ(hex(narrow), hex(wide));
  return hex(narrow);
}

// What `COPY (SELECT …) TO STDOUT WITH (FORMAT binary)` of PostgreSQL 15 writes for these values.

TEST(CopyFormat, FramesRows) {
  std::string out;
  append_copy_header(out);
  append_copy_row(2, out);
  append_copy_null(out);
  append_copy_text("ação", out);
  append_copy_end(out);
  EXPECT_EQ(hex(out),
            "5047434f50590aff0d0a00"
            "0000000000000000"
            "0002"
            "ffffffff"
            "00000006"
            "61c3a7c3a36f"
            "ffff");
}

TEST(CopyFormat, WritesFixedTypes) {
  EXPECT_EQ(field(append_copy_boolean, true), "0000000101");
  EXPECT_EQ(field(append_copy_smallint, std::int16_t{-2}), "00000002fffe");
  EXPECT_EQ(field(append_copy_integer, 1), "0000000400000001");
  EXPECT_EQ(field(append_copy_bigint, std::int64_t{-1}), "00000008ffffffffffffffff");
  EXPECT_EQ(field(append_copy_date, 10'957), "0000000400000000") << "2000-01-01";
  EXPECT_EQ(field(append_copy_date, 0), "00000004ffffd533") << "1970-01-01";
  EXPECT_EQ(field(append_copy_time, std::int64_t{30'600'000'001}), "00000008000000071fe6f201");
  EXPECT_EQ(field(append_copy_timestamp, std::int64_t{946'684'800'000'001}), "000000080000000000000001");
  const UInt128 guid = (UInt128{0x0123456789abcdefULL ^ (1ULL << 63)} << 64) | 0xfedcba9876543210ULL;
  EXPECT_EQ(field(append_copy_uuid, guid), "000000100123456789abcdeffedcba9876543210");
}

TEST(CopyFormat, WritesNumericsInGroupsOfFourDigits) {
  // length, digits, weight, sign, scale, then the digits
  EXPECT_EQ(numeric(0, 4),
            "00000008"
            "0000"
            "0000"
            "0000"
            "0004");
  EXPECT_EQ(numeric(12'345'678, 4),
            "0000000c"
            "0002"
            "0000"
            "0000"
            "0004"
            "04d2"
            "162e")
      << "1234.5678";
  EXPECT_EQ(numeric(-10, 1),
            "0000000a"
            "0001"
            "0000"
            "4000"
            "0001"
            "0001")
      << "-1.0";
  EXPECT_EQ(numeric(1, 5),
            "0000000a"
            "0001"
            "fffe"
            "0000"
            "0005"
            "03e8")
      << "0.00001";
  EXPECT_EQ(numeric(100'000'000, 0),
            "0000000a"
            "0001"
            "0002"
            "0000"
            "0000"
            "0001")
      << "10^8";
  EXPECT_EQ(numeric(1'050, 2),
            "0000000c"
            "0002"
            "0000"
            "0000"
            "0002"
            "000a"
            "1388")
      << "10.50";
}

TEST(CopyFormat, WritesNumericsOf38Digits) {
  Int128 nines = 0;
  for (int i = 0; i < 38; ++i) nines = nines * 10 + 9;
  std::string out;
  append_copy_numeric(nines, 38, out);
  EXPECT_EQ(hex(out),
            "0000001c"
            "000a"
            "ffff"
            "0000"
            "0026"
            "270f270f270f270f270f270f270f270f270f"
            "26ac");
  out.clear();
  append_copy_numeric(-nines, 0, out);
  EXPECT_EQ(hex(out),
            "0000001c"
            "000a"
            "0009"
            "4000"
            "0000"
            "0063"
            "270f270f270f270f270f270f270f270f270f");
}

}  // namespace
}  // namespace rox
