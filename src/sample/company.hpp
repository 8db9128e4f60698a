// The sample company: everything in it is a function of the seed, the scale and an index.
//
// People k, customers k and orders k are numbered from 0 in the order of their ids, which is the order
// of the exports. A Company is immutable; any thread may use it.
#pragma once

#include <cstdint>

#include "sample/calendar.hpp"
#include "sample/catalogue.hpp"
#include "sample/census.hpp"
#include "sample/text_buffer.hpp"

namespace rox {

struct Company {
  Company(Scale company_scale, std::uint64_t company_seed)
      : scale(company_scale), seed(company_seed), census(take_census(scale)), calendar(census) {}

  Scale scale;
  std::uint64_t seed;
  Census census;
  Calendar calendar;
  Catalogue catalogue;
  /// People have bought for the first time on one of this many days.
  std::size_t purchase_days = kOrderDays;
};

inline constexpr std::uint64_t kFirstOrderId = 43659;

std::uint64_t person_id(const Census& census, std::uint64_t person);
std::uint64_t customer_id(const Census& census, std::uint64_t customer);
/// 1 to 10, as the customer's orders have it too.
std::uint64_t territory_of(const Company& company, std::uint64_t customer);
/// Which customer placed an order: an individual online (some come back often), a shop with a contact otherwise.
std::uint64_t customer_of(const Company& company, const OrderPlace& place);

/// One row each, with its line end. A person past the census is an individual with the next id.
void write_person(TextBuffer& out, const Company& company, std::uint64_t person);
void write_product(TextBuffer& out, const Company& company, std::uint64_t product);
void write_customer(TextBuffer& out, const Company& company, std::uint64_t customer);
void write_offer_product(TextBuffer& out, const Company& company, std::size_t offer, std::size_t product);

}  // namespace rox
