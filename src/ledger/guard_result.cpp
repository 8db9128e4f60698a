#include "ledger/guard_result.hpp"

#include <algorithm>
#include <array>

namespace rox {
namespace {

constexpr std::array kMeasures{GuardMeasure::rows, GuardMeasure::new_rows, GuardMeasure::missing,
                               GuardMeasure::sum,  GuardMeasure::new_sum,  GuardMeasure::newest,
                               GuardMeasure::age,  GuardMeasure::arrival};
constexpr std::array kVerdicts{GuardVerdict::pass, GuardVerdict::learning, GuardVerdict::warn, GuardVerdict::hold,
                               GuardVerdict::released};

template <class Values>
auto named(const Values& values, std::string_view text) -> std::optional<typename Values::value_type> {
  const auto found = std::find_if(values.begin(), values.end(), [&](auto value) { return to_string(value) == text; });
  if (found == values.end()) return std::nullopt;
  return *found;
}

}  // namespace

std::string_view to_string(GuardMeasure measure) {
  switch (measure) {
    case GuardMeasure::rows: return "rows";
    case GuardMeasure::new_rows: return "new_rows";
    case GuardMeasure::missing: return "missing";
    case GuardMeasure::sum: return "sum";
    case GuardMeasure::new_sum: return "new_sum";
    case GuardMeasure::newest: return "newest";
    case GuardMeasure::age: return "age";
    case GuardMeasure::arrival: return "arrival";
  }
  return "";
}

std::string_view to_string(GuardVerdict verdict) {
  switch (verdict) {
    case GuardVerdict::pass: return "pass";
    case GuardVerdict::learning: return "learning";
    case GuardVerdict::warn: return "warn";
    case GuardVerdict::hold: return "hold";
    case GuardVerdict::released: return "released";
  }
  return "";
}

std::optional<GuardMeasure> parse_guard_measure(std::string_view text) { return named(kMeasures, text); }

std::optional<GuardVerdict> parse_guard_verdict(std::string_view text) { return named(kVerdicts, text); }

bool is_held(const std::vector<GuardResult>& results) {
  return std::any_of(results.begin(), results.end(),
                     [](const GuardResult& result) { return result.verdict == GuardVerdict::hold; });
}

}  // namespace rox
