// The value parsers against DuckDB's casts, on random texts; decimals against arithmetic on their digits too. Where the
// two differ on purpose (known_differences_test.cpp), the test says which side takes more.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>
#include <optional>

#include "base/decimal.hpp"
#include "source/clock.hpp"
#include "source/date_values.hpp"
#include "source/differential_support.hpp"
#include "source/values.hpp"

namespace rox::test {
namespace {

using Texts = std::vector<std::string>;
using Answers = std::vector<std::optional<std::string>>;

// DuckDB's answers to `expression` over t, the text; in their order.
Answers duckdb_says(const Texts& texts, std::string_view expression) {
  DuckDbConnection connection = DuckDbDatabase("", {}).connect();
  connection.execute("CREATE TABLE texts(i BIGINT, t VARCHAR); SET TimeZone = 'UTC'");
  DuckDbAppender appender(connection, "main", "texts");
  for (std::size_t i = 0; i < texts.size(); ++i) {
    appender.add(static_cast<std::int64_t>(i));
    appender.add(texts[i]);
    appender.end_row();
  }
  appender.close();
  Answers answers;
  for (auto& row : rows_of(connection, fmt::format("SELECT CAST({} AS VARCHAR) FROM texts ORDER BY i", expression))) {
    answers.push_back(row[0] == "∅" ? std::nullopt : std::optional(std::move(row[0])));
  }
  return answers;
}

// A text of `letters`, or one that was valid, with a character changed, added or lost.
std::string near(Random& random, std::string text, std::string_view letters) {
  auto letter = [&] { return letters[random() % letters.size()]; };
  switch (random() % 5) {
    case 0: text[random() % text.size()] = letter(); break;
    case 1: text.insert(random() % (text.size() + 1), 1, letter()); break;
    case 2: text.erase(random() % text.size(), 1); break;
    default: break;
  }
  if (text.empty()) text.push_back('x');
  return text;
}

Texts many(unsigned n, unsigned seed, const std::function<std::string(Random&)>& make) {
  Random random(seed);
  Texts texts;
  for (unsigned i = 0; i < repetitions(n); ++i) texts.push_back(make(random));
  return texts;
}

std::string digits(Random& random, unsigned least, unsigned most) {
  std::string text;
  for (auto n = least + random() % (most - least + 1); n > 0; --n) text += static_cast<char>('0' + random() % 10);
  return text;
}

// rox takes fewer forms: whatever it takes, DuckDB takes and means the same.
void expect_no_more_than(const Texts& texts, const Answers& rox, const Answers& duckdb) {
  std::size_t taken = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (!rox[i]) continue;
    ASSERT_EQ(rox[i], duckdb[i]) << "'" << texts[i] << "'";
    ++taken;
  }
  EXPECT_GT(taken, texts.size() / 10);
}

std::string sign(Random& random) { return std::string(random() % 2, '-'); }

TEST(ValuesDifferential, Integers) {
  Texts texts = many(40000, 1, [](Random& random) {
    return near(random, sign(random) + digits(random, 1, random() % 4 == 0 ? 20 : 9), "0159+- .x\t");
  });
  Answers duckdb = duckdb_says(texts, "TRY_CAST(t AS BIGINT)"), rox;
  for (const std::string& text : texts) {
    std::int64_t value = 0;
    rox.push_back(parse_integer(text, value) == Parse::ok ? std::optional(std::to_string(value)) : std::nullopt);
  }
  expect_no_more_than(texts, rox, duckdb);
  // And the other way round, for what is written in digits alone.
  for (std::size_t i = 0; i < texts.size(); ++i) {
    bool plain = texts[i].find_first_not_of("0123456789", texts[i][0] == '-') == std::string::npos;
    if (!plain) continue;
    ASSERT_EQ(rox[i], duckdb[i]) << "'" << texts[i] << "'";
  }
}

struct DecimalForm {
  unsigned precision;
  unsigned scale;
};

// What a decimal is, by its digits alone: no arithmetic that could overflow. Empty if it doesn't fit exactly.
std::optional<std::string> exact_decimal(std::string text, DecimalForm form) {
  bool negative = text[0] == '-';
  if (negative || text[0] == '+') text.erase(0, 1);
  std::size_t point = std::min(text.find('.'), text.size());
  std::string whole = text.substr(0, point), fraction = point < text.size() ? text.substr(point + 1) : "";
  if (whole.empty() && fraction.empty()) return std::nullopt;
  if ((whole + fraction).find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size()));
  fraction.resize(std::max<std::size_t>(fraction.size(), form.scale), '0');
  if (fraction.find_first_not_of('0', form.scale) != std::string::npos) return std::nullopt;
  fraction.resize(form.scale);
  if (whole.size() + form.scale > form.precision) return std::nullopt;
  bool zero = whole.empty() && fraction.find_first_not_of('0') == std::string::npos;
  return fmt::format("{}{}{}{}", negative && !zero ? "-" : "", whole.empty() ? "0" : whole, form.scale > 0 ? "." : "",
                     fraction);
}

