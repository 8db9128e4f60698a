// The scanner against DuckDB's read_csv, row by row, on generated files.
//
// What rox and DuckDB do differently on purpose is in KnownDifferences below and in docs/scanner.md; the generated
// files steer clear of it, or the comparison says so where it can't.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>

#include <algorithm>

#include "source/encoding.hpp"

#include "source/differential_support.hpp"

namespace rox::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

template <class T, std::size_t N>
const T& pick(Random& random, const T (&choices)[N]) {
  return choices[random() % N];
}

bool one_in(Random& random, unsigned n) { return random() % n == 0; }

std::string_view line_end(Random& random, const Style& style) {
  if (!style.newline.empty()) return style.newline;
  return one_in(random, 2) ? "\n" : "\r\n";
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

// As it must be written, and sometimes quoted though it needn't.
std::string written(Random& random, const Style& style, const std::string& text) {
  bool must = text.find_first_of(std::string("\r\n") + style.dialect.delimiter) != std::string::npos;
  std::size_t first = text.find_first_not_of(' ');
  must = must || (first != std::string::npos && text[first] == '"');
  return must || one_in(random, 4) ? in_quotes(text) : text;
}

std::string random_text(Random& random, const Style& style) {
  static constexpr std::string_view kPieces[] = {"x",    "12", " ", "é",    "ß",  "\"", "\n",
                                                 "\r\n", "\r", "'", "NULL", "\\", "#"};
  if (one_in(random, 4)) return "";
  if (one_in(random, 8)) return "NULL";
  std::string text;
  for (auto n = random() % 6; n > 0; --n) {
    if (one_in(random, 6)) {
      text += style.dialect.delimiter;
    } else if (one_in(random, 10) && style.dialect.encoding != Encoding::latin1) {
      text += style.dialect.encoding == Encoding::utf8 ? "🚲" : "日";
    } else {
      text += pick(random, kPieces);
    }
  }
  if (one_in(random, 40)) text.append(random() % 300, 'y');
  return text;
}

std::string header_line(const Style& style) {
  std::string header;
  for (std::size_t i = 0; i < style.types.size(); ++i) {
    header += (i > 0 ? style.dialect.delimiter : "") + "c" + std::to_string(i);
  }
  return header;
}

// A file that every reader takes whole.
std::string well_formed_file(Random& random, const Style& style) {
  std::string file = header_line(style);
  for (auto n = random() % 12; n > 0; --n) {
    file += line_end(random, style);
    if (one_in(random, 10)) file += line_end(random, style);
    for (std::size_t i = 0; i < style.types.size(); ++i) {
      if (i > 0) file += style.dialect.delimiter;
      file += written(random, style, random_text(random, style));
    }
  }
  if (one_in(random, 2)) file += line_end(random, style);
  return file;
}

Style random_style(Random& random) {
  static constexpr char kDelimiters[] = {';', ',', '\t', '|'};
  static constexpr std::string_view kNewlines[] = {"\n", "\r\n", ""};
  static constexpr Encoding kEncodings[] = {Encoding::utf8, Encoding::utf8, Encoding::utf8, Encoding::latin1,
                                            Encoding::utf16le};
  Style style;
  style.dialect.delimiter = pick(random, kDelimiters);
  style.dialect.encoding = pick(random, kEncodings);
  style.dialect.null_words =
      one_in(random, 2) ? std::vector<std::string>{"NULL"} : std::vector<std::string>{"", "NULL"};
  style.newline = pick(random, kNewlines);
  style.bom =
      style.dialect.encoding == Encoding::utf16le || (style.dialect.encoding == Encoding::utf8 && one_in(random, 2));
  style.types = std::vector<Type>(one_in(random, 8) ? 1 : one_in(random, 10) ? 60 : 2 + random() % 4);
  return style;
}

std::size_t random_block(Random& random) {
  return one_in(random, 10) ? std::size_t{1} << 20 : one_in(random, 2) ? 2 + random() % 40 : 2 + random() % 400;
}

// Mixed line ends are an error in DuckDB's strict mode; on well-formed files the other one reads the same.
std::string strictness(const Style& style) {
  return style.newline.empty() ? ", strict_mode=false" : ", strict_mode=true";
}

std::string describe(const Style& style, std::size_t block) {
  return fmt::format("delimiter {}, {}, {} columns, blocks of {}", style.dialect.delimiter,
                     to_string(style.dialect.encoding), style.types.size(), block);
}

// Fails with the first row that differs, and its file if that is short.
testing::AssertionResult same(const Rows& a, const Rows& b, const std::vector<std::string>& files) {
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    if (i < a.size() && i < b.size() && a[i] == b[i]) continue;
    auto shown = [&](const Rows& rows) { return i < rows.size() ? fmt::format("{}", rows[i]) : "has none"; };
    const std::string& file = files[std::stoul((i < a.size() ? a : b)[i][0])];
    return testing::AssertionFailure() << fmt::format("row {}: rox {}, DuckDB {}{}; ", i, shown(a), shown(b),
                                                      file.size() < 200 ? " of " + testing::PrintToString(file) : "");
  }
  return testing::AssertionSuccess();
}

