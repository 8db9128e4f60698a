// Which columns of a table are figures, and what makes sense of them: sums of money and quantities, averages of prices,
// rates and ratings, counts; never sums of keys, codes, years or coordinates. By types and by names, in English and
// Portuguese.
#pragma once

#include <vector>

#include "dashboard/fact.hpp"
#include "model/model.hpp"

namespace rox {

/// From here on a measure is what a business is about, and not what goes with it (freight, tax, discount, cost).
inline constexpr int kMainMoney = 80;

/// The measures of a table by its own columns, the one that it is about first; its count of rows is always among them.
/// `parents`: those of the table's relations, by their order; null where one isn't there.
std::vector<Measure> find_measures(const Table& table, const std::vector<const Table*>& parents);

}  // namespace rox