TEST(ValuesDifferential, Decimals) {
  for (DecimalForm form : {DecimalForm{4, 2}, {9, 0}, {9, 9}, {18, 4}, {19, 4}, {38, 0}, {38, 10}, {38, 38}}) {
    Texts texts = many(8000, form.precision, [&](Random& random) {
      std::string text = sign(random) + digits(random, 0, form.precision - form.scale + 1);
      if (random() % 3 != 0) text += '.' + digits(random, 0, form.scale + (random() % 4 == 0 ? 2 : 0));
      return near(random, text.empty() ? "0" : text, "0159+-.");
    });
    Answers duckdb = duckdb_says(texts, fmt::format("TRY_CAST(t AS DECIMAL({},{}))", form.precision, form.scale));
    for (std::size_t i = 0; i < texts.size(); ++i) {
      Int128 value = 0;
      std::optional<std::string> rox;
      if (parse_decimal(texts[i], '.', form.precision, form.scale, value) == Parse::ok) {
        append_decimal(value, form.scale, rox.emplace());
      }
      ASSERT_EQ(rox, exact_decimal(texts[i], form)) << texts[i] << " as " << form.precision << "," << form.scale;
      // DuckDB rounds where rox refuses.
      if (!rox) continue;
      if (form.scale == form.precision) rox->erase(rox->find('0'), 1);  // DuckDB writes .5
      ASSERT_EQ(rox, duckdb[i]) << texts[i] << " as " << form.precision << "," << form.scale;
    }
  }
}

std::string two(Random& random, unsigned least, unsigned most) {
  auto n = least + random() % (most - least + 1);
  return n < 10 && random() % 8 != 0 ? fmt::format("{:02}", n) : std::to_string(n);
}

std::string some_date(Random& random) {
  char separator = random() % 4 == 0 ? '/' : '-';
  return fmt::format("{:04}{}{}{}{}", 1 + random() % (random() % 2 == 0 ? 9999 : 2100), separator, two(random, 0, 13),
                     separator, two(random, 0, 32));
}

TEST(ValuesDifferential, Dates) {
  Texts texts = many(40000, 3, [](Random& random) { return near(random, some_date(random), "0129-/ "); });
  Answers duckdb = duckdb_says(texts, "date_diff('day', DATE '1970-01-01', TRY_CAST(t AS DATE))"), rox;
  for (const std::string& text : texts) {
    std::int32_t days = 0;
    rox.push_back(parse_date(text, DateOrder::ymd, days) == Parse::ok ? std::optional(std::to_string(days))
                                                                      : std::nullopt);
  }
  expect_no_more_than(texts, rox, duckdb);
}

TEST(ValuesDifferential, TimestampsWithOffsets) {
  Texts texts = many(40000, 4, [](Random& random) {
    std::string text = some_date(random) + (random() % 2 == 0 ? ' ' : 'T') + two(random, 0, 24) + ':';
    text += two(random, 0, 60);
    if (random() % 6 == 0) return near(random, text, "0129-:.T");  // DuckDB wants seconds before an offset or blanks
    (text += ':') += two(random, 0, 60);
    if (random() % 2 == 0) (text += '.') += digits(random, 1, 6);
    static constexpr std::string_view kZones[] = {"", "", "", "Z", "+02", "-03:00", "+05:30", "-11"};
    return near(random, text + std::string(kZones[random() % std::size(kZones)]), "0129-:.TZ");
  });
  // DuckDB's TIMESTAMP drops the offset; its TIMESTAMP WITH TIME ZONE is what rox means.
  Answers duckdb = duckdb_says(texts, "epoch_us(TRY_CAST(t AS TIMESTAMPTZ))"), rox;
  for (const std::string& text : texts) {
    std::int64_t micros = 0;
    rox.push_back(parse_timestamp(text, DateOrder::ymd, micros) == Parse::ok ? std::optional(std::to_string(micros))
                                                                             : std::nullopt);
  }
  expect_no_more_than(texts, rox, duckdb);
}

TEST(ValuesDifferential, TimesOfDay) {
  Texts texts = many(40000, 8, [](Random& random) {
    const auto two = [&](unsigned most) { return fmt::format("{:02}", random() % most); };
    std::string text = (random() % 4 == 0 ? std::to_string(random() % 10) : two(26)) + ":" + two(61);
    if (random() % 4 != 0) text += ":" + two(61);
    if (random() % 2 == 0) text += "." + digits(random, 1, 6);
    return near(random, text, "0159:. +-x");
  });
  Answers duckdb = duckdb_says(texts, "TRY_CAST(trim(t) AS TIME)"), rox;
  for (const std::string& text : texts) {
    std::int64_t micros = 0;
    if (parse_time(text, {}, micros) != Parse::ok) {
      rox.emplace_back();
      continue;
    }
    std::string same = fmt::format("{:02}:{:02}:{:02}.{:06}", micros / 3'600'000'000, micros / 60'000'000 % 60,
                                   micros / 1'000'000 % 60, micros % 1'000'000);
    while (same.back() == '0' && same.find('.') != std::string::npos) same.pop_back();
    if (same.back() == '.') same.pop_back();
    rox.emplace_back(same);
  }
  expect_no_more_than(texts, rox, duckdb);
}

TEST(ValuesDifferential, Uuids) {
  Texts texts = many(20000, 5, [](Random& random) {
    std::string text = "8FecF36c-0e9c-aAdd-073E-8477de7490Db";
    for (char& c : text) c = c == '-' ? c : "0123456789abcdefABCDEF"[random() % 22];
    return near(random, text, "09afAFgG-{}");
  });
  Answers duckdb = duckdb_says(texts, "TRY_CAST(t AS UUID)"), rox;
  for (const std::string& text : texts) {
    UInt128 value = 0;
    if (parse_uuid(text, value) != Parse::ok) {
      rox.emplace_back();
      continue;
    }
    auto high = static_cast<std::uint64_t>(value >> 64) ^ (std::uint64_t{1} << 63);
    std::string hex = fmt::format("{:016x}{:016x}", high, static_cast<std::uint64_t>(value));
    for (std::size_t at : {8, 13, 18, 23}) hex.insert(at, 1, '-');
    rox.emplace_back(hex);
  }
  expect_no_more_than(texts, rox, duckdb);
}

}  // namespace
}  // namespace rox::test
