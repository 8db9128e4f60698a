// The rows of a scan in the order of its files, read by several threads.
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "engine/duckdb/arrow_batch.hpp"
#include "source/scan.hpp"

namespace rox {

/// Each thread's batches come in order, so those of all are merged: the next one is the first of the threads' next
/// ones. What the batches are doesn't depend on the number of threads.
class OrderedScan {
 public:
  /// The scan goes block by block, and emits all of `columns`.
  OrderedScan(std::shared_ptr<TableScan> scan, std::vector<Column> columns, unsigned threads);
  /// Ends the threads, if they still read.
  ~OrderedScan();
  OrderedScan(const OrderedScan&) = delete;
  OrderedScan& operator=(const OrderedScan&) = delete;

  const std::vector<Column>& columns() const { return columns_; }
  /// The next rows, at least one; null at the end. Throws what the scan throws, and data_error once the scan's keys
  /// don't grow (TableScan::key_order_is_broken()): then rows in this order are no use.
  std::shared_ptr<const ArrowBatch> next();

 private:
  /// What a thread has read and nobody has taken.
  struct Lane {
    std::deque<std::pair<BlockPlace, std::shared_ptr<const ArrowBatch>>> batches;
    bool ended = false;
  };
  void read(Lane& lane);
  bool put(Lane& lane, BlockPlace place, std::shared_ptr<const ArrowBatch> batch);
  Lane* first_lane();

  const std::shared_ptr<TableScan> scan_;
  const std::vector<Column> columns_;
  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::vector<Lane> lanes_;
  bool stopped_ = false;
  std::exception_ptr failure_;
  std::vector<std::jthread> threads_;  // the last: they end before what they use
};

}  // namespace rox
