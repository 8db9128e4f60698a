// How Redshift should lay out the model's tables: which rows lie on which node (DISTSTYLE, DISTKEY) and in what order
// (SORTKEY), with the reason for people to judge.
//
// A join is cheap where both sides' rows lie on the same node already. So:
//   1. the largest table with a parent and the largest of its parents are distributed by the columns that join them;
//   2. small tables that others refer to are copied to each node (ALL);
//   3. other large tables follow, the largest first, where a relation leads to a column that the other side is
//      distributed by, or isn't yet distributed at all;
//   4. the rest is AUTO: Redshift decides by the queries that it sees.
// A column that may be missing or has few values is never a DISTKEY: equal values all lie on one slice.
//
// Sizes are the model's measured rows. In a model without them no table counts as small, and the table with the most
// tables above it in the relations counts as the largest.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/model.hpp"

namespace rox {

enum class DistStyle { key, all, automatic };

struct RedshiftLayout {
  DistStyle dist = DistStyle::automatic;
  std::string dist_key;  // for DistStyle::key
  std::string dist_reason;
  std::vector<std::string> sort_key;  // empty: AUTO
  std::string sort_reason;
};

/// One for each table of the model, in its order.
std::vector<RedshiftLayout> redshift_layouts(const Model& model);

/// "DISTSTYLE KEY DISTKEY (a) SORTKEY (b)", as it ends CREATE TABLE; between the parts is `separator`.
std::string layout_sql(const RedshiftLayout& layout, std::string_view separator);

}  // namespace rox
