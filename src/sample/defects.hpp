// The defects that --dirty plants: of which table, and what they are.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sample/tables.hpp"
#include "source/reject.hpp"

namespace rox {

/// Where in its file a record goes.
enum class Spot {
  anywhere,  // spread over the file in the order of the list
  end,       // after the last clean row
  edge,      // across a multiple of 1 MiB, where the scanner cuts its blocks
};

struct Defect {
  Spot spot = Spot::anywhere;
  std::string bytes;  // the record with its line end
  std::string kind;   // a RejectCode's name or, if it is harmless, what is unusual
  // Where it is, as the scanner reports it.
  std::string column;
  std::uint32_t field = 0;  // 1-based; 0: the record as a whole
  std::string detail;
  bool harmless = false;
  bool rejected = true;     // false: harmless, or an orphan of a relation that is not enforced
  bool record = true;       // false: a blank line
  bool copies_row = false;  // `bytes` is to be the clean row before it
  /// With Spot::edge: the byte of the record that is to be the first of a block, if it can be moved there
  /// by a pad of text at `pad_at`; 0 for `edge_byte`: anywhere across the edge will do.
  std::size_t edge_byte = 0;
  std::size_t pad_at = 0;
};

/// All of one table.
std::vector<Defect> defects_of(const Company& company, const SampleTable& table);

}  // namespace rox
