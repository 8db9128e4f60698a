// Scanning small exports in tests: files from text, rows as text.
#pragma once

#include <filesystem>
#include <fstream>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "model/model.hpp"
#include "model/model_support.hpp"
#include "source/export.hpp"
#include "source/export_folder.hpp"
#include "source/reject.hpp"
#include "source/scan.hpp"
#include "temp_dir.hpp"

namespace rox::test {

/// A folder of exports.
class ExportDir : public TempDir {
 public:
  /// Writes a file and returns it as an export.
  ExportFile write(const std::string& name, std::string_view bytes) const {
    std::ofstream(path() / name, std::ios::binary) << bytes;
    for (ExportFile& file : list_exports(path(), {})) {
      if (file.name == name) return file;
    }
    throw std::logic_error("not an export: " + name);
  }
};

class CollectedRejects final : public RejectSink {
 public:
  void add(Reject reject) override {
    std::lock_guard lock(mutex_);
    rejects.push_back(std::move(reject));
  }
  std::vector<Reject> rejects;

 private:
  std::mutex mutex_;
};

using Rows = std::vector<std::vector<std::string>>;

/// How the ERP writes: 1,5;NULL;text
inline Dialect semicolons() {
  Dialect dialect;
  dialect.delimiter = ';';
  dialect.decimal = ',';
  dialect.null_words = {"NULL"};
  return dialect;
}

/// What a scan gave.
struct Scanned {
  Rows rows;
  std::vector<Reject> rejects;
  std::vector<FileCounts> counts;
};

/// A table of VARCHAR columns a, b, c, …
inline Table text_table(std::size_t columns) {
  Table table;
  table.name = "T";
  table.file = "t.csv";
  for (std::size_t i = 0; i < columns; ++i) {
    table.columns.push_back(test::make_column(std::string(1, static_cast<char>('a' + i)), "VARCHAR"));
  }
  return table;
}

inline ScanOptions all_columns(const Table& table) {
  ScanOptions options;
  for (std::size_t i = 0; i < table.columns.size(); ++i) options.columns.push_back({i, Origin::file});
  return options;
}

/// Rows of a scan of text columns and origins; NULL is "∅", numbers of origins are decimal text. One worker.
std::vector<std::vector<std::string>> read_texts(TableScan& scan, const ScanOptions& options, std::size_t capacity = 7);

}  // namespace rox::test
