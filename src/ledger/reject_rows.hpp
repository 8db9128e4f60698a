// The table of rejects in a warehouse's accounts.
#pragma once

#include <string>
#include <vector>

#include "engine/duckdb/duckdb.hpp"
#include "ledger/accounts.hpp"
#include "source/reject.hpp"

namespace rox {

/// Replaces the rows of `table` in rox.rejects.
void write_reject_rows(DuckDbConnection& connection, const std::string& run, const std::string& table,
                       const std::vector<Reject>& rejects);

/// Those of a table, in order of file and line, as a run kept them in the engine's accounts.
std::vector<Reject> read_reject_rows(Engine& engine, const std::string& table);

/// A text of a reject, which may be any bytes, as accounts in that dialect keep it: servers store only UTF-8.
std::string kept_text(std::string_view text, SqlDialect dialect);

/// The statements that add them to the accounts of any engine.
std::vector<std::string> insert_reject_statements(const std::vector<Reject>& rejects, const std::string& run,
                                                  const AccountsPlace& place);
/// The same in the place of those of `tables`; without tables, none.
std::vector<std::string> replace_reject_statements(const std::vector<std::string>& tables,
                                                   const std::vector<Reject>& rejects, const std::string& run,
                                                   const AccountsPlace& place);

}  // namespace rox
