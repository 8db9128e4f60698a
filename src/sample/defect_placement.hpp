// What `rox sample --dirty` plants: records with known defects, of every kind that the scanner must survive,
// and harmless ones that it must load.
//
// Every record with a defect is an additional one with a key of its own (2,000,000,000 and up), so the clean rows
// stay what they are without --dirty. No row with a defect refers to another one.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sample/tables.hpp"

namespace rox {

struct DefectRecord {
  std::uint64_t before_unit = 0;  // of its table; `units` for the end of the file
  std::string bytes;              // the record with its line end
};

struct PlacedDefects {
  std::vector<std::vector<DefectRecord>> records;  // one list per table, in file order
  std::string description;                         // defects.json
};

PlacedDefects place_defects(const Company& company, const std::vector<SampleTable>& tables);

}  // namespace rox
