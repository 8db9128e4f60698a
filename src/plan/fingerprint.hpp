// Fingerprints: what a table's content, an orphan report or an answer depends on, as one hash. A step whose
// fingerprint is the one that its result was made with has nothing to do.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/accounts.hpp"
#include "load/inputs.hpp"
#include "model/dialect.hpp"
#include "model/model.hpp"
#include "plan/marts.hpp"
#include "quality/check.hpp"

namespace rox {

/// What one table is loaded from.
struct TableInputs {
  const Table* table = nullptr;
  std::vector<std::pair<std::string, std::string>> files;  // name and content hash, in order
  std::string mends;                                       // hash of its mends; empty without any
};

/// The fingerprints of all tables, by name. A table with an enforced relation depends on its parent too.
std::map<std::string, std::string> table_fingerprints(const std::vector<TableInputs>& inputs, const Dialect& dialect);

/// The same, of what is there to load.
std::map<std::string, std::string> table_fingerprints(const LoadInputs& inputs, const HashCache& hashes,
                                                      const Dialect& dialect);

/// By table, what makes rows of the records of its exports, but for the records themselves.
std::map<std::string, std::string> table_recipes(const LoadInputs& inputs, const Dialect& dialect);

/// Of one relation's orphan report.
std::string relation_fingerprint(const Relation& relation, const std::string& child, const std::string& parent);

/// Of a mart: its SQL, and the fingerprints of what it reads (`reads`, all of them in `fingerprints`).
std::string mart_fingerprint(std::string_view sql, const std::vector<std::string>& reads,
                             const std::map<std::string, std::string>& fingerprints);

/// Whether the mart was made by this SELECT, from tables and marts with these fingerprints.
bool is_made_by(const Mart& mart, const BuiltMart& made, const std::map<std::string, std::string>& fingerprints);

/// Of an answer: its SQL, and the fingerprints of the tables and marts that the SQL names (the schema rox stands for
/// all). A column or text of the same name counts too: then the answer is computed once more often than it had to be.
/// (table_references() would be closer, but an analysis may be written in any SQL that its engine takes.)
std::string answer_fingerprint(std::string_view sql, const std::map<std::string, std::string>& tables);

/// Of the checks of a run: what they ask, and all they may read, which is every table and mart.
std::string checks_fingerprint(const std::vector<Check>& checks, const std::map<std::string, std::string>& tables);

}  // namespace rox
