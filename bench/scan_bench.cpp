// The scanner by itself, and loading through it into a warehouse file.
//
//     build/release/bench/scan_bench DIR      DIR: the exports of a sample company (rox sample DIR --scale 50)
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <filesystem>
#include <thread>

#include "engine/duckdb/export_function.hpp"
#include "model/model_file.hpp"
#include "source/export_folder.hpp"
#include "source/scan.hpp"

namespace {

using namespace rox;

class NoRejects final : public RejectSink {
 public:
  void add(Reject reject) override { throw std::logic_error("unexpected reject: " + reject.reason); }
};

// The bikes' exports in one folder.
class Exports final : public ExportTables {
 public:
  explicit Exports(const std::filesystem::path& dir)
      : model_(read_model(ROX_REPOSITORY "/projects/rox-bikes/model.toml")),
        exports_(match_exports(model_, list_exports(dir, {}), dir)) {
    dialect_.delimiter = ';';
    dialect_.decimal = ',';
    dialect_.null_words = {"NULL"};
  }

  const std::vector<TableExports>& tables() const { return exports_; }
  const Table& table(std::string_view name) override { return *model_.find_table(name); }

  std::shared_ptr<TableScan> open(const Table& table, std::vector<ScanColumn> columns) override {
    ScanOptions options;
    options.columns = std::move(columns);
    options.watch_key_order = true;
    for (const TableExports& exports : exports_) {
      if (exports.table->name == table.name)
        return std::make_shared<TableScan>(table, exports.files, dialect_, options, rejects_);
    }
    throw std::logic_error("no exports of " + table.name);
  }

  static std::vector<ScanColumn> all_columns(const Table& table) {
    std::vector<ScanColumn> columns;
    for (std::size_t i = 0; i < table.columns.size(); ++i) columns.push_back({i, Origin::file});
    return columns;
  }

 private:
  Model model_;
  std::vector<TableExports> exports_;
  Dialect dialect_;
  NoRejects rejects_;
};

void count_text(void* target, std::uint64_t, const char*, std::size_t size) {
  *static_cast<std::uint64_t*>(target) += size;
}

// One thread's share of a scan into columns that are overwritten again and again.
void drain(TableScan& scan, const Table& table) {
  constexpr std::size_t kRows = 2048;
  std::vector<std::vector<char>> data;
  std::vector<std::uint64_t> validity(kRows / 64);
  std::uint64_t text_bytes = 0;
  std::vector<ColumnSink> sinks;
  for (const Column& column : table.columns) {
    data.emplace_back(kRows * value_width(column.type));
    sinks.push_back({data.back().data(), validity.data(), &text_bytes, count_text});
  }
  auto worker = scan.worker();
  while (worker->next(sinks, kRows) > 0) {
  }
  benchmark::DoNotOptimize(text_bytes);
}

void scan_table(benchmark::State& state, const std::shared_ptr<Exports>& exports, const Table& table) {
  for (auto _ : state) {
    auto scan = exports->open(table, Exports::all_columns(table));
    {
      std::vector<std::jthread> threads;
      for (int i = 0; i < state.range(0); ++i) threads.emplace_back([&] { drain(*scan, table); });
    }
    scan->finish();
    state.SetBytesProcessed(state.bytes_processed() + static_cast<std::int64_t>(scan->bytes_total()));
  }
}

void load_table(benchmark::State& state, const std::shared_ptr<Exports>& exports, const Table& table) {
  auto file = std::filesystem::temp_directory_path() / "rox-scan-bench.duckdb";
  std::string columns;
  for (const Column& column : table.columns) columns += (columns.empty() ? "\"" : ", \"") + column.name + '"';
  for (auto _ : state) {
    std::filesystem::remove(file);
    {
      DuckDbOptions options;
      options.preserve_insertion_order = false;
      DuckDbDatabase database(file, options);
      DuckDbConnection connection = database.connect();
      register_read_export(connection, exports);
      connection.execute(fmt::format("CREATE TABLE t AS SELECT {} FROM read_export('{}')", columns, table.name));
    }
  }
  std::filesystem::remove(file);
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (argc != 2) {
    fmt::print(stderr, "usage: scan_bench [--benchmark_…] DIR, a folder that `rox sample DIR --scale 50` made\n");
    return 2;
  }
  auto exports = std::make_shared<Exports>(argv[1]);
  for (const TableExports& e : exports->tables()) {
    const Table& table = *e.table;
    benchmark::RegisterBenchmark(("scan/" + table.name).c_str(), scan_table, exports, table)
        ->Arg(1)
        ->Arg(2)
        ->UseRealTime()
        ->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark(("load/" + table.name).c_str(), load_table, exports, table)
        ->UseRealTime()
        ->Unit(benchmark::kMillisecond);
  }
  benchmark::RunSpecifiedBenchmarks();
}