// An empty line of a one-column file is a record with an empty value. DuckDB says so too if that value is NULL, else
// it takes the line for no record.
std::string without_blank_lines(const Style& style) {
  const auto& words = style.dialect.null_words;
  bool skipped = style.types.size() == 1 && std::find(words.begin(), words.end(), "") == words.end();
  return skipped ? "rox_raw <> ''" : "true";
}

// Without the first column, which batches don't have.
Rows without_files(Rows rows) {
  for (auto& row : rows) row.erase(row.begin());
  return rows;
}

TEST(Differential, WellFormedFilesReadTheSame) {
  Random random(1);
  Comparison comparison;
  for (unsigned batch = 0; batch < repetitions(100); ++batch) {
    Style style = random_style(random);
    std::vector<std::string> files;
    for (int i = 0; i < 30; ++i) files.push_back(well_formed_file(random, style));
    comparison.write(style, files);
    Rows expected = comparison.duckdb(strictness(style));
    for (int i = 0; i < 3; ++i) {
      std::size_t block = random_block(random);
      Rows rows = comparison.rox(block, without_blank_lines(style));
      ASSERT_TRUE(same(rows, expected, files)) << describe(style, block);
      ASSERT_THAT(comparison.rejects(), IsEmpty()) << describe(style, block);
      if (without_blank_lines(style) != "true") continue;
      ASSERT_EQ(comparison.rox_batches(block), without_files(expected)) << describe(style, block);
      ASSERT_THAT(comparison.rejects(), IsEmpty()) << describe(style, block);
    }
  }
}

TEST(Differential, EveryBlockEdgeReadsTheSame) {
  Random random(2);
  Comparison comparison;
  for (unsigned batch = 0; batch < repetitions(12); ++batch) {
    Style style = random_style(random);
    style.types = std::vector<Type>(2 + batch % 2);
    std::vector<std::string> files;
    for (int i = 0; i < 8; ++i) files.push_back(well_formed_file(random, style));
    comparison.write(style, files);
    Rows expected = comparison.duckdb(strictness(style));
    for (std::size_t block = 2; block < 160; block += 2) {
      Rows rows = comparison.rox(block);
      ASSERT_TRUE(same(rows, expected, files)) << describe(style, block);
    }
  }
}

