// Which rows figures are about: a period and filters, as an address or a page's file asks for them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dashboard/fact.hpp"
#include "dashboard/params.hpp"
#include "dashboard/period.hpp"

namespace rox {

/// What the values of one dimension have to be. All of it holds at once.
struct Filter {
  const Dimension* dimension = nullptr;
  std::vector<std::string> where{};   // one of these
  std::vector<std::string> not_in{};  // none of these; a row without a value isn't
  std::optional<bool> missing{};      // true: rows without a value, too (alone: only these); false: none of them
  std::optional<std::string> least{};
  std::optional<std::string> greatest{};

  bool any() const { return !where.empty() || !not_in.empty() || missing || least || greatest; }
};

/// Points into its fact.
struct Selection {
  const TimeColumn* time = nullptr;  // null: the fact has none
  Period period{};
  std::vector<Filter> filters{};

  /// Without the filter of that dimension.
  Selection without(const Dimension& dimension) const;
};

/// What of a selection an address says; the period isn't known yet: where the data end isn't.
struct SelectionRequest {
  Selection selection;
  std::string preset{};  // empty: the period is said, or nothing is
  std::optional<CompareWith> comparison{};
  bool has_period = false;  // from, to or period is there
};

/// The parameters of a selection; `Params::expect` with `also` beside them. Throws usage_error for a dimension that the
/// fact doesn't have, a value that isn't one of its type, a period that ends before it begins.
SelectionRequest parse_selection(const Params& params, const Fact& fact, const std::vector<std::string>& also);

/// Throws usage_error for a text that is no value of that type.
void check_value(const Type& type, const std::string& text, const std::string& of);

}  // namespace rox
