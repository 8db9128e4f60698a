// Random numbers that can be had out of order: every person, order and row has a generator of its own,
// made from the seed and its index. Nothing is remembered, so any part of the company can be computed
// on any thread, on any machine, with the same result.
#pragma once

#include <cstdint>

namespace rox {

/// SplitMix64's finalizer: every bit of `x` reaches every bit of the result.
constexpr std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31);
}

/// What a generator is for, so that person 7 and order 7 share nothing.
enum class Stream : std::uint64_t {
  person = 1,
  customer,
  online_lines,
  reseller_lines,
  order,
  product_guid,
  offer_guid,
  person_guid,
  customer_guid,
  order_guid,
  line_guid,
  defect_guid,
  newcomer,
  newcomer_guid,
  planted_guid,
};

class Random {
 public:
  constexpr Random(std::uint64_t seed, Stream stream, std::uint64_t index)
      : state_(mix(mix(seed + kStep * static_cast<std::uint64_t>(stream)) + kStep * index)) {}

  constexpr std::uint64_t next() { return mix(state_ += kStep); }

  /// 0 <= result < n <= 2^32.
  constexpr std::uint64_t below(std::uint64_t n) { return ((next() >> 32) * n) >> 32; }

  /// First <= result <= last.
  constexpr std::uint64_t between(std::uint64_t first, std::uint64_t last) { return first + below(last - first + 1); }

  constexpr bool chance(std::uint64_t percent) { return below(100) < percent; }

 private:
  static constexpr std::uint64_t kStep = 0x9E3779B97F4A7C15U;
  std::uint64_t state_;
};

}  // namespace rox
