// Relations, once all tables are loaded: rows without their parent. Where a relation is enforced they are rejected,
// elsewhere reported. A key with a NULL in it refers to nothing, so it isn't an orphan.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>

#include "engine/engine.hpp"
#include "ledger/accounts.hpp"
#include "load/load_table.hpp"
#include "model/model.hpp"

namespace rox {

/// The table and those that decide by enforced relations which of its rows stay: its parents, their parents, and so on.
std::set<std::string> with_enforced_parents(const Model& model, const std::string& table);

/// The orphans of one relation (without its fingerprint).
RelationReport report_orphans(Engine& engine, const Table& child, const Relation& relation);

/// Where tables are that changed: what came into each, what went, and what it was before, as FROM has it. The tables
/// themselves are found by their names.
struct ChangedTablesPlace {
  using TableName = std::function<std::string(const std::string& table)>;

  Engine& engine;
  TableName inserted;
  TableName deleted;
  TableName before{};  // none: the table isn't there as it was
};

/// Whether a relation that had no orphans has none now either, by what changed in its tables (change_tables.hpp). A
/// table that isn't among `changed` is as it was then.
bool stays_without_orphans(const ChangedTablesPlace& place, const Table& child, const Relation& relation,
                           const std::set<std::string>& changed);

/// Rejects the orphans of the enforced relations of the tables `due` until there are none: removing a row can
/// orphan others. Needs rox.rejects to be up to date and keeps it so. Corrects `loads`.
void enforce_relations(LoadContext& context, const Model& model, const std::set<std::string>& due,
                       std::map<std::string, LoadCounts>& loads);

}  // namespace rox
