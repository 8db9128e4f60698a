// A page of a result's rows for the dashboard.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <stop_token>

#include "base/pieces.hpp"
#include "dashboard/snapshot.hpp"
#include "engine/engine.hpp"

namespace rox {

struct RowPage {
  std::uint64_t offset = 0;
  std::uint64_t limit = 100;
};

/// {"columns":[{"name","type","kind"}],"rows":[[…]],"total","offset"}: cells are texts, as docs/cli.md writes them, or
/// null. Reads the result to its end, to count it.
nlohmann::ordered_json rows_json(Result& result, const RowPage& page);

/// The rows of `query` in the pieces that `write` makes of them (csv_pieces, arrow_pieces), each when it is asked for.
/// The query has begun then, and goes on until its end or until what is returned is given up. `gone` as in connect().
NextPiece stream_rows(std::shared_ptr<const Snapshot> snapshot, const std::stop_token& gone,
                      const std::function<std::unique_ptr<Result>(Engine&)>& query,
                      const std::function<NextPiece(Result&)>& write);

}  // namespace rox
