// What stands behind figures: how much of the exports was loaded, up to when it goes, and which checks fail.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "dashboard/figure.hpp"
#include "dashboard/view.hpp"
#include "ledger/accounts.hpp"

namespace rox {

enum class LoadVerdict {
  loaded,    // every row that was read is in the warehouse
  rejected,  // some were rejected; all are accounted for
  lost,      // some are in neither
};

std::string_view to_string(LoadVerdict verdict);

struct RowCounts {
  std::uint64_t read = 0, loaded = 0, rejected = 0, orphans = 0;

  LoadVerdict verdict() const;
};

/// Of these tables; of all, if there is none.
RowCounts row_counts(const WarehouseState& state, const std::vector<std::string>& tables = {});

/// {"verdict","read","loaded","rejected","orphans","failing_checks"}, of the whole warehouse.
nlohmann::ordered_json verdict_json(const Snapshot& snapshot);

/// Of what the figures read: "proof" of a page.
nlohmann::ordered_json proof_json(const View& view, const std::vector<Figure>& figures, const Extent& extent);

/// When the newest of the tables and marts was loaded, by its run; empty: nobody knows.
std::string loaded_at(const WarehouseState& state);

}  // namespace rox
