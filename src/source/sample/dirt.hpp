// What `rox sample --dirty` plants: records with known defects, of every kind that the scanner must survive,
// and odd but harmless ones that it must load.
//
// Every planted record is an additional one with a key of its own (2,000,000,000 and up), so the clean rows
// stay what they are without --dirty. Nothing planted is referenced by a row that has another fault.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "source/sample/tables.hpp"

namespace rox {

struct Planted {
  std::uint64_t before_unit = 0;  // of its table; `units` for the end of the file
  std::string bytes;              // the record with its line end
};

struct Dirt {
  std::vector<std::vector<Planted>> planted;  // one list a table, in file order
  std::string description;                    // defects.json
};

Dirt plant(const Company& company, const std::vector<SampleTable>& tables);

}  // namespace rox
