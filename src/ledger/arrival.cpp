#include "ledger/arrival.hpp"

namespace rox {

std::string_view to_string(ArrivalState state) {
  switch (state) {
    case ArrivalState::waiting: return "waiting";
    case ArrivalState::refused: return "refused";
    case ArrivalState::taken: return "taken";
    case ArrivalState::replaced: return "replaced";
  }
  return "";
}

}  // namespace rox
