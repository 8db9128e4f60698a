// rox model: what its subcommands share, and those that are in files of their own.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <vector>

#include "cli/verbs.hpp"
#include "discovery/infer.hpp"
#include "model/model.hpp"

namespace rox {

/// `rows`: by table; empty where nobody knows.
nlohmann::ordered_json model_json(const Model& model, const std::vector<std::optional<std::uint64_t>>& rows);

/// One table for people: its columns, and under each its story if there is one.
void print_model_table(const Table& table, std::optional<std::uint64_t> rows, const TableStory* story);

Action model_infer_verb(Options& verb, const GlobalOptions& globals);
Action model_confirm_verb(Options& verb, const GlobalOptions& globals);
Action model_diagram_verb(Options& verb, const GlobalOptions& globals);
Action model_ddl_verb(Options& verb, const GlobalOptions& globals);
Action model_lineage_verb(Options& verb, const GlobalOptions& globals);

}  // namespace rox
