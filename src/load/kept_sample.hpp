// A thousand rows of a table as it was loaded last, kept beside the marks of its records until it is loaded again:
// `.rox/records/<target>/<table>.<fingerprint>.rows`. By them the next load sees columns that are written in another
// way (rewriting.hpp). Losing such a file costs one such look, nothing else; so it isn't flushed to the disk.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/engine.hpp"
#include "load/rewriting.hpp"
#include "model/model.hpp"

namespace rox {

inline constexpr std::size_t kSampledRows = 1000;

struct SampledColumn {
  std::string name;
  std::string reading;  // how its values were read, but for the type: what is read otherwise can't be compared
  std::string type;     // as model.toml has it

  bool operator==(const SampledColumn&) const = default;
};

struct KeptSample {
  std::vector<SampledColumn> columns;
  std::vector<std::vector<KeptValue>> rows;  // in the order of the columns

  /// The place of that column, if it was read as it is now: with the same type or one that was narrower.
  std::optional<std::size_t> find(const SampledColumn& column) const;
  bool operator==(const KeptSample&) const = default;
};

/// Where the sample of a table is that was loaded with that fingerprint. Empty if its name can't be a file's.
std::optional<std::filesystem::path> sample_path(const std::filesystem::path& folder, const std::string& table,
                                                 const std::string& fingerprint);

/// The columns of a table that are sampled, read by that dialect: all but those of long texts.
std::vector<SampledColumn> sampled_columns(const Table& table, const Dialect& dialect);

/// Every n-th row of a table of DuckDB's (its name as SQL has it), so that there are a thousand of them.
KeptSample take_sample(Engine& engine, const std::string& from, const std::vector<SampledColumn>& columns);

void write_sample(const std::filesystem::path& path, const KeptSample& sample);

/// Empty if there is none, or none that can be understood.
std::optional<KeptSample> read_sample(const std::filesystem::path& path);

}  // namespace rox
