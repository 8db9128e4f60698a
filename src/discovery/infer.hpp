// From a folder of exports to a model: every row is read, on several threads, once.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "model/model.hpp"
#include "source/dialect.hpp"
#include "source/export.hpp"

namespace rox {

struct InferOptions {
  unsigned threads = 0;  // 0: as many as there are cores
  /// Find out the null words and the decimal sign as well, instead of taking the dialect's.
  bool find_conventions = false;
  /// The model there is: exports of two of its tables are never put into one.
  const Model* known = nullptr;
  /// Called now and then, from the calling thread, with the share that is read and the rows so far.
  std::function<void(double share, std::uint64_t rows)> progress;
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
  std::vector<TableStory> stories;    // one a table
  std::vector<std::string> warnings;  // "Table.Column: …"
};

/// Throws data_error for a file that is empty or changes meanwhile.
Inference infer_model(const std::vector<ExportFile>& files, const Dialect& dialect, const InferOptions& options);

}  // namespace rox
