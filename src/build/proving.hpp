// Destinations on other machines: what is proven here, in a scratch database (.rox/next/<target>.duckdb) that nobody
// keeps, before rows travel.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "build/workspace.hpp"
#include "sql/dialect.hpp"

namespace rox {

/// Where the scratch database of that target's build is.
std::filesystem::path scratch_file(const Project& project, const Target& target);

/// The tables that have to be read here: those that are due, and any that decide which of their rows stay or have no
/// parent.
std::set<std::string> tables_to_prove(const BuildInputs& inputs);

/// Makes an empty one if there is none, before anything is left on the server: it says that something may be there
/// (discard_build()).
void expect_scratch(const Project& project, const Target& target);

/// Whether a run that left something on the server, by its name there (engine/sql/next_name.hpp), is over: those of
/// this project are, since we hold its lock.
bool is_dead_here(const std::filesystem::path& state_dir, const std::string& run_name);

/// Opens the scratch database. `intact`: whether what a step left on the server is still there; it may look into the
/// database that is taken up.
void open_scratch(Workspace& workspace, const std::function<bool(DuckDbConnection&, const Step&)>& intact,
                  std::vector<std::filesystem::path> folders = {});

/// How a server has a table while it isn't published.
struct NextTable {
  std::string schema;
  std::string name;
};

/// Throws data_error if the server didn't take the rows that were sent.
void require_all_taken(const std::string& table, std::uint64_t sent, std::uint64_t taken, std::string_view server);

/// The loaded table as a server is told of it: an inferred key counts as one where the rows prove it, else there is
/// none, and it is warned of that.
Table with_proven_key(Workspace& workspace, Table table);

/// Declares the keys of a loaded table, and its comments, on its server. Of unique keys, those that the rows have; it
/// is warned of the others.
std::vector<std::string> key_statements(Workspace& workspace, const Table& table, const NextTable& next,
                                        SqlDialect dialect);

/// The foreign keys of new tables. `where`: a table of the model, new or one that stays.
std::vector<std::string> relation_statements(const Workspace& workspace, SqlDialect dialect,
                                             const std::function<NextTable(const std::string& table)>& where);

}  // namespace rox
