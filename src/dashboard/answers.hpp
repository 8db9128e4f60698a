// The page Answers: the project's questions, their SQL and rows, and on which engines they agree.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "dashboard/params.hpp"
#include "dashboard/snapshot.hpp"

namespace rox {

/// Every analysis with its title, question, SQL, parameters, and what reports/compare.json says of it. Needs no
/// warehouse.
nlohmann::ordered_json answers_json(const Project& project);

/// One answer's rows: offset, limit, and the analysis's parameters as param.NAME. Throws usage_error for an analysis
/// that there isn't.
nlohmann::ordered_json answer_json(const Snapshot& snapshot, const std::string& name, const Params& params);

/// All of its rows as CSV.
void write_answer_csv(const Snapshot& snapshot, const std::string& name, const Params& params,
                      const std::function<void(std::string_view)>& sink);

}  // namespace rox
