#include "quality/compare_cells.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "base/text.hpp"
#include "model/model.hpp"
#include "source/date_values.hpp"

namespace rox {
namespace {

bool is_exact(ResultKind kind) { return kind == ResultKind::integer || kind == ResultKind::decimal; }
/// Times of day are texts where an engine has no type for them.
bool is_text(ResultKind kind) {
  return kind == ResultKind::text || kind == ResultKind::time || kind == ResultKind::other;
}

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool close(double a, double b) {
  return a == b || std::abs(a - b) <= kFloatTolerance * std::max(std::abs(a), std::abs(b));
}

/// Whether two decimals differ by at most one in the last digit that the shorter of them has.
bool differ_in_the_last_digit(const std::string& a, const std::string& b) {
  const auto decimals = [](const std::string& text) {
    const std::size_t point = text.find('.');
    return point == std::string::npos ? 0 : static_cast<int>(text.size() - point - 1);
  };
  const auto x = number(a);
  const auto y = number(b);
  return x && y && std::abs(*x - *y) <= 1.01 * std::pow(10.0, -std::min(decimals(a), decimals(b)));
}

std::optional<std::int64_t> micros(const std::string& text) {
  std::int64_t value = 0;
  if (parse_timestamp(text, DateOrder::ymd, value) != Parse::ok) return std::nullopt;
  return value;
}

std::string time_cause(ResultKind a_kind, ResultKind b_kind, const std::string& a, const std::string& b) {
  constexpr std::int64_t kQuarter = std::int64_t{15} * 60 * 1'000'000;
  constexpr std::int64_t kDay = kQuarter * 4 * 24;
  const auto x = micros(a);
  const auto y = micros(b);
  if (!x || !y) return {};
  if (*x == *y || (a_kind != b_kind && *x / kDay == *y / kDay)) {
    return "a date against a timestamp: CAST to DATE or TIMESTAMP in the SELECT";
  }
  const std::int64_t apart = std::abs(*x - *y);
  if (apart % kQuarter == 0 && apart <= kDay) return "time zone: the values are whole quarters of an hour apart";
  return {};
}

std::string text_cause(const std::string& a, const std::string& b) {
  if (trim(a) == trim(b)) return "blanks: one engine pads or trims the text";
  if (equals_ignore_case(a, b)) return "letter case";
  return {};
}

}  // namespace

CellRule cell_rule(ResultKind a, ResultKind b) {
  const auto numeric = [](ResultKind kind) { return is_exact(kind) || kind == ResultKind::floating; };
  if (!numeric(a) || !numeric(b)) return CellRule::text;
  return is_exact(a) && is_exact(b) ? CellRule::number : CellRule::floating;
}

bool kinds_differ(ResultKind a, ResultKind b) {
  return a != b && !(is_exact(a) && is_exact(b)) && !(is_text(a) && is_text(b));
}

std::string plain_number(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  while (text.size() > 1 && text[0] == '0' && text[1] != '.') text.remove_prefix(1);
  if (text.find('.') != std::string_view::npos) {
    while (text.ends_with('0')) text.remove_suffix(1);
    if (text.ends_with('.')) text.remove_suffix(1);
  }
  return negative && text != "0" ? "-" + std::string(text) : std::string(text);
}

bool same_value(CellRule rule, const CellValue& a, const CellValue& b) {
  if (!a || !b) return !a && !b;
  if (*a == *b) return true;
  switch (rule) {
    case CellRule::number: return plain_number(*a) == plain_number(*b);
    case CellRule::floating: {
      const auto x = number(*a);
      const auto y = number(*b);
      return x && y && close(*x, *y);
    }
    case CellRule::text: break;
  }
  return false;
}

std::string likely_cause(CellRule rule, ResultKind a_kind, ResultKind b_kind, const CellValue& a, const CellValue& b) {
  if (!a || !b) {
    const CellValue& there = a ? a : b;
    return there->empty() ? "an empty text against NULL" : "missing on one side: an outer join, NULL in a sum or ||";
  }
  if (rule == CellRule::floating)
    return "float against decimal: CAST to DECIMAL before computing (docs/portable-sql.md)";
  if (rule == CellRule::number) {
    const bool fraction = a->find('.') != std::string::npos && b->find('.') != std::string::npos;
    if (!fraction) return "rows that only one engine has went into it: rox reconcile finds them";
    return differ_in_the_last_digit(*a, *b) ? "rounding: CAST to DECIMAL(p,s) before a division, and its result again"
                                            : std::string();
  }
  if (std::string cause = time_cause(a_kind, b_kind, *a, *b); !cause.empty()) return cause;
  return text_cause(*a, *b);
}

}  // namespace rox
