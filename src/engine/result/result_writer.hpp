// Results as CSV and JSON, streamed. The formats are a contract: docs/cli.md.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/pieces.hpp"
#include "engine/engine.hpp"

namespace rox {

/// Takes the next piece of text. May throw to stop.
using TextSink = std::function<void(std::string_view)>;

inline constexpr std::uint64_t kAllRows = UINT64_MAX;

/// A heading and a line a row, quoted as in RFC 4180, ending in LF. NULL is an empty field, an empty text is "".
/// Stops after `limit` rows. Returns how many were written.
std::uint64_t write_csv(Result& result, const TextSink& sink, std::uint64_t limit = kAllRows);

/// How a CSV file is written for the spreadsheet that opens it. As it is, it is for programs.
struct CsvLocale {
  char delimiter = ',';
  char decimal = '.';
  bool byte_order_mark = false;
  /// Texts that a spreadsheet would take for a formula (=, +, -, @ in front) get an apostrophe in front.
  bool defuse = false;
};

/// The same in pieces of some 64 KB (or a row, if that is longer), as they are asked for. `result` has to live as long.
NextPiece csv_pieces(Result& result, std::uint64_t limit = kAllRows, const CsvLocale& locale = {});

/// Appends a value of a result as JSON, as write_json does. Not for NULL.
void append_json_value(ResultKind kind, std::string_view text, std::string& out);

/// What stands beside the rows in a JSON result.
struct JsonHeading {
  std::string analysis;  // empty: null
  std::string title;     // empty: null
  std::string engine;
};

/// {"analysis","title","engine","columns":[{"name","type"}],"rows":[[…]],"seconds"}. Integers are numbers (strings
/// past ±(2^53 - 1), where readers would round), decimals strings, booleans true and false, NULL null,
/// floats numbers ("inf", "nan" strings), everything else strings. `seconds` is asked once all rows are written.
std::uint64_t write_json(Result& result, const JsonHeading& heading, const std::function<double()>& seconds,
                         const TextSink& sink, std::uint64_t limit = kAllRows);

}  // namespace rox
