#include "sample/day_event.hpp"

#include <stdexcept>

namespace rox {

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::load: return "load";
    case Outcome::widen: return "widen";
    case Outcome::reject: return "reject";
    case Outcome::stop: return "stop";
  }
  throw std::logic_error("no outcome");
}

bool is_active(const Occurrence& occurrence, std::uint32_t day) {
  switch (occurrence.kind->span) {
    case Span::lasting: return day >= occurrence.day;
    case Span::one_day: return day == occurrence.day;
    case Span::before: return day <= occurrence.day;
  }
  return false;
}

}  // namespace rox
