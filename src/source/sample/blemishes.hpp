// The records that --dirty plants: which table, what is wrong with them, or odd about them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "source/reject.hpp"
#include "source/sample/tables.hpp"

namespace rox {

/// Where in its file a record goes.
enum class Spot {
  anywhere,  // spread over the file in the order of the list
  end,       // after the last clean row
  edge,      // across a multiple of 1 MiB, where the scanner cuts its blocks
};

struct Blemish {
  Spot spot = Spot::anywhere;
  std::string bytes;  // the record with its line end
  std::string kind;   // a RejectCode's name or, if it is harmless, what is odd
  // Where it is wrong, as the scanner reports it.
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
std::vector<Blemish> blemishes_of(const Company& company, const SampleTable& table);

}  // namespace rox
