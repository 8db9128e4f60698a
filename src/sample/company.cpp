#include <algorithm>
#include <array>
#include <numeric>

#include "sample/company.hpp"
#include "sample/names.hpp"

namespace rox {
namespace {

constexpr std::size_t kPersonRoom = 2048;
constexpr std::size_t kRowRoom = 512;
constexpr std::string_view kCustomerModified = "2014-09-12 11:15:07.263";
constexpr std::string_view kProductModified = "2014-02-08 10:01:36.827";

// A bijection of [0, n) that looks random: customers and their people don't run side by side.
std::uint64_t scattered(std::uint64_t k, std::uint64_t n) {
  std::uint64_t step = n * 618 / 1000 + 1;
  while (std::gcd(step, n) != 1) ++step;
  return (k % n * step + n / 3) % n;
}

std::string_view pick(Random& random, std::span<const std::string_view> names) {
  return names[random.below(names.size())];
}

// "1961-02-23Z" of a random day.
void put_random_date(TextBuffer& out, Random& random, std::uint64_t first_year, std::uint64_t last_year) {
  out.put_number(random.between(first_year, last_year));
  out.put('-');
  out.put_padded(random.between(1, 12), 2);
  out.put('-');
  out.put_padded(random.between(1, 28), 2);
  out.put('Z');
}

std::string_view person_type(const Census& census, std::uint64_t person) {
  if (person < census.employees - census.sales_people) return "EM";
  if (person < census.employees) return "SP";
  std::uint64_t contact = person - census.employees;
  if (contact >= census.contacts) return "IN";
  // 753 shop contacts, 289 general ones, 156 of vendors at scale 1.
  std::uint64_t percent = contact * 100 / census.contacts;
  return percent < 63 ? "SC" : percent < 87 ? "GC" : "VC";
}

constexpr std::string_view kSurvey =
    "\"<IndividualSurvey xmlns=\"\"http://schemas.microsoft.com/sqlserver/2004/07/adventure-works/"
    "IndividualSurvey\"\"><TotalPurchaseYTD>";

void put_survey(TextBuffer& out, Random& random, bool woman, std::string_view first_purchase) {
  using namespace std::literals;
  static constexpr std::array kIncome = {"0-25000"sv, "25001-50000"sv, "50001-75000"sv, "75001-100000"sv,
                                         "greater than 100000"sv};
  static constexpr std::array kEducation = {"Bachelors "sv, "Graduate Degree"sv, "High School"sv, "Partial College"sv,
                                            "Partial High School"sv};
  static constexpr std::array kOccupation = {"Clerical"sv, "Management"sv, "Manual"sv, "Professional"sv,
                                             "Skilled Manual"sv};
  out.put(kSurvey);
  out.put_number(random.below(random.chance(30) ? 9000 : 200));
  out.put('.');
  out.put_padded(random.below(100), 2);
  out.put("</TotalPurchaseYTD><DateFirstPurchase>");
  out.put(first_purchase);
  out.put("Z</DateFirstPurchase><BirthDate>");
  put_random_date(out, random, 1930, 1986);
  out.put("</BirthDate><MaritalStatus>");
  out.put(random.chance(54) ? 'M' : 'S');
  out.put("</MaritalStatus><YearlyIncome>");
  out.put(pick(random, kIncome));
  out.put("</YearlyIncome><Gender>");
  out.put(woman ? 'F' : 'M');
  out.put("</Gender><TotalChildren>");
  out.put_number(random.below(6));
  out.put("</TotalChildren><Education>");
  out.put(pick(random, kEducation));
  out.put("</Education><Occupation>");
  out.put(pick(random, kOccupation));
  out.put("</Occupation><HomeOwnerFlag>");
  out.put(random.chance(67) ? '1' : '0');
  out.put("</HomeOwnerFlag></IndividualSurvey>\"");
}

void put_contact_info(TextBuffer& out, Random& random) {
  out.put(
      "\"<AdditionalContactInfo xmlns=\"\"http://schemas.microsoft.com/sqlserver/2004/07/adventure-works/"
      "ContactInfo\"\">Prefers the telephone; mornings only: <telephoneNumber>");
  out.put_number(random.between(200, 999));
  out.put("-555-01");
  out.put_padded(random.below(100), 2);
  out.put("</telephoneNumber></AdditionalContactInfo>\"");
}

// Texts that are empty are NULL; those that end in a blank are quoted, as the real exports have them.
void put_text(TextBuffer& out, std::string_view text) {
  if (text.empty()) {
    out.put("NULL;");
    return;
  }
  bool quoted = text.back() == ' ';
  if (quoted) out.put('"');
  out.put(text);
  out.put(quoted ? "\";" : ";");
}

void put_flag(TextBuffer& out, char code) {
  const std::array<char, 2> text = {code, ' '};
  put_text(out, code == 0 ? std::string_view{} : std::string_view{text.data(), 2});
}

}  // namespace

std::uint64_t person_id(const Census& c, std::uint64_t person) {
  if (person < c.employees) return person + 1;
  std::uint64_t contact = person - c.employees;
  return person + 1 + std::min(contact, c.stores_and_vendors);
}

std::uint64_t customer_id(const Census& c, std::uint64_t customer) {
  if (customer < c.shops) return customer + 1;
  return std::max<std::uint64_t>(11000, c.shops + 1) + customer - c.shops;
}

std::uint64_t territory_of(const Company& company, std::uint64_t customer) {
  // In hundredths: half of the business is in the five American regions.
  static constexpr std::array<std::uint64_t, 9> kUpTo = {12, 14, 17, 36, 42, 52, 60, 68, 88};
  std::uint64_t roll = Random(company.seed, Stream::customer, customer).below(100);
  return 1 + static_cast<std::uint64_t>(std::upper_bound(kUpTo.begin(), kUpTo.end(), roll) - kUpTo.begin());
}

std::uint64_t customer_of(const Company& company, const OrderPlace& place) {
  const Census& c = company.census;
  if (place.channel == Channel::reseller) {
    return c.shops + c.buyers + scattered(place.index, c.shop_contacts);
  }
  Random random(company.seed, Stream::customer, (1ULL << 40) + place.index);
  // Most orders go through the customers one by one; the others come from a loyal few.
  if (random.chance(76)) return c.shops + scattered(place.index, c.buyers);
  std::uint64_t loyal = c.buyers;
  for (int i = 0; i < 4; ++i) loyal = std::min(loyal, random.below(c.buyers));
  return c.shops + scattered(loyal, c.buyers);
}

void write_person(TextBuffer& out, const Company& company, std::uint64_t person) {
  const Census& c = company.census;
  Random random(company.seed, Stream::person, person);
  const Culture& culture = pick_culture(random);
  std::string_view type = person_type(c, person);
  bool individual = type == "IN";
  bool woman = random.chance(50);
  std::size_t purchase_day = random.below(company.purchase_days);

  out.room(kPersonRoom);
  out.put_number(person_id(c, person));
  out.put(';');
  out.put(type);
  out.put(";0;");
  out.put(random.chance(individual ? 1 : 80) ? woman ? culture.ms : culture.mr : "NULL");
  out.put(';');
  out.put(pick(random, woman ? culture.women : culture.men));
  out.put(';');
  if (random.chance(42)) {
    out.put("NULL;");
  } else {
    out.put(static_cast<char>('A' + random.below(25)));
    out.put(random.chance(8) ? ".;" : ";");
  }
  out.put(pick(random, culture.families));
  out.put(!random.chance(1) ? ";NULL;" : random.chance(50) ? ";Jr.;" : random.chance(50) ? ";III;" : ";PhD;");
  out.put_number(random.chance(56) ? 0 : 1 + random.below(2));
  out.put(';');
  if (!individual && random.chance(1)) {
    put_contact_info(out, random);
  } else {
    out.put("NULL");
  }
  out.put(';');
  if (individual) {
    put_survey(out, random, woman, company.calendar.date(purchase_day));
  } else {
    out.put(kSurvey);
    out.put("0</TotalPurchaseYTD></IndividualSurvey>\"");
  }
  out.put(';');
  out.put_guid(Random(company.seed, Stream::person_guid, person));
  out.put(';');
  out.put(individual ? company.calendar.timestamp(purchase_day) : "2009-01-07 00:00:00.000");
  out.put("\r\n");
}

void write_customer(TextBuffer& out, const Company& company, std::uint64_t customer) {
  const Census& c = company.census;
  std::uint64_t id = customer_id(c, customer);
  // The shop of a contact has the id after that contact's.
  auto contact_id = [&](std::uint64_t contact) { return person_id(c, c.employees + contact); };
  out.room(kRowRoom);
  out.put_number(id);
  out.put(';');
  if (customer < c.shops) {
    out.put("NULL;");
    out.put_number(contact_id(scattered(customer, c.stores_and_vendors)) + 1);
  } else if (customer < c.shops + c.buyers) {
    out.put_number(person_id(c, c.employees + c.contacts + scattered(customer - c.shops, c.individuals)));
    out.put(";NULL");
  } else {
    std::uint64_t contact = customer - c.shops - c.buyers;
    out.put_number(contact_id(contact));
    out.put(';');
    out.put_number(contact_id(contact) + 1);
  }
  out.put(';');
  out.put_number(territory_of(company, customer));
  out.put(";AW");
  out.put_padded(id, 8);
  out.put(';');
  out.put_guid(Random(company.seed, Stream::customer_guid, customer));
  out.put(';');
  out.put(kCustomerModified);
  out.put("\r\n");
}

void write_product(TextBuffer& out, const Company& company, std::uint64_t index) {
  static constexpr std::array<std::string_view, kSeasons> kSellStart = {"2011-05-31", "2012-05-30", "2013-05-30"};
  static constexpr std::array<std::string_view, kSeasons - 1> kSellEnd = {"2012-05-29", "2013-05-29"};
  constexpr std::string_view kMidnight = " 00:00:00.000;";
  const Product& p = company.catalogue.products()[index];
  auto put_number_or_null = [&](std::uint64_t number) {
    if (number > 0) {
      out.put_number(number);
    } else {
      out.put("NULL");
    }
    out.put(';');
  };
  out.room(kRowRoom);
  put_number_or_null(p.id);
  put_text(out, p.name);
  put_text(out, p.number);
  out.put(p.make ? "1;" : "0;");
  out.put(p.finished ? "1;" : "0;");
  put_text(out, p.color);
  put_number_or_null(p.safety_stock);
  put_number_or_null(p.safety_stock * 3 / 4);
  out.put_money(p.cost);
  out.put(';');
  out.put_money(p.price);
  out.put(';');
  put_text(out, p.size);
  put_text(out, p.size_unit);
  put_text(out, p.weight_unit);
  if (p.weight > 0) {
    out.put_number(p.weight / 100);
    out.put('.');
    out.put_padded(p.weight % 100, 2);
    out.put(';');
  } else {
    out.put("NULL;");
  }
  out.put_number(p.days_to_manufacture);
  out.put(';');
  put_flag(out, p.line);
  put_flag(out, p.grade);
  put_flag(out, p.style);
  put_number_or_null(p.subcategory);
  put_number_or_null(p.model);
  out.put(p.finished ? kSellStart[p.first_season] : "2008-04-30");
  out.put(kMidnight);
  if (p.last_season < kSeasons - 1) {
    out.put(kSellEnd[p.last_season]);
    out.put(kMidnight);
  } else {
    out.put("NULL;");
  }
  out.put("NULL;");
  out.put_guid(Random(company.seed, Stream::product_guid, index));
  out.put(';');
  out.put(kProductModified);
  out.put("\r\n");
}

void write_offer_product(TextBuffer& out, const Company& company, std::size_t offer_index, std::size_t product) {
  const Offer& offer = company.catalogue.offers()[offer_index];
  out.room(kRowRoom);
  out.put_number(offer.id);
  out.put(';');
  out.put_number(company.catalogue.products()[product].id);
  out.put(';');
  out.put_guid(Random(company.seed, Stream::offer_guid, offer_index * Catalogue::kProducts + product));
  out.put(';');
  out.put(offer.from == 0 ? "2011-04-01 00:00:00.000" : company.calendar.timestamp(offer.from));
  out.put("\r\n");
}

}  // namespace rox
