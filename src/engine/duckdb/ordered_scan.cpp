#include "engine/duckdb/ordered_scan.hpp"

#include <algorithm>
#include <utility>

#include "base/error.hpp"

namespace rox {
namespace {

constexpr std::size_t kBatchRows = 8192;
/// A thread that has so many ahead waits.
constexpr std::size_t kMostAhead = 4;

}  // namespace

OrderedScan::OrderedScan(std::shared_ptr<TableScan> scan, std::vector<Column> columns, unsigned threads)
    : scan_(std::move(scan)), columns_(std::move(columns)), lanes_(std::max(threads, 1U)) {
  for (Lane& lane : lanes_) threads_.emplace_back([this, &lane] { read(lane); });
}

OrderedScan::~OrderedScan() {
  std::lock_guard lock(mutex_);
  stopped_ = true;
  changed_.notify_all();
}

void OrderedScan::read(Lane& lane) {
  try {
    const auto worker = scan_->worker();
    std::vector<ColumnSink> sinks(columns_.size());
    for (bool more = true; more;) {
      auto batch = std::make_shared<ArrowBatch>(columns_, kBatchRows);
      std::transform(batch->columns.begin(), batch->columns.end(), sinks.begin(),
                     [](ArrowColumn& column) { return column.sink(); });
      batch->rows = worker->next(sinks, kBatchRows);
      for (ArrowColumn& column : batch->columns) column.finish(batch->rows);
      more = batch->rows > 0 && put(lane, worker->place(), std::move(batch));
    }
  } catch (...) {
    std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::current_exception();
  }
  std::lock_guard lock(mutex_);
  lane.ended = true;
  changed_.notify_all();
}

/// False if nobody wants any more.
bool OrderedScan::put(Lane& lane, BlockPlace place, std::shared_ptr<const ArrowBatch> batch) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return stopped_ || lane.batches.size() < kMostAhead; });
  lane.batches.emplace_back(place, std::move(batch));
  changed_.notify_all();
  return !stopped_;
}

/// The lane that the next batch is in, once it is known which; null at the end.
OrderedScan::Lane* OrderedScan::first_lane() {
  Lane* first = nullptr;
  for (Lane& lane : lanes_) {
    if (!lane.batches.empty() && (first == nullptr || lane.batches.front().first < first->batches.front().first)) {
      first = &lane;
    }
  }
  return first;
}

std::shared_ptr<const ArrowBatch> OrderedScan::next() {
  std::unique_lock lock(mutex_);
  const auto is_known = [](const Lane& lane) { return lane.ended || !lane.batches.empty(); };
  changed_.wait(lock, [&] { return failure_ || std::all_of(lanes_.begin(), lanes_.end(), is_known); });
  if (failure_) std::rethrow_exception(failure_);
  if (scan_->key_order_is_broken()) throw data_error("the keys aren't in order");
  Lane* lane = first_lane();
  if (lane == nullptr) return nullptr;
  std::shared_ptr<const ArrowBatch> batch = std::move(lane->batches.front().second);
  lane->batches.pop_front();
  changed_.notify_all();
  return batch;
}

}  // namespace rox
