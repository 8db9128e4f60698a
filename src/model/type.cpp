#include "model/type.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <optional>
#include <vector>

#include "base/error.hpp"
#include "base/text.hpp"

namespace rox {

namespace {

constexpr unsigned kMaxPrecision = 38;
/// Redshift and others end at 65,535, DuckDB and PostgreSQL don't; a model may say any length that fits.
constexpr std::uint32_t kMaxLength = 1U << 31U;

struct Spelling {
  std::string_view name;
  TypeKind kind;
};

// The first spelling of each kind is the one that rox writes.
constexpr std::array kSpellings{
    Spelling{"BOOLEAN", TypeKind::boolean},
    Spelling{"BOOL", TypeKind::boolean},
    Spelling{"SMALLINT", TypeKind::smallint},
    Spelling{"INT2", TypeKind::smallint},
    Spelling{"INTEGER", TypeKind::integer},
    Spelling{"INT", TypeKind::integer},
    Spelling{"INT4", TypeKind::integer},
    Spelling{"BIGINT", TypeKind::bigint},
    Spelling{"INT8", TypeKind::bigint},
    Spelling{"DECIMAL", TypeKind::decimal},
    Spelling{"NUMERIC", TypeKind::decimal},
    Spelling{"DEC", TypeKind::decimal},
    Spelling{"DATE", TypeKind::date},
    Spelling{"TIME", TypeKind::time},
    Spelling{"TIME WITHOUT TIME ZONE", TypeKind::time},
    Spelling{"TIMESTAMP", TypeKind::timestamp},
    Spelling{"DATETIME", TypeKind::timestamp},
    Spelling{"UUID", TypeKind::uuid},
    Spelling{"GUID", TypeKind::uuid},
    Spelling{"UNIQUEIDENTIFIER", TypeKind::uuid},
    Spelling{"VARCHAR", TypeKind::varchar},
    Spelling{"TEXT", TypeKind::varchar},
    Spelling{"STRING", TypeKind::varchar},
    Spelling{"CHARACTER VARYING", TypeKind::varchar},
};

Error unknown_type(std::string_view text, std::string_view name) {
  std::vector<std::string> known;
  for (const Spelling& spelling : kSpellings) known.emplace_back(spelling.name);
  constexpr std::string_view kFloats[] = {"FLOAT", "REAL", "DOUBLE", "DOUBLE PRECISION", "FLOAT4", "FLOAT8"};
  for (const std::string_view name_of_float : kFloats) {
    if (equals_ignore_case(name, name_of_float)) {
      return usage_error(fmt::format("type '{}' isn't exact; rox has no floats", text))
          .hint("use DECIMAL(precision, scale), for instance DECIMAL(18,4)");
    }
  }
  return usage_error(fmt::format("unknown type '{}'{}", text, did_you_mean(name, known)))
      .hint(
          "the types are BOOLEAN, SMALLINT, INTEGER, BIGINT, DECIMAL(p,s), DATE, TIME, TIMESTAMP, UUID, VARCHAR, "
          "VARCHAR(n)");
}

/// The numbers of "(18, 4)"; empty if `text` isn't such a list.
std::optional<std::vector<std::uint32_t>> parse_arguments(std::string_view text) {
  if (text.size() < 2 || text.front() != '(' || text.back() != ')') return std::nullopt;
  text = text.substr(1, text.size() - 2);
  std::vector<std::uint32_t> numbers;
  while (true) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const std::string_view part = trim(text.substr(0, comma));
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
    if (error != std::errc{} || end != part.data() + part.size()) return std::nullopt;
    numbers.push_back(number);
    if (comma == text.size()) return numbers;
    text.remove_prefix(comma + 1);
  }
}

Type decimal_type(std::string_view text, const std::vector<std::uint32_t>& arguments) {
  if (arguments.empty() || arguments.size() > 2) {
    throw usage_error(fmt::format("type '{}' needs a precision and a scale", text))
        .hint("write for instance DECIMAL(18,4): at most 18 digits, 4 of them after the decimal sign");
  }
  const std::uint32_t precision = arguments[0];
  const std::uint32_t scale = arguments.size() == 2 ? arguments[1] : 0;
  if (precision < 1 || precision > kMaxPrecision || scale > precision) {
    throw usage_error(fmt::format("type '{}' is out of range", text))
        .hint("a DECIMAL has 1 to 38 digits, and no more of them after the decimal sign than it has");
  }
  return {TypeKind::decimal, static_cast<std::uint8_t>(precision), static_cast<std::uint8_t>(scale), 0};
}

}  // namespace

bool is_whole_number(const Type& type) {
  return type.kind == TypeKind::smallint || type.kind == TypeKind::integer || type.kind == TypeKind::bigint;
}

bool is_number(const Type& type) { return is_whole_number(type) || type.kind == TypeKind::decimal; }

bool is_text_in_parquet(const Type& type) { return type.kind == TypeKind::uuid || type.kind == TypeKind::time; }

std::size_t value_width(const Type& type) {
  switch (type.kind) {
    case TypeKind::boolean: return 1;
    case TypeKind::smallint: return 2;
    case TypeKind::integer:
    case TypeKind::date: return 4;
    case TypeKind::bigint:
    case TypeKind::time:
    case TypeKind::timestamp: return 8;
    case TypeKind::uuid:
    case TypeKind::varchar: return 16;
    case TypeKind::decimal: break;
  }
  if (type.precision <= 4) return 2;
  if (type.precision <= 9) return 4;
  return type.precision <= 18 ? 8 : 16;
}

std::string to_string(const Type& type) {
  std::string_view name;
  for (const Spelling& spelling : kSpellings) {
    if (spelling.kind != type.kind) continue;
    name = spelling.name;
    break;
  }
  if (type.kind == TypeKind::decimal) return fmt::format("{}({},{})", name, type.precision, type.scale);
  if (type.kind == TypeKind::varchar && type.length > 0) return fmt::format("{}({})", name, type.length);
  return std::string(name);
}

Type parse_type(std::string_view text) {
  const std::string_view all = trim(text);
  const std::size_t bracket = std::min(all.find('('), all.size());
  const std::string_view name = trim(all.substr(0, bracket));
  std::vector<std::uint32_t> arguments;
  if (bracket < all.size()) {
    const auto parsed = parse_arguments(all.substr(bracket));
    if (!parsed) throw unknown_type(all, name);
    arguments = *parsed;
  }
  for (const Spelling& spelling : kSpellings) {
    if (!equals_ignore_case(spelling.name, name)) continue;
    if (spelling.kind == TypeKind::decimal) return decimal_type(all, arguments);
    if (spelling.kind == TypeKind::varchar && arguments.size() == 1 && arguments[0] > 0 && arguments[0] <= kMaxLength) {
      return {TypeKind::varchar, 0, 0, arguments[0]};
    }
    if (arguments.empty()) return {spelling.kind, 0, 0, 0};
    throw usage_error(fmt::format("type '{}' is out of range", all))
        .hint(spelling.kind == TypeKind::varchar ? "write VARCHAR(n) with the most characters allowed, or VARCHAR"
                                                 : fmt::format("{} takes nothing in brackets", spelling.name));
  }
  throw unknown_type(all, name);
}

}  // namespace rox
