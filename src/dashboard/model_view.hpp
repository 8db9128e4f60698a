// The page Model: what the exports hold and what the star is made of, with the evidence for keys and relations.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <stop_token>
#include <string>

#include "dashboard/params.hpp"
#include "dashboard/snapshot.hpp"

namespace rox {

/// The model's tables and the marts: columns, keys, relations, and what each load has proven of them.
nlohmann::ordered_json model_json(const Snapshot& snapshot);

/// Statistics of the columns of one of them, from the warehouse: values, missing ones, different ones, least, greatest.
nlohmann::ordered_json table_json(const Snapshot& snapshot, const std::string& name, const std::stop_token& gone = {});

/// `of`: exports (the default) or star. An SVG. Throws Error of kind outside if there is no Graphviz.
std::string diagram_svg(const Snapshot& snapshot, const Params& params);

}  // namespace rox
