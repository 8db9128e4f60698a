// How verbs show results to people.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>

#include "cli/verbs.hpp"
#include "engine/engine.hpp"
#include "engine/result/result_writer.hpp"

namespace rox {

enum class OutputFormat { table, csv, json };

/// The options --csv and --limit of verbs that print rows.
struct RowOptions {
  bool csv = false;
  std::optional<std::uint64_t> limit;  // 0: all

  /// Adds them to a verb; `table_rows` is what tables show by default (csv and json: everything).
  void add_to(Options& verb, std::uint64_t table_rows);
  /// Throws usage_error for --csv together with --json.
  OutputFormat format(const GlobalOptions& globals) const;
  std::uint64_t row_limit(OutputFormat format) const;

 private:
  std::uint64_t table_rows_ = 0;
};

/// Whether tables show such values at the right.
bool is_number(ResultKind kind);

/// Prints the first `limit` rows as an aligned table, as wide as the terminal, and under it how many there are
/// ("20 of 155 rows in 0.012 s"). Reads the result to its end.
void print_table(Result& result, std::uint64_t limit, const std::function<double()>& seconds);

/// Prints the first `limit` rows in that format.
void print_rows(Result& result, OutputFormat format, std::uint64_t limit, const std::function<double()>& seconds,
                std::string_view engine);

/// Says that these marts are out of date and what to do about it; nothing if there are none.
void note_stale_marts(const std::vector<std::string>& marts);

/// The same about the marts of an engine's warehouse that `sql` names.
void note_stale_marts(Engine& engine, std::string_view sql);

}  // namespace rox
