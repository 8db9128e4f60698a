// Titles for people out of the names of tables and columns, in English and Portuguese: "data_pedido" is "Order date"
// and "Data do pedido", "NrNFe" keeps its acronym.
#pragma once

#include <string_view>

#include "dashboard/fact.hpp"

namespace rox {

/// Of a column. Words that neither language knows stay as they are, in both.
Title title_of(std::string_view name);

/// Of a table or mart: without what only says that it is one (tbl, dim, fact).
Title table_title(std::string_view name);

/// Of one of them: "Customers" is "Customer", "Fornecedores" is "Fornecedor".
Title singular(Title title);

/// Of the column that leads to a parent: without the word for a key ("home_team_id" -> "Home team").
Title reference_title(std::string_view column);

}  // namespace rox
