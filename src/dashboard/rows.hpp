// A page of a result's rows for the dashboard.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>

#include "engine/engine.hpp"

namespace rox {

struct RowPage {
  std::uint64_t offset = 0;
  std::uint64_t limit = 100;
};

/// {"columns":[{"name","type","kind"}],"rows":[[…]],"total","offset"}: cells are texts, as docs/cli.md writes them, or
/// null. Reads the result to its end, to count it.
nlohmann::ordered_json rows_json(Result& result, const RowPage& page);

}  // namespace rox
