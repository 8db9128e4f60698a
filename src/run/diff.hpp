// Two states of a project's tables, compared row by row, by their keys.
//
// A state is a target's warehouse, a warehouse as an earlier run left it (local or on PostgreSQL), or a folder of
// exports, read as a run would. What differs is in a database of two tables, which SQL can ask:
//
//     difference_counts   "table", rows_before, rows_after, inserted, updated, deleted
//     differences         "table", change, "key", before, after
//
// `before` and `after` are JSON: of an updated row just the columns that differ, else the whole row, values as text.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/duckdb/duckdb.hpp"
#include "project/project.hpp"

namespace rox {

struct DiffRequest {
  std::string before;               // a target, a run (load/earlier_rows.hpp), or a folder
  std::string after;                // likewise
  std::vector<std::string> tables;  // of the model; none: all
  std::filesystem::path database;   // where the differences go; must not be there; empty: only to memory
};

struct Diff {
  std::string before;  // what the sides are, for people
  std::string after;
  DuckDbConnection differences;
  bool equal = true;
  std::vector<std::string> incomplete;  // tables with so many differences that not all were counted
};

/// `target`: whose warehouse runs are looked for in. Throws usage_error for what is none of the three.
Diff diff_project(const Project& project, const Target& target, const DiffRequest& request,
                  const std::function<void(const std::string& what)>& now);

}  // namespace rox
