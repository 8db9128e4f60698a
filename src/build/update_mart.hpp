// A mart that is there, brought up to date from the changes of the tables and marts that it reads: it is then what
// make_mart() would make it, row by row (docs/changes.md). Its SELECT is run as it is.
#pragma once

#include <cstdint>
#include <string>

#include "build/changes.hpp"
#include "build/make_mart.hpp"
#include "engine/duckdb/duckdb.hpp"
#include "plan/marts.hpp"

namespace rox {

struct MartUpdate {
  MartRows rows;
  bool known = true;  // whether its own change is known now; else it was made anew
  std::uint64_t inserted = 0;
  std::uint64_t deleted = 0;
  std::string how;  // for people: "12 keys (sales_order_id)", "made whole: a sample is another one each time"
};

/// Brings the mart's table, made by the same SELECT of the tables as they were, up to date, and leaves its change under
/// its name in the schemas of load/change_tables.hpp, which have to be there. Only touched keys are computed again
/// where that gives the same; else all of it, which is then compared with what was there. Throws as make_mart() does;
/// then the caller rolls back.
MartUpdate update_mart(DuckDbConnection& connection, const Mart& mart, const BuildChanges& changes);

/// How update_mart() will bring it up to date: "by sales_order_id", or "whole: " and why. Its table has to be there.
std::string describe_update(DuckDbConnection& connection, const Mart& mart);

}  // namespace rox
