// Values before and now, for tests of how columns were rewritten.
#pragma once

#include <fmt/format.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "load/rewriting.hpp"

namespace rox {

inline const Type kText{TypeKind::varchar, 0, 0, 0};
inline const Type kAmount{TypeKind::decimal, 18, 2, 0};
inline const Type kDay{TypeKind::date, 0, 0, 0};
inline const Type kTime{TypeKind::timestamp, 0, 0, 0};

using Make = std::function<std::string(int)>;

inline std::vector<ValuePair> pairs(int count, const Make& before, const Make& now) {
  std::vector<ValuePair> rows;
  for (int i = 1; i <= count; ++i) rows.push_back({before(i), now(i)});
  return rows;
}

inline std::vector<KeptValue> values(int count, const Make& make) {
  std::vector<KeptValue> all;
  for (int i = 1; i <= count; ++i) all.emplace_back(make(i));
  return all;
}

inline std::optional<Rewriting> how(const std::optional<Rewritten>& found) {
  return found ? std::optional(found->how) : std::nullopt;
}

inline std::string amount(int i) { return fmt::format("{}.{:02}", i, i % 10 + 1); }

}  // namespace rox
