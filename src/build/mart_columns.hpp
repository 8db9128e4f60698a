// Which columns of its tables each mart reads, for marts that are made on a server: as DuckDB binds their SELECTs over
// empty tables.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/model.hpp"
#include "plan/marts.hpp"

namespace rox {

/// By table or mart, as these are written.
using ColumnsRead = std::map<std::string, std::set<std::string>>;

/// By mart; those aren't in it of which DuckDB can't tell, or which may give other rows each time.
std::map<std::string, ColumnsRead> columns_of_marts(const Model& model, const std::vector<Mart>& marts);

}  // namespace rox
