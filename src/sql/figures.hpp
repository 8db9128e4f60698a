// What a whole table's content comes to, in SQL that every engine can compute: counts, sums, least and greatest values,
// and a checksum of each column that doesn't depend on the order of the rows.
//
// The checksum is the sum, over the rows whose value isn't NULL, of the first 60 bits of md5(text) as a whole number; a
// column's text is the same on every engine (docs/compare.md). Two columns with the same values have the same sum; that
// different ones have it too is as likely as a collision of md5 in 60 bits.
#pragma once

#include <string>

#include "model/model.hpp"
#include "sql/dialect.hpp"

namespace rox {

/// A column's value as a text that is the same on every engine; NULL for NULL.
std::string canonical_text(const Column& column, SqlDialect dialect);

/// Figures of a column in the order of its part of table_figures(): count, min, max, sum, checksum.
inline constexpr int kColumnFigures = 5;

/// SELECT of one row: the number of rows, then for each column its figures. Sums are NULL where there is none: of
/// texts, dates and the like, and of decimals so wide that their sum might not fit.
std::string table_figures(const Table& table, SqlDialect dialect);

/// What ORDER BY takes to sort by these columns in the same way on every engine: texts by their bytes.
std::string portable_order(const Table& table, const std::vector<std::string>& columns, SqlDialect dialect);

}  // namespace rox
