// A column on its way to a verdict on its type; for types.hpp's implementation.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "discovery/column_profile.hpp"
#include "discovery/type_verdict.hpp"

namespace rox {

struct TypeDecision {
  const ColumnProfile& profile;
  std::string_view name;
  const TypeContext& context;
  TypeVerdict verdict;

  std::string say(const Witness& witness) const { return witness_text(witness, context.files); }
  void reason(std::string text) { verdict.reasons.push_back(std::move(text)); }
  void warn(std::string text) { verdict.warnings.push_back(std::move(text)); }
};

}  // namespace rox
