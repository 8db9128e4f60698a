// What the clock says of a project, whether anything runs or not: what has to have come by now, and what is too old.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "engine/engine.hpp"
#include "guard/judge.hpp"
#include "ledger/accounts.hpp"
#include "load/inputs.hpp"
#include "project/project.hpp"

namespace rox {

/// When the newest export of each table came: when its file was written, or when a run loaded it, whichever is later.
/// Of one that lies elsewhere it is when it was first seen there, by the account of arrivals: the file here is written
/// when it is fetched, and not again where the same bytes come anew.
ArrivalTimes arrivals_of(const Project& project, const Model& model, const WarehouseState& warehouse);

/// The verdicts of guards that the clock judges. `reader`: an engine of the published warehouse; only asked for where a
/// guard is about its newest values. `warehouse`: what it holds.
std::vector<GuardResult> judge_by_clock(const Guards& guards, const ArrivalTimes& arrivals,
                                        const WarehouseState& warehouse,
                                        const std::function<std::shared_ptr<Engine>()>& reader, Time now);

/// The same of a project's target as it is there. A warehouse that can't be read says nothing.
std::vector<GuardResult> judge_published(const Project& project, const Target& target, const Guards& guards, Time now);

}  // namespace rox
