// From a folder of exports to a model: every row is read, on several threads, once for the types and once more for
// keys and relations.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "discovery/structure.hpp"
#include "model/dialect.hpp"
#include "model/model.hpp"
#include "source/export.hpp"

namespace rox {

struct InferOptions {
  /// How each file is written, where that isn't as the folder's dialect says; empty: all are.
  std::vector<Dialect> dialects;
  unsigned threads = 0;  // 0: as many as there are cores
  /// Find out the null words and the decimal sign as well, instead of taking the dialect's.
  bool find_conventions = false;
  /// The model there is: exports of two of its tables are never put into one.
  const Model* known = nullptr;
  /// By file: the glob over all files of the series of dumps that it is the newest of (series.hpp).
  std::map<std::string, std::string> dumps;
  /// Find keys and relations as well: reads everything a second time.
  bool find_structure = true;
  std::uint64_t memory_limit = 0;  // bytes, for keys and relations; 0: DuckDB's default
  std::filesystem::path temp_dir;  // where that spills; empty: a temporary folder
  /// Called now and then, by one thread at a time, with what is done, the share of it that is and the rows so far.
  std::function<void(std::string_view what, double share, std::uint64_t rows)> progress;
};

/// Why a column is what it is.
struct ColumnStory {
  std::vector<std::string> reasons;
};

struct TableStory {
  std::uint64_t rows = 0;
  std::vector<std::string> files;  // that it was read from
  std::vector<ColumnStory> columns;
};

struct Inference {
  Model model;
  Dialect dialect;                    // with the conventions that were found
  std::vector<TableStory> stories;    // one per table
  Structure structure;                // empty unless it was asked for
  std::vector<std::string> warnings;  // "Table.Column: …"
};

/// Throws data_error for a file that is empty or changes meanwhile.
Inference infer_model(const std::vector<ExportFile>& files, const Dialect& dialect, const InferOptions& options);

}  // namespace rox