// A value of the type as both understand it; now and then one that neither takes.
std::string typed_text(Random& random, const Type& type, char decimal) {
  static constexpr std::string_view kBad[] = {
      "x", "1x", "--1", "12-", "2011-13-01", "1;1", "tru", "é", "9999999999999999999999"};
  if (one_in(random, 40)) return std::string(pick(random, kBad));
  auto digits = [&](unsigned most) {
    std::string text;
    for (auto n = 1 + random() % most; n > 0; --n) text += static_cast<char>('0' + random() % 10);
    return text;
  };
  // Zeros in front make it a code for rox, and a number for DuckDB (known_differences_test.cpp).
  auto whole = [&](unsigned most) {
    std::string text = digits(most);
    if (text.front() == '0') text.front() = '7';
    return text;
  };
  auto two = [&](unsigned from, unsigned to) {
    auto n = from + random() % (to - from + 1);
    return (n < 10 ? "0" : "") + std::to_string(n);
  };
  std::string sign = one_in(random, 4) ? "-" : "";
  switch (type.kind) {
    case TypeKind::smallint: return sign + whole(5);
    case TypeKind::integer: return sign + whole(one_in(random, 10) ? 11 : 9);
    case TypeKind::bigint: return sign + whole(one_in(random, 10) ? 20 : 18);
    case TypeKind::decimal:
      return sign + whole(type.precision - type.scale + (one_in(random, 20) ? 1U : 0U)) +
             (one_in(random, 3) ? "" : std::string(1, decimal) + digits(type.scale));
    case TypeKind::boolean: {
      static constexpr std::string_view kWords[] = {"0", "1", "true", "false", "True", "FALSE", "t", "f"};
      return std::string(pick(random, kWords));
    }
    case TypeKind::date: return two(19, 20) + two(0, 99) + "-" + two(1, 12) + "-" + two(1, 30);
    case TypeKind::time: {
      const std::string text = two(0, 24) + ":" + two(0, 60) + ":" + two(0, 59);
      return text.starts_with("24") ? "x" : one_in(random, 2) ? text : text + "." + digits(6);
    }
    case TypeKind::timestamp: {
      std::string text = two(19, 20) + two(0, 99) + "-" + two(1, 12) + "-" + two(1, 28) + pick(random, {' ', 'T'});
      text += two(0, 23) + ":" + two(0, 60) + ":" + two(0, 59);
      return one_in(random, 2) ? text : text + "." + digits(6);
    }
    case TypeKind::uuid: {
      std::string text;
      for (int i = 0; i < 36; ++i) {
        text += i == 8 || i == 13 || i == 18 || i == 23 ? '-' : "0123456789abcdefABCDEF"[random() % 22];
      }
      return one_in(random, 30) ? text.substr(1) : text;
    }
    case TypeKind::varchar: return "text" + digits(3);
  }
  return "";
}

// DuckDB takes no blanks around UUIDs and booleans; rox does.
bool takes_blanks(TypeKind kind) {
  return kind != TypeKind::varchar && kind != TypeKind::uuid && kind != TypeKind::boolean;
}

std::string typed_file(Random& random, const Style& style) {
  std::string file = header_line(style) + style.newline;
  for (auto n = random() % 60; n > 0; --n) {
    auto fields = style.types.size();
    if (one_in(random, 20)) fields = 2 + random() % (fields + 2);
    for (std::size_t i = 0; i < fields; ++i) {
      if (i > 0) file += style.dialect.delimiter;
      if (i >= style.types.size()) {
        file += "more";
      } else if (one_in(random, 10)) {
        file += "NULL";
      } else {
        std::string text = typed_text(random, style.types[i], style.dialect.decimal);
        if (takes_blanks(style.types[i].kind) && one_in(random, 10)) text = " " + text + " ";
        file += written(random, style, text);
      }
    }
    file += style.newline;
  }
  return file;
}

