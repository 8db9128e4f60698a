// The scanner's inner loops, each by itself: finding structure, cutting records, reading values. Bytes are those of the
// text that a loop goes through.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "source/batch.hpp"
#include "source/date_values.hpp"
#include "source/fast_values.hpp"
#include "source/structural.hpp"
#include "source/values.hpp"

namespace {

using namespace rox;

/// 1 MB of records like SalesOrderDetail's, with room behind them.
const std::string& records() {
  static const std::string text = [] {
    std::mt19937_64 random(1);
    std::string out;
    while (out.size() < (1U << 20U)) {
      out += fmt::format(
          "{};{};{:04X}-{:04X}-{:02X};{};{};1;{},{:04};0,00;{}.{:06};B207C96D-D9E6-402B-8470-{:012X};2011-05-31 "
          "00:00:00.000\n",
          43659 + random() % 31465, 1 + random() % 121317, random() % 65536, random() % 65536, random() % 256,
          1 + random() % 40, 707 + random() % 290, random() % 3000, random() % 10000, random() % 30000,
          random() % 1000000, random() % (1ULL << 48U));
    }
    return out;
  }();
  static const std::string padded = text + std::string(kStructuralPadding, ' ');
  return padded;
}

std::string_view block() { return std::string_view(records()).substr(0, records().size() - kStructuralPadding); }

template <class Mask>
void find_structure(benchmark::State& state, Mask mask) {
  for (auto _ : state) {
    std::uint64_t found = 0;
    for (std::size_t at = 0; at < block().size(); at += 64)
      found += static_cast<std::uint64_t>(std::popcount(mask(block().data() + at)));
    benchmark::DoNotOptimize(found);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * block().size()));
}
BENCHMARK_CAPTURE(find_structure, vector, [](const char* p) { return structural_mask(p, ';'); });
BENCHMARK_CAPTURE(find_structure, plain, [](const char* p) { return plain::structural_mask(p, ';'); });

template <class Survey>
void survey_text(benchmark::State& state, Survey look) {
  for (auto _ : state) benchmark::DoNotOptimize(look(block().data(), block().data() + block().size()));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * block().size()));
}
BENCHMARK_CAPTURE(survey_text, vector, [](const char* p, const char* end) { return survey(p, end); });
BENCHMARK_CAPTURE(survey_text, plain, [](const char* p, const char* end) { return plain::survey(p, end); });

void cut_in_batches(benchmark::State& state) {
  RecordBatch batch;
  for (auto _ : state) {
    BatchCursor cursor;
    do {
      cut_records(block(), ';', 11, RecordBatch::kRecords, cursor, batch);
    } while (batch.size > 0);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * block().size()));
}
BENCHMARK(cut_in_batches);

void cut_one_by_one(benchmark::State& state) {
  for (auto _ : state) {
    RecordReader reader(block(), ';', 1);
    while (reader.next()) benchmark::DoNotOptimize(reader.fields().data());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * block().size()));
}
BENCHMARK(cut_one_by_one);

/// Reads a column of the records again and again; `read` is given one value.
template <class Read>
void read_values(benchmark::State& state, std::size_t column, Read read) {
  std::vector<std::string_view> values;
  std::int64_t bytes = 0;
  RecordReader reader(block(), ';', 1);
  while (reader.next()) {
    values.push_back(reader.fields()[column].text());
    bytes += static_cast<std::int64_t>(values.back().size());
  }
  for (auto _ : state) {
    for (const std::string_view value : values) read(value);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * bytes);
}

BENCHMARK_CAPTURE(read_values, integer, 0, [](std::string_view text) {
  std::int64_t value = 0;
  benchmark::DoNotOptimize(fast::integer(text, value));
  benchmark::DoNotOptimize(value);
});
BENCHMARK_CAPTURE(read_values, integer_plain, 0, [](std::string_view text) {
  std::int64_t value = 0;
  benchmark::DoNotOptimize(parse_integer(text, value));
  benchmark::DoNotOptimize(value);
});
BENCHMARK_CAPTURE(read_values, decimal, 6, [](std::string_view text) {
  std::int64_t value = 0;
  benchmark::DoNotOptimize(fast::decimal(text, ',', 18, 4, value));
  benchmark::DoNotOptimize(value);
});
BENCHMARK_CAPTURE(read_values, decimal_plain, 6, [](std::string_view text) {
  Int128 value = 0;
  benchmark::DoNotOptimize(parse_decimal(text, ',', 18, 4, value));
  benchmark::DoNotOptimize(value);
});
BENCHMARK_CAPTURE(read_values, uuid, 9, [](std::string_view text) {
  UInt128 value = 0;
  benchmark::DoNotOptimize(fast::uuid(text, value));
  benchmark::DoNotOptimize(value);
});
BENCHMARK_CAPTURE(read_values, uuid_plain, 9, [](std::string_view text) {
  UInt128 value = 0;
  benchmark::DoNotOptimize(parse_uuid(text, value));
  benchmark::DoNotOptimize(value);
});
BENCHMARK_CAPTURE(read_values, timestamp, 10, [](std::string_view text) {
  std::int64_t value = 0;
  benchmark::DoNotOptimize(parse_timestamp(text, DateOrder::ymd, value));
  benchmark::DoNotOptimize(value);
});

}  // namespace

BENCHMARK_MAIN();
