// How many lines each order has, and how many lines come before it, for any order at once.
//
// The totals must be exact at every scale, and both SalesOrderHeader and SalesOrderDetail must know
// them without a table that grows. So the orders of a channel are cut into blocks of 64 (the last one
// takes the rest). How many orders of three lines or more, of two lines, and how many extra lines are in
// the first b blocks is floor(total x orders in them / orders): a closed form that ends on the total.
// Within a block, the extra lines are shared by random cuts and the counts shuffled, from the seed and the
// block's number. Lines before an order = lines before its block + those before it in the block.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "sample/census.hpp"

namespace rox {

/// Not thread-safe: it keeps the last block of a channel, since orders are mostly asked for in order.
class LineCounts {
 public:
  /// No order has more lines than this.
  static constexpr std::size_t kMost = 70;

  LineCounts(const OrderCensus& census, Channel channel, std::uint64_t seed)
      : census_(census), channel_(channel), seed_(seed) {}

  /// 0 <= order < census.orders.
  std::uint32_t lines(std::uint64_t order);
  /// Lines of all orders before `order` of this channel; order may be census.orders.
  std::uint64_t lines_before(std::uint64_t order);

 private:
  static constexpr std::uint64_t kBlock = 64;

  struct Block {
    std::uint64_t index = 0;
    std::uint64_t first_order = 0;
    std::uint64_t lines_before = 0;
    std::array<std::uint8_t, 2 * kBlock> lines{};
  };

  const Block& block_of(std::uint64_t order);
  Block make_block(std::uint64_t index) const;
  std::uint64_t block_count() const { return census_.orders < kBlock ? 1 : census_.orders / kBlock; }
  /// What of `total` falls to the blocks before `block`.
  std::uint64_t share(std::uint64_t total, std::uint64_t block) const;

  OrderCensus census_;
  Channel channel_;
  std::uint64_t seed_;
  std::optional<Block> block_;
};

}  // namespace rox
