// The page Answers: the project's questions, their SQL and rows, and on which engines they agree.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "dashboard/params.hpp"
#include "dashboard/snapshot.hpp"
#include "engine/result/result_writer.hpp"

namespace rox {

/// Every analysis with its title, question, SQL, parameters, and what reports/compare.json says of it. Needs no
/// warehouse.
nlohmann::ordered_json answers_json(const Project& project);

/// One answer's rows: offset, limit, and the analysis's parameters as param.NAME. Throws usage_error for an analysis
/// that there isn't.
nlohmann::ordered_json answer_json(const Snapshot& snapshot, const std::string& name, const Params& params);

/// All of its rows, as `write` writes them (write_csv, write_arrow).
std::string whole_answer(const Snapshot& snapshot, const std::string& name, const Params& params,
                         const std::function<void(Result&, const TextSink&)>& write);

}  // namespace rox
