// The page Model: what the exports hold and what the star is made of, with the evidence for keys and relations.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <stop_token>
#include <string>

#include "dashboard/params.hpp"
#include "dashboard/view.hpp"

namespace rox {

/// The model's tables and the marts: columns, keys, relations, what each load has proven of them, and who uses them.
/// Marts whose files are wrong are there as they are in the warehouse, with what is wrong as "problem".
nlohmann::ordered_json model_json(const View& view);

/// The profile of one of them, from the warehouse: values, missing ones, different ones, least, greatest, the most
/// frequent, and some rows.
nlohmann::ordered_json table_json(const Snapshot& snapshot, const std::string& name, const std::stop_token& gone = {});

/// `of`: exports (the default) or star. An SVG. Throws Error of kind outside if there is no Graphviz.
std::string diagram_svg(const Snapshot& snapshot, const Params& params);

}  // namespace rox
