// What reports write in front of lines that are no data: totals, and numbers of pages.
#pragma once

#include <string_view>

namespace rox {

/// Whether a row's text says that the row is a sum of others: "Total", "Subtotal: …", "*** Gesamtsumme".
bool begins_a_total(std::string_view text);

/// Whether it only counts pages: "Página 4 de 4", "Page: 3", "- Seite 2/5 -".
bool counts_pages(std::string_view text);

}  // namespace rox