TEST(Differential, TypedFilesGiveTheSameRowsAndLoseTheSameOnes) {
  Random random(3);
  Comparison comparison;
  std::size_t rejected = 0;
  for (unsigned batch = 0; batch < repetitions(50); ++batch) {
    Style style;
    style.dialect.delimiter = pick(random, {';', ','});
    style.dialect.decimal = pick(random, {'.', ','});
    style.dialect.null_words = {"NULL"};
    style.newline = pick(random, {"\n", "\r\n"});
    static constexpr Type kTypes[] = {
        {TypeKind::smallint, 0, 0, 0},  {TypeKind::integer, 0, 0, 0}, {TypeKind::bigint, 0, 0, 0},
        {TypeKind::decimal, 4, 2, 0},   {TypeKind::decimal, 9, 2, 0}, {TypeKind::decimal, 18, 4, 0},
        {TypeKind::decimal, 38, 10, 0}, {TypeKind::date, 0, 0, 0},    {TypeKind::time, 0, 0, 0},
        {TypeKind::timestamp, 0, 0, 0}, {TypeKind::uuid, 0, 0, 0},    {TypeKind::boolean, 0, 0, 0},
        {TypeKind::varchar, 0, 0, 0}};
    for (auto n = 2 + random() % 6; n > 0; --n) style.types.push_back(pick(random, kTypes));
    std::vector<std::string> files;
    for (int i = 0; i < 20; ++i) files.push_back(typed_file(random, style));
    comparison.write(style, files);
    Rows expected = comparison.duckdb(", strict_mode=true, ignore_errors=true");
    std::size_t block = random_block(random);
    Rows rows = comparison.rox(block);
    ASSERT_TRUE(same(rows, expected, files)) << describe(style, block);
    rejected += comparison.rejects().size();
    ASSERT_EQ(comparison.rox_batches(std::size_t{1} << 20), without_files(expected)) << describe(style, 1 << 20);
    ASSERT_EQ(comparison.rox_batches(block), without_files(expected)) << describe(style, block);
  }
  EXPECT_GT(rejected, repetitions(500));
}

// Text made of what makes CSV hard, seldom well-formed.
std::string hostile_file(Random& random) {
  static constexpr std::string_view kPieces[] = {"\"", "\"\"",    ";",   ";",   "\n", "x;y;z\n",
                                                 "x",  "\"a;b\"", ";\"", "\";", "é",  "\n\""};
  std::string text = "c0;c1;c2\n";
  for (auto n = random() % 14; n > 0; --n) text += pick(random, kPieces);
  return text;
}

std::optional<Rows> duckdb_takes(Comparison& comparison) {
  try {
    return comparison.duckdb(", strict_mode=true");
  } catch (const Error&) {
    return std::nullopt;
  }
}

// DuckDB overlooks one empty field too many at the end of a record only where it isn't quoted oddly before.
bool ends_with_delimiter(std::string_view text) {
  return text.find(";\n") != std::string_view::npos || text.find(";\r") != std::string_view::npos ||
         text.ends_with(';');
}

// Of a quoted empty field too many both think differently.
bool only_a_field_too_many(const std::vector<Reject>& rejects) {
  return std::all_of(rejects.begin(), rejects.end(), [](const Reject& reject) {
    return reject.code == RejectCode::field_count && reject.field == 4 && reject.value.empty();
  });
}

TEST(Differential, HostileFilesAreWholeForBothOrForNeither) {
  Random random(4);
  Comparison comparison;
  Style style;
  style.dialect.delimiter = ';';
  style.dialect.null_words = {"NULL"};
  style.types = std::vector<Type>(3);
  unsigned whole = 0, broken = 0;
  for (unsigned i = 0; i < repetitions(1500); ++i) {
    std::vector<std::string> files = {hostile_file(random)};
    comparison.write(style, files);
    std::size_t block = random_block(random);
    Rows rows = comparison.rox(block);
    ASSERT_EQ(comparison.rox_batches(block), without_files(rows)) << testing::PrintToString(files[0]);
    std::optional<Rows> expected = duckdb_takes(comparison);
    if (comparison.rejects().empty()) {
      if (!expected && ends_with_delimiter(files[0])) continue;
      ASSERT_TRUE(expected) << testing::PrintToString(files[0]);
      ASSERT_TRUE(same(rows, *expected, files));
      ++whole;
    } else if (!only_a_field_too_many(comparison.rejects())) {
      ASSERT_FALSE(expected) << testing::PrintToString(files[0]) << testing::PrintToString(*expected);
      ++broken;
    }
  }
  EXPECT_GT(whole, repetitions(50));
  EXPECT_GT(broken, repetitions(500));
}

}  // namespace
}  // namespace rox::test
