// `rox run --prove`: everything is made once more from the exports, beside the warehouse, and compared with it. A
// warehouse that was brought up to date day after day holds what a full load would, or this tells where it doesn't.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "project/project.hpp"

namespace rox {

/// A table, a mart, an answer, or a part of the accounts.
struct ProvenPart {
  std::string name;
  std::uint64_t rows = 0;                // that a full load has
  std::vector<std::string> differences;  // for people; none: they are equal, row by row

  bool equal() const { return differences.empty(); }
};

struct Proof {
  std::vector<ProvenPart> parts;
  double seconds = 0;

  bool holds() const;
};

/// Only of a local warehouse that is there; usage_error else. Takes as long, and as much room in .rox, as a full run.
Proof prove_warehouse(const Project& project, const Target& target);

}  // namespace rox
