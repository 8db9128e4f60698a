// Paths as people write them: "total", "pedidos.clientes", "order_date_key.full_date": over related tables by their
// names or by the columns that lead to them.
#pragma once

#include <string_view>

#include "dashboard/fact.hpp"
#include "dashboard/fact_source.hpp"

namespace rox {

struct ResolvedPath {
  ColumnPath path;
  bool is_table = false;  // it ends at a table: the path is to that one's key
};

/// Throws usage_error that says which step leads nowhere, and where one could go.
ResolvedPath resolve_path(const FactSource& source, const Table& fact, std::string_view text);

/// Title, kind, label and table of a dimension whose path is known.
void describe_dimension(const FactSource& source, const Fact& fact, bool is_table, Dimension& dimension);

}  // namespace rox
