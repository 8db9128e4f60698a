#include "source/scan_support.hpp"

namespace rox::test {
namespace {

struct TextColumn {
  std::vector<std::string> values;
  std::vector<std::int64_t> numbers;
  std::vector<std::uint64_t> validity;
  bool number = false;
};

void store(void* target, std::uint64_t row, const char* text, std::size_t size) {
  static_cast<TextColumn*>(target)->values[row].assign(text, size);
}

}  // namespace

std::vector<std::vector<std::string>> read_texts(TableScan& scan, const ScanOptions& options, std::size_t capacity) {
  std::vector<TextColumn> columns(options.columns.size());
  std::vector<ColumnSink> sinks;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    TextColumn& column = columns[i];
    const ScanColumn& scanned = options.columns[i];
    column.number = !scanned.column && (scanned.origin == Origin::line || scanned.origin == Origin::offset);
    column.values.resize(capacity);
    column.numbers.resize(capacity);
    column.validity.resize(capacity / 64 + 1);
    sinks.push_back({column.numbers.data(), column.validity.data(), &column, store});
  }
  std::vector<std::vector<std::string>> rows;
  auto worker = scan.worker();
  while (std::size_t n = worker->next(sinks, capacity)) {
    for (std::size_t r = 0; r < n; ++r) {
      auto& row = rows.emplace_back();
      for (const TextColumn& column : columns) {
        bool present = column.validity[r / 64] >> (r % 64) & 1;
        row.push_back(!present ? "∅" : column.number ? std::to_string(column.numbers[r]) : column.values[r]);
      }
    }
  }
  return rows;
}

}  // namespace rox::test
