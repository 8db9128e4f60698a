#include "discovery/column_sums.hpp"

#include <algorithm>
#include <optional>

#include "discovery/number.hpp"
#include "source/number_text.hpp"

namespace rox {
namespace {

constexpr std::array<char, 2> kDecimals{'.', ','};
constexpr std::size_t kScale = 10;       // digits behind the decimal sign
constexpr std::size_t kMostDigits = 17;  // before it: a sum of as many as a file has lines still fits

/// In units of the last digit that counts.
std::optional<Int128> amount_of(const NumberParts& parts, char decimal) {
  if (parts.has_exponent) return std::nullopt;
  const std::size_t sign = std::min(parts.body.find(decimal), parts.body.size());
  Int128 value = 0;
  std::size_t whole = 0;
  std::size_t behind = 0;
  for (std::size_t i = 0; i < parts.body.size(); ++i) {
    const char c = parts.body[i];
    if (c < '0' || c > '9') continue;
    value = value * 10 + (c - '0');
    if (++(i < sign ? whole : behind) > (i < sign ? kMostDigits : kScale)) return std::nullopt;
  }
  for (; behind < kScale; ++behind) value *= 10;
  return parts.negative ? -value : value;
}

struct Amounts {
  bool number = false;
  std::array<std::optional<Int128>, 2> values{};  // by decimal sign
};

Amounts read_amounts(std::string_view text) {
  Amounts amounts;
  const NumberText number = read_number(text);
  if (number.styles == 0) return amounts;
  amounts.number = true;
  NumberParts parts;
  std::string scratch;
  if (take_apart(text, kCurrencies, scratch, parts) != NumberFault::none) return amounts;
  for (std::size_t d = 0; d < kDecimals.size(); ++d) {
    if ((number.styles & kStylesOfDecimal[d]) != 0) amounts.values[d] = amount_of(parts, kDecimals[d]);
  }
  return amounts;
}

}  // namespace

void ColumnSums::add(const std::vector<std::string>& row) {
  if (columns_.size() < row.size()) columns_.resize(row.size());
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (row[i].empty()) continue;
    const Amounts amounts = read_amounts(row[i]);
    if (!amounts.number) continue;
    for (std::size_t d = 0; d < kDecimals.size(); ++d) {
      Sum& sum = columns_[i][d];
      sum.known = sum.known && amounts.values[d].has_value();
      if (!sum.known) continue;
      sum.value += *amounts.values[d];
      sum.parts += *amounts.values[d] != 0 ? 1 : 0;
    }
  }
}

std::uint64_t ColumnSums::parts_of(std::size_t column, std::string_view sum) const {
  if (column >= columns_.size()) return 0;
  const Amounts amounts = read_amounts(sum);
  std::uint64_t parts = 0;
  for (std::size_t d = 0; d < kDecimals.size(); ++d) {
    const Sum& mine = columns_[column][d];
    if (mine.known && amounts.values[d] && *amounts.values[d] == mine.value) parts = std::max(parts, mine.parts);
  }
  return parts;
}

}  // namespace rox
