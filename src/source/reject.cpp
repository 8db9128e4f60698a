#include "source/reject.hpp"

#include <stdexcept>

namespace rox {

std::string_view to_string(RejectCode code) {
  switch (code) {
    case RejectCode::field_count: return "field_count";
    case RejectCode::unparsable: return "unparsable";
    case RejectCode::out_of_range: return "out_of_range";
    case RejectCode::too_long: return "too_long";
    case RejectCode::invalid_utf8: return "invalid_utf8";
    case RejectCode::missing_value: return "missing_value";
    case RejectCode::unterminated_quote: return "unterminated_quote";
    case RejectCode::malformed_quote: return "malformed_quote";
    case RejectCode::no_object: return "no_object";
    case RejectCode::duplicate_key: return "duplicate_key";
    case RejectCode::orphan_key: return "orphan_key";
    case RejectCode::refused: return "refused";
  }
  return "";
}

RejectCode parse_reject_code(std::string_view name) {
  for (int code = 0; code <= static_cast<int>(RejectCode::refused); ++code) {
    if (to_string(static_cast<RejectCode>(code)) == name) return static_cast<RejectCode>(code);
  }
  throw std::logic_error("no such code of rejects: " + std::string(name));
}

}  // namespace rox
