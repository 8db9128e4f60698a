#include "sample/row.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace rox {
namespace {

constexpr unsigned kScale = 8;

}  // namespace

void split_row(std::string_view row, Fields& out) {
  std::size_t count = 0;
  auto add = [&](std::string_view field) {
    if (count == out.size()) out.emplace_back();
    out[count++].assign(field);
  };
  std::size_t begin = 0;
  bool quoted = false;  // doubled quotes close and open again
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (row[i] == '"') {
      quoted = !quoted;
    } else if (row[i] == ';' && !quoted) {
      add(row.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  add(row.substr(begin));
  out.resize(count);
}

void join_row(const Fields& fields, char delimiter, std::string& out) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) out += delimiter;
    const std::string& field = fields[i];
    bool quotes = delimiter != ';' && !field.starts_with('"') && field.find(delimiter) != std::string::npos;
    if (quotes) out += '"';
    out += field;
    if (quotes) out += '"';
  }
}

Int128 read_amount(std::string_view text) {
  Int128 value = 0;
  unsigned decimals = 0;
  bool past_sign = false;
  for (char c : text) {
    if ((c == ',' || c == '.') && !past_sign) {
      past_sign = true;
      continue;
    }
    if (c < '0' || c > '9' || decimals == kScale) throw std::logic_error(fmt::format("'{}' is no amount", text));
    value = value * 10 + (c - '0');
    if (past_sign) ++decimals;
  }
  return value * static_cast<Int128>(kPowersOf10[kScale - decimals]);
}

std::string amount_text(Int128 hundred_millionths, char sign, std::size_t digits) {
  std::string text;
  append_decimal(hundred_millionths, kScale, text);
  std::size_t point = text.find('.');
  while (text.size() - point - 1 > digits && text.back() == '0') text.pop_back();
  text[point] = sign;
  return text;
}

}  // namespace rox
