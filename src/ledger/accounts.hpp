// What a target holds and what it was made from. The truth is in the warehouse itself, in the schema of rox's accounts
// (Engine::accounts; rox.steps and rox.relations in a local one), so it is published with the data, all or nothing.
// target_state.hpp repeats it beside the warehouse.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/engine.hpp"
#include "ledger/arrival.hpp"
#include "ledger/step.hpp"
#include "source/scan.hpp"

namespace rox {

/// A table as it was loaded.
struct LoadedTable {
  std::string table;
  std::string fingerprint;
  std::string run;  // that loaded it
  Counts counts;

  bool operator==(const LoadedTable&) const = default;
};

/// The orphans of one relation: rows whose key has no parent, where the relation isn't enforced.
struct RelationReport {
  std::string table;
  std::string columns;  // "SpecialOfferID, ProductID"
  std::string parent;
  std::string parent_columns;
  std::string fingerprint;
  std::uint64_t orphans = 0;  // rows
  std::uint64_t keys = 0;     // different keys of theirs
  std::string examples;       // the first few keys

  bool operator==(const RelationReport&) const = default;
};

/// A mart as it was made.
struct BuiltMart {
  std::string mart;
  std::string fingerprint;  // empty: out of date, because a table was loaded since without making the mart again
  std::string run;          // that made it
  Counts counts;

  bool stale() const { return fingerprint.empty(); }
  bool operator==(const BuiltMart&) const = default;
};

struct WarehouseState {
  std::map<std::string, LoadedTable> tables;
  std::map<std::string, BuiltMart> marts;
  std::vector<RelationReport> relations;

  bool operator==(const WarehouseState&) const = default;
};

/// The fingerprints of all tables and marts, by name.
std::map<std::string, std::string> fingerprints_of(const WarehouseState& state);

/// Those that are out of date, by name.
std::vector<std::string> stale_marts(const std::map<std::string, BuiltMart>& marts);

/// Creates the accounts' schema and tables where they aren't there.
void create_accounts(Engine& engine);

/// Empty if the database has no such tables.
WarehouseState read_accounts(Engine& engine);

/// The marts alone.
std::map<std::string, BuiltMart> read_built_marts(Engine& engine);

/// An export as a load read it.
struct ReadFile {
  std::string run;
  std::string hash;
  FileCounts counts;
};

/// What changes in the accounts: the rows of what is named here are replaced, all others stay.
struct AccountChanges {
  std::vector<std::string> dropped_tables{};
  std::vector<std::string> dropped_marts{};
  std::map<std::string, BuiltMart> marts{};
  std::vector<LoadedTable> tables{};
  std::map<std::string, std::vector<ReadFile>> files{};    // by table
  std::optional<std::vector<RelationReport>> relations{};  // all that there are
  std::optional<std::vector<Arrival>> arrivals{};          // likewise
};

/// Where accounts are, and in which SQL they are written.
struct AccountsPlace {
  SqlDialect dialect;
  std::string schema;
};
AccountsPlace accounts_of(const Engine& engine);

/// The changes as statements, a few however many rows: a transaction has room for no more where each is a call over
/// HTTPS.
std::vector<std::string> account_statements(const AccountChanges& changes, const AccountsPlace& place);
void execute_all(Engine& engine, const std::vector<std::string>& statements);

/// All files that the tables were loaded from; none if the database has no accounts.
std::vector<ReadFile> read_files(Engine& engine);

/// The files that a table was loaded from.
std::vector<FileCounts> read_file_counts(Engine& engine, const std::string& table);

}  // namespace rox
