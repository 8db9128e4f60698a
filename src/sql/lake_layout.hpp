// How the tables of a lake are laid out (docs/lake.md): which rows have files of their own (partitions), and in what
// order rows lie in a file, with the reason for people to judge.
//
//   1. A large table whose rows happened over a long time has partitions of a month or, where those would be small, a
//      year: who asks for a span of time opens no other files. Small partitions are worse than none: each is a file to
//      open and an entry to plan with, so a table without partitions is the rule.
//   2. Rows are in the order of that date, else of the key, else of what they are joined by: readers pass over parts of
//      a file by the least and the greatest value in them.
//
// Sizes are the model's measured rows and extremes; without them no table has partitions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/model.hpp"

namespace rox {

struct LakeLayout {
  std::string transform;  // "month" or "year"; empty: no partitions
  std::string column;     // of which
  std::string partition_reason;
  std::vector<std::string> sort_key;  // empty: as they come
  std::string sort_reason;
};

/// Of a table of the model.
LakeLayout lake_layout(const Model& model, const Table& table);

/// "partitioned by month(OrderDate), sorted by OrderDate".
std::string layout_text(const LakeLayout& layout);

/// The same with the reasons.
std::string explained_layout(const LakeLayout& layout);

}  // namespace rox
