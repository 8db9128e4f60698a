#include "sample/line_counts.hpp"

#include <algorithm>
#include <numeric>
#include <span>
#include <utility>

#include "sample/random.hpp"

namespace rox {
namespace {

// Shares `extra` lines among `lines` by random cuts (few large shares, many small ones). A share past
// `most` moves on to the next.
void share_out(std::span<std::uint8_t> lines, std::uint64_t extra, std::uint64_t most, Random& random) {
  if (lines.empty()) return;
  std::array<std::uint64_t, 128> cuts;
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) cuts[i] = random.below(extra + 1);
  cuts[lines.size() - 1] = extra;
  std::sort(cuts.begin(), cuts.begin() + static_cast<std::ptrdiff_t>(lines.size()));
  std::uint64_t last = 0, carried = 0;
  std::array<std::uint64_t, 128> given{};
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::uint64_t wanted = cuts[i] - std::exchange(last, cuts[i]) + carried;
    given[i] = std::min(wanted, most);
    carried = wanted - given[i];
  }
  for (std::size_t i = 0; carried > 0; ++i) {
    std::uint64_t more = std::min(most - given[i], carried);
    given[i] += more;
    carried -= more;
  }
  for (std::size_t i = 0; i < lines.size(); ++i) lines[i] = static_cast<std::uint8_t>(lines[i] + given[i]);
}

}  // namespace

std::uint64_t LineCounts::share(std::uint64_t total, std::uint64_t block) const {
  if (block == block_count()) return total;
  return total * (block * kBlock) / census_.orders;
}

LineCounts::Block LineCounts::make_block(std::uint64_t index) const {
  auto part = [&](std::uint64_t total) { return share(total, index + 1) - share(total, index); };
  Block block;
  block.index = index;
  block.first_order = share(census_.orders, index);
  block.lines_before =
      block.first_order + share(census_.two, index) + 2 * share(census_.three, index) + share(census_.extra, index);
  std::size_t orders = part(census_.orders), three = part(census_.three), two = part(census_.two);
  std::span<std::uint8_t> lines(block.lines.data(), orders);
  std::fill(lines.begin(), lines.end(), std::uint8_t{1});
  std::fill_n(lines.begin(), three, std::uint8_t{3});
  std::fill_n(lines.begin() + static_cast<std::ptrdiff_t>(three), two, std::uint8_t{2});

  bool online = channel_ == Channel::online;
  Random random(seed_, online ? Stream::online_lines : Stream::reseller_lines, index);
  share_out(lines.first(three), part(census_.extra), online ? 5 : kMost - 3, random);
  for (std::size_t i = orders; i > 1; --i) std::swap(lines[i - 1], lines[random.below(i)]);
  return block;
}

const LineCounts::Block& LineCounts::block_of(std::uint64_t order) {
  std::uint64_t index = std::min(order / kBlock, block_count() - 1);
  if (!block_ || block_->index != index) block_ = make_block(index);
  return *block_;
}

std::uint32_t LineCounts::lines(std::uint64_t order) {
  const Block& block = block_of(order);
  return block.lines[order - block.first_order];
}

std::uint64_t LineCounts::lines_before(std::uint64_t order) {
  if (order == census_.orders) return census_.lines();
  const Block& block = block_of(order);
  auto end = block.lines.begin() + static_cast<std::ptrdiff_t>(order - block.first_order);
  return std::accumulate(block.lines.begin(), end, block.lines_before);
}

}  // namespace rox
