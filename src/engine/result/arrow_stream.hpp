// Results as an Arrow IPC stream: typed columns that pandas, Polars, R, DuckDB and browsers take as they are, for
// results that are too large to be read as text. The format: https://arrow.apache.org/docs/format/Columnar.html
//
//     boolean   -> bool              integer -> int64 (wider ones decimal128(38, 0))
//     decimal   -> decimal128(p, s)  floating -> float64
//     date      -> date32            time -> time64[us]      timestamp -> timestamp[us]
//     all else, and decimals whose engine doesn't say their digits -> utf8
#pragma once

#include <cstdint>

#include "engine/engine.hpp"
#include "engine/result/result_writer.hpp"

namespace rox {

/// Writes the schema, then all rows in batches of some ten thousand (fewer where they are wide), then the end. Returns
/// how many rows. Throws data_error for a value that Arrow has no place for (a date before Christ or an infinite one).
std::uint64_t write_arrow(Result& result, const TextSink& sink);

/// The same in pieces, a batch each (the schema comes with the first), as they are asked for. `result` has to live as
/// long.
NextPiece arrow_pieces(Result& result);

}  // namespace rox
