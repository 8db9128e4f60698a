// What the company sells: 504 products, 16 special offers, and which product is in which offer. The same
// at every scale and for every seed.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sample/census.hpp"

namespace rox {

/// The catalogue changes once a year; products are sold from one season to another.
inline constexpr std::size_t kSeasons = 3;
/// 0 from 2011-05-31, 1 from 2012-05-30, 2 from 2013-05-30.
std::size_t season_of(std::uint32_t day);

struct Product {
  std::uint32_t id = 0;
  std::string name;
  std::string number;
  bool make = false;
  bool finished = false;   // sold to customers; the others are parts
  std::string_view color;  // texts that are empty are NULL in the export
  std::uint32_t safety_stock = 0;
  std::uint64_t cost = 0;  // ten-thousandths, as all prices here
  std::uint64_t price = 0;
  std::string_view size;
  std::string_view size_unit;
  std::string_view weight_unit;
  std::uint32_t weight = 0;  // hundredths
  std::uint32_t days_to_manufacture = 0;
  char line = 0;  // 0: NULL
  char grade = 0;
  char style = 0;
  std::uint32_t subcategory = 0;
  std::uint32_t model = 0;
  std::size_t first_season = 0;
  std::size_t last_season = kSeasons - 1;
};

struct Offer {
  std::uint32_t id;
  std::uint32_t percent;      // discount
  std::uint64_t least, most;  // OrderQty that gets it; most 0: any
  std::uint32_t from, to;     // order days
  std::size_t products;       // how many products are in it
};

class Catalogue {
 public:
  static constexpr std::size_t kProducts = 504;
  /// What the catalogue is made from (catalogue.cpp).
  struct Part;
  struct Family;

  Catalogue();

  const std::vector<Product>& products() const { return products_; }
  /// By id; the first one is 'no discount' and has every finished product.
  const std::vector<Offer>& offers() const { return offers_; }
  bool offered(std::size_t offer, std::size_t product) const { return in_offer_[offer].test(product); }
  /// The offer that a line gets, as an index into offers().
  std::size_t best_offer(std::size_t product, std::uint64_t quantity, std::uint32_t day) const;
  /// Indexes of the products that a channel sells in a season, popular ones several times.
  const std::vector<std::uint16_t>& assortment(Channel channel, std::size_t season) const {
    return assortment_[static_cast<std::size_t>(channel)][season];
  }

 private:
  void add_part(const Part& part, std::string name, char grade);
  void add_models(const Family& family, char grade, std::uint32_t model);

  std::vector<Product> products_;
  std::vector<Offer> offers_;
  std::vector<std::bitset<kProducts>> in_offer_;
  std::array<std::array<std::vector<std::uint16_t>, kSeasons>, 2> assortment_;
};

}  // namespace rox
