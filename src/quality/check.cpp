#include "quality/check.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/text.hpp"

namespace rox {

std::string_view to_string(CheckKind kind) {
  switch (kind) {
    case CheckKind::primary_key: return "primary_key";
    case CheckKind::unique: return "unique";
    case CheckKind::not_null: return "not_null";
    case CheckKind::range: return "range";
    case CheckKind::accepted: return "accepted";
    case CheckKind::relation: return "relation";
    case CheckKind::sql: return "sql";
  }
  return "";
}

std::string_view to_string(Severity severity) { return severity == Severity::warn ? "warn" : "error"; }

Severity parse_severity(std::string_view text) {
  if (text == "error") return Severity::error;
  if (text == "warn") return Severity::warn;
  throw usage_error(fmt::format("unknown severity '{}'{}", text, did_you_mean(text, {"error", "warn"})))
      .hint("a severity is error (the data is wrong) or warn (worth a look)");
}

}  // namespace rox
