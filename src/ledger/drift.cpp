#include "ledger/drift.hpp"

#include <fmt/format.h>

#include <map>
#include <string_view>

namespace rox {

std::string to_string(const Drift& drift) {
  static const std::map<std::string_view, std::string_view> kActions{
      {"ignored", "ignored"},          {"null", "loaded as NULL"},        {"by_name", "read by name"},
      {"added", "added to the model"}, {"widened", "the model takes it"}, {"rejected", "rejected"},
      {"refused", "not loaded so"},
  };
  std::string subject = drift.table;
  if (!drift.column.empty()) subject += (subject.empty() ? "" : ".") + drift.column;
  const auto action = kActions.find(drift.action);
  const std::string_view done = action == kActions.end() ? std::string_view(drift.action) : action->second;
  return fmt::format("{}{}{}: {}", subject, subject.empty() ? "" : ": ", drift.detail, done);
}

}  // namespace rox
