#include "sample/orders.hpp"

#include <bitset>

namespace rox {
namespace {

constexpr std::size_t kHeaderRoom = 512;
constexpr std::size_t kLineRoom = 256;
constexpr std::uint32_t kShipDays = 7;
constexpr std::uint32_t kDueDays = 12;

// Half up, as the real company rounds.
std::uint64_t per_mille(std::uint64_t amount, std::uint64_t rate) { return (amount * rate + 500) / 1000; }

std::uint64_t reseller_quantity(Random& random) {
  if (random.chance(7)) return random.between(11, 44);
  return 1 + std::min(random.below(10), random.below(10));
}

// Takes products from the assortment until one is new to the order. Popular ones get hard to find anew in a
// long order; then the next free one in the list is taken.
std::size_t pick_product(Random& random, const std::vector<std::uint16_t>& assortment,
                         const std::bitset<Catalogue::kProducts>& taken) {
  std::size_t at = 0;
  for (int tries = 0; tries < 8; ++tries) {
    at = random.below(assortment.size());
    if (!taken.test(assortment[at])) return assortment[at];
  }
  for (std::size_t i = 0; i < assortment.size() && taken.test(assortment[at]); ++i) at = (at + 1) % assortment.size();
  return assortment[at];
}

}  // namespace

OrderBook::OrderBook(const Company& company)
    : company_(company),
      online_(company.census.online, Channel::online, company.seed),
      reseller_(company.census.reseller, Channel::reseller, company.seed) {}

std::uint64_t OrderBook::lines_before(std::uint64_t number) {
  return online_.lines_before(company_.calendar.before(Channel::online, number)) +
         reseller_.lines_before(company_.calendar.before(Channel::reseller, number));
}

OrderLine OrderBook::make_line(Random& random, std::size_t product_index) const {
  const Product& product = company_.catalogue.products()[product_index];
  std::uint32_t day = order_.place.day;
  bool online = order_.place.channel == Channel::online;
  OrderLine line;
  line.product = product_index;
  line.quantity = !online ? reseller_quantity(random) : product.days_to_manufacture == 0 && random.chance(12) ? 2 : 1;
  line.offer = company_.catalogue.best_offer(product_index, line.quantity, day);
  line.percent = company_.catalogue.offers()[line.offer].percent;
  std::uint64_t price = product.price;
  // Cheaper models cost less in their first season.
  if (product.first_season == season_of(day) && product.grade == 'L') price = price * 8929 / 10000;
  line.unit_price = online ? price : (price * 6 + 5) / 10;
  if (line.percent > 0) line.unit_price = (line.unit_price + 50) / 100 * 100;
  line.total = line.quantity * line.unit_price * (100 - line.percent);
  return line;
}

const Order& OrderBook::order(std::uint64_t number) {
  order_.number = number;
  order_.place = company_.calendar.place(number);
  Channel channel = order_.place.channel;
  order_.customer = customer_of(company_, order_.place);
  order_.first_line = lines_before(number);
  order_.lines.clear();
  order_.subtotal = 0;

  Random random(company_.seed, Stream::order, number);
  const auto& assortment = company_.catalogue.assortment(channel, season_of(order_.place.day));
  std::bitset<Catalogue::kProducts> taken;
  std::uint32_t count = counts(channel).lines(order_.place.index);
  for (std::uint32_t i = 0; i < count; ++i) {
    std::size_t product = pick_product(random, assortment, taken);
    taken.set(product);
    order_.lines.push_back(make_line(random, product));
    order_.subtotal += order_.lines.back().total / 100;
  }
  return order_;
}

// PurchaseOrderNumber to TerritoryID: who bought, and who sold.
void OrderBook::put_parties(TextBuffer& out, Random& random, Random& address) const {
  const Census& census = company_.census;
  std::uint64_t customer = customer_id(census, order_.customer);
  bool online = order_.place.channel == Channel::online;
  if (online) {
    out.put("NULL;10-4030-");
  } else {
    out.put("PO");
    out.put_number(random.between(100'000'000, 3'999'999'999));
    out.put(random.chance(70) ? "7" : "");
    out.put(";10-4020-");
  }
  out.put_padded(customer % 10'000'000, 6);
  out.put(';');
  out.put_number(customer);
  out.put(';');
  if (online) {
    out.put("NULL");
  } else {
    out.put_number(census.employees - census.sales_people + 1 + address.below(census.sales_people));
  }
  out.put(';');
  out.put_number(territory_of(company_, order_.customer));
}

// ShipMethodID to CurrencyRateID.
void OrderBook::put_payment(TextBuffer& out, Random& random) const {
  out.put(order_.place.channel == Channel::online ? "1;" : "5;");
  if (random.chance(96)) {
    out.put_number(1 + random.below(19237));
    out.put(';');
    out.put_number(random.between(10'000, 139'999));
    out.put("Vi");
    out.put_number(random.between(1000, 99'999));
  } else {
    out.put("NULL;NULL");
  }
  out.put(';');
  if (random.chance(44)) {
    out.put_number(2 + random.below(12000));
  } else {
    out.put("NULL");
  }
}

void OrderBook::write_header(TextBuffer& out, std::uint64_t number) {
  const Order& o = order(number);
  const Calendar& calendar = company_.calendar;
  bool online = o.place.channel == Channel::online;
  std::uint64_t id = kFirstOrderId + number;
  Random random(company_.seed, Stream::order, ~number);
  Random address(company_.seed, Stream::customer, ~o.customer);
  std::uint64_t address_id = 1 + address.below(32521);

  out.room(kHeaderRoom);
  out.put_number(id);
  out.put(random.chance(1) ? ";9;" : ";8;");
  out.put(calendar.timestamp(o.place.day));
  out.put(';');
  out.put(calendar.timestamp(o.place.day + kDueDays));
  out.put(';');
  out.put(calendar.timestamp(o.place.day + kShipDays));
  out.put(online ? ";5;1;SO" : ";5;0;SO");
  out.put_number(id);
  out.put(';');
  put_parties(out, random, address);
  out.put(';');
  out.put_number(address_id);
  out.put(';');
  out.put_number(address_id);
  out.put(';');
  put_payment(out, random);
  std::uint64_t tax = per_mille(o.subtotal, online ? 80 : 96);
  std::uint64_t freight = per_mille(o.subtotal, online ? 25 : 30);
  for (std::uint64_t amount : {o.subtotal, tax, freight, o.subtotal + tax + freight}) {
    out.put(';');
    out.put_money(amount);
  }
  out.put(";NULL;");
  out.put_guid(Random(company_.seed, Stream::order_guid, number));
  out.put(';');
  out.put(calendar.timestamp(o.place.day + kShipDays));
  out.put("\r\n");
}

void OrderBook::write_lines(TextBuffer& out, std::uint64_t number) {
  const Order& o = order(number);
  std::uint64_t id = kFirstOrderId + number;
  std::uint64_t tracking = Random(company_.seed, Stream::order, ~number).next();
  auto put_hex = [&](int shift, int digits) {
    for (int i = 0; i < digits; ++i) out.put("0123456789ABCDEF"[(tracking >> (shift + 4 * i)) & 15]);
  };
  std::uint64_t line_id = o.first_line;
  for (const OrderLine& line : o.lines) {
    out.room(kLineRoom);
    ++line_id;
    out.put_number(id);
    out.put(';');
    out.put_number(line_id);
    out.put(';');
    if (o.place.channel == Channel::online) {
      out.put("NULL");
    } else {
      put_hex(0, 4);
      out.put('-');
      put_hex(16, 4);
      out.put('-');
      put_hex(32, 2);
    }
    out.put(';');
    out.put_number(line.quantity);
    out.put(';');
    out.put_number(company_.catalogue.products()[line.product].id);
    out.put(';');
    out.put_number(company_.catalogue.offers()[line.offer].id);
    out.put(';');
    out.put_money(line.unit_price);
    out.put(';');
    out.put_money(line.percent * 100);
    out.put(';');
    out.put_millionths(line.total);
    out.put(';');
    out.put_guid(Random(company_.seed, Stream::line_guid, line_id));
    out.put(';');
    out.put(company_.calendar.timestamp(o.place.day));
    out.put("\r\n");
  }
}

}  // namespace rox
