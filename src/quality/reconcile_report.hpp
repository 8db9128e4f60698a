// A reconciliation for people and machines: reports/reconcile.{json,md,html}. The JSON is a contract: docs/compare.md.
#pragma once

#include <string>
#include <vector>

#include "quality/reconcile.hpp"

namespace rox {

struct ReconciliationReport {
  std::string engine;  // what is held against the exports
  std::vector<TableReconciliation> tables;

  bool equal() const;
};

/// "equal", "different" or "failed".
std::string_view status_of(const TableReconciliation& table);

/// What differs, a line each, for people.
std::vector<std::string> difference_lines(const TableReconciliation& table, std::string_view engine);

std::string reconciliation_json(const ReconciliationReport& report);
std::string reconciliation_markdown(const ReconciliationReport& report);
std::string reconciliation_html(const ReconciliationReport& report);

}  // namespace rox
