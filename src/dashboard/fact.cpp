#include "dashboard/fact.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/error.hpp"
#include "base/text.hpp"
#include "sql/lexer.hpp"

namespace rox {
namespace {

constexpr std::array<std::string_view, 7> kAggregates{"count", "sum", "average", "distinct", "min", "max", "sql"};
constexpr std::array<std::string_view, 3> kFormats{"number", "money", "percent"};
constexpr std::array<std::string_view, 6> kKinds{"label", "code", "place", "boolean", "number", "date"};

template <typename Enum, std::size_t N>
std::optional<Enum> parse(const std::array<std::string_view, N>& names, std::string_view text) {
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

/// Whether the expression is a sum and nothing else: "SUM(a * b)", not "SUM(a) / SUM(b)".
bool is_one_sum(const std::string& sql) {
  int depth = 0;
  bool begun = false;
  bool ended = false;
  for (const SqlToken& token : lex_sql(sql)) {
    if (token.kind == SqlTokenKind::blank || token.kind == SqlTokenKind::comment) continue;
    if (ended) return false;
    if (!begun) {
      if (!equals_ignore_case(token.text, "sum")) return false;
      begun = true;
      continue;
    }
    if (token.text == "(") ++depth;
    if (token.text == ")") --depth;
    if (equals_ignore_case(token.text, "distinct")) return false;
    ended = depth == 0;
  }
  return ended;
}

template <typename Named>
const Named* find(const std::vector<Named>& list, std::string_view name) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const Named& one) { return one.name == name; });
  return found == list.end() ? nullptr : &*found;
}

template <typename Named>
const Named& require(const std::vector<Named>& list, const std::string& fact, std::string_view what,
                     std::string_view name) {
  if (const Named* found = find(list, name)) return *found;
  constexpr std::size_t kMostNamed = 30;
  std::vector<std::string> known;
  for (const Named& one : list) known.push_back(one.name);
  Error error = usage_error(fmt::format("{} has no {} '{}'{}", fact, what, name, did_you_mean(name, known)));
  if (known.size() > kMostNamed) known.resize(kMostNamed);
  throw std::move(error).hint(known.empty() ? fmt::format("it has no {} at all", what)
                                            : fmt::format("it has {}", join(known, ", ")));
}

}  // namespace

std::string_view to_string(Aggregate aggregate) { return kAggregates[static_cast<std::size_t>(aggregate)]; }
std::optional<Aggregate> parse_aggregate(std::string_view text) { return parse<Aggregate>(kAggregates, text); }

std::string_view to_string(ValueFormat format) { return kFormats[static_cast<std::size_t>(format)]; }
std::optional<ValueFormat> parse_value_format(std::string_view text) { return parse<ValueFormat>(kFormats, text); }

std::string_view to_string(DimensionKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

bool Measure::additive() const {
  if (aggregate == Aggregate::sql) return is_one_sum(sql);
  return aggregate == Aggregate::count || aggregate == Aggregate::sum;
}

const Measure* Fact::find_measure(std::string_view name) const { return find(measures, name); }
const Dimension* Fact::find_dimension(std::string_view name) const { return find(dimensions, name); }
const TimeColumn* Fact::find_time(std::string_view name) const { return find(times, name); }

std::optional<std::size_t> Fact::find_column(std::string_view wanted) const {
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (equals_ignore_case(columns[c], wanted)) return c;
  }
  return std::nullopt;
}

const Measure& Fact::measure(std::string_view wanted) const { return require(measures, name, "measure", wanted); }
const Dimension& Fact::dimension(std::string_view wanted) const {
  return require(dimensions, name, "dimension", wanted);
}
const TimeColumn& Fact::time(std::string_view wanted) const { return require(times, name, "time", wanted); }

}  // namespace rox
