#include "sample/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "sample/calendar.hpp"

namespace rox {
// A part that goes into products and is not sold itself. `count` numbered ones, or one for each grade.
struct Catalogue::Part {
  std::string_view name;  // '@': the grade
  std::string_view code;
  int count;
  bool make;
  std::string_view color;
};

// Finished products that differ by grade, colour and size only.
struct Catalogue::Family {
  std::string_view name;    // '@': the grade; '*': the colour. The size follows after ", "
  std::string_view code;    // '@', '*' likewise
  std::string_view grades;  // of "LMH" (low, medium, high); "": none
  std::string_view colors;  // separated by '|'; "": none
  std::string_view sizes;   // likewise
  std::uint64_t price;      // of the medium grade, ten-thousandths
  std::uint32_t weight;     // of the smallest size, hundredths of a pound; 0: unknown
  std::uint32_t days;
  char line;   // Road, Mountain, Touring, Standard
  char grade;  // of all, where `grades` is empty
  char style;
  std::uint32_t subcategory;
  std::size_t first_season, last_season;
  unsigned online, reseller;  // how often it is taken
};

namespace {

using std::chrono::year;
using Part = Catalogue::Part;
using Family = Catalogue::Family;

constexpr Part kParts[] = {
    {"Hex Nut", "HN", 25, false, ""},        {"Slim Hex Nut", "HS", 16, false, ""},
    {"Nylon Lock Nut", "LN", 21, false, ""}, {"Flat Washer", "FW", 9, false, ""},
    {"Spring Washer", "SW", 13, false, ""},  {"Toothed Washer", "TW", 11, false, ""},
    {"Cone Washer", "CW", 7, false, ""},     {"Ball Bearing", "BB", 6, false, ""},
    {"Bearing Cup", "BC", 3, false, ""},     {"Metal Sheet", "MS", 7, false, ""},
    {"Metal Bar", "MB", 3, false, ""},       {"Decal", "DC", 4, false, ""},
    {"Spoke Set", "SP", 5, false, "Silver"}, {"@ Spoke Nipple", "NI", 0, false, ""},
    {"@ Crankarm", "CA", 0, false, "Black"}, {"@ Hub", "HU", 0, true, ""},
    {"@ Shell", "SH", 0, false, ""},         {"@ Grip Tape", "GT", 0, false, ""},
    {"@ Fork Blade", "BL", 0, true, ""},     {"@ Trail Rim", "RT", 0, false, ""},
    {"@ Asphalt Rim", "RA", 0, false, ""},   {"@ Seat Assembly", "SA", 0, true, ""},
    {"Chainring", "CR", 3, false, "Black"},  {"Chainring Bolt", "CB", 3, false, "Silver"},
    {"Crown Race", "CN", 2, false, ""},      {"Chain Stay", "CS", 2, true, ""},
    {"Seat Stay", "SS", 2, true, ""},        {"Seat Tube", "ST", 2, true, ""},
    {"Head Tube", "HT", 2, true, ""},        {"Down Tube", "DT", 2, true, ""},
    {"Top Tube", "TT", 2, true, ""},         {"Steerer", "SR", 2, true, ""},
    {"Handlebar Tube", "HB", 2, true, ""},   {"Fork End", "FE", 3, true, ""},
    {"Fork Crown", "FC", 2, true, ""},       {"Seat Post", "PO", 2, false, ""},
    {"Seat Lug", "SL", 2, false, ""},        {"Reflector", "RF", 3, false, ""},
    {"Freewheel", "FH", 2, false, "Silver"}, {"Guide Pulley", "GP", 2, false, ""},
    {"Tension Pulley", "TP", 2, false, ""},  {"Derailleur Cage", "RC", 2, false, "Silver"},
    {"Paint, Matt", "PA", 6, false, ""},     {"Lower Head Race", "LR", 2, false, ""},
};
constexpr std::size_t kPartCount = 209;

constexpr Family kFamilies[] = {
    // 2011
    {"HL Asphalt Frame - *", "FR-A92*", "", "Black|Red", "44|48|52|56|58|62", 14'215'000, 212, 1, 'R', 'H', 'U', 14, 0,
     2, 0, 2},
    {"LL Asphalt Frame - *", "FR-A38*", "", "Black|Red", "44|48|52|58|60|62", 3'414'000, 232, 1, 'R', 'L', 'U', 14, 0,
     1, 0, 3},
    {"HL Trail Frame - *", "FR-T94*", "", "Black|Silver", "38|42|44|48", 13'645'000, 268, 1, 'M', 'H', 'U', 12, 0, 0, 0,
     3},
    {"Asphalt-150 *", "BK-A93*", "", "Red", "44|48|52|56|62", 34'999'000, 1377, 4, 'R', 'H', 'U', 2, 0, 0, 9, 4},
    {"Asphalt-450 *", "BK-A68*", "", "Red", "44|48|52|58|60", 14'379'900, 1677, 4, 'R', 'M', 'U', 2, 0, 0, 2, 5},
    {"Asphalt-650 *", "BK-A50*", "", "Black|Red", "44|48|52|58|60|62", 7'749'900, 1877, 4, 'R', 'L', 'U', 2, 0, 1, 4,
     5},
    {"Trail-100 *", "BK-T82*", "", "Black|Silver", "38|42|44|48", 33'449'900, 2035, 4, 'M', 'H', 'U', 1, 0, 0, 5, 5},
    {"Granfondo Helmet, *", "HL-G509*", "", "Black|Blue|Red", "", 349'900, 0, 0, 'S', 0, 0, 31, 0, 2, 30, 14},
    {"Trail Socks", "SO-T909", "", "White", "L|M", 95'000, 0, 0, 'M', 0, 'U', 23, 0, 0, 6, 8},
    {"Rox Logo Cap", "CA-R098", "", "Multi", "", 89'900, 0, 0, 'S', 0, 'U', 19, 0, 2, 34, 20},
    {"Long-Sleeve Logo Jersey", "LJ-R192", "", "Multi", "L|M|S|XL", 499'900, 0, 0, 'S', 0, 'U', 21, 0, 2, 7, 12},
    // 2012
    {"Trail-200 *", "BK-T68*", "", "Black|Silver", "38|42|46", 22'849'900, 2335, 4, 'M', 'H', 'U', 1, 1, 2, 10, 8},
    {"Trail-300 *", "BK-T47*", "", "Black", "38|40|44|48", 10'899'900, 2535, 4, 'M', 'M', 'U', 1, 1, 1, 3, 5},
    {"Asphalt-250 *", "BK-A89*", "", "Black|Red", "44|48|52|58", 24'143'500, 1477, 4, 'R', 'H', 'U', 2, 1, 2, 7, 5},
    {"Asphalt-550-W *", "BK-A64*", "", "Yellow", "38|40|42|44|48", 11'184'900, 1742, 4, 'R', 'M', 'W', 2, 1, 2, 6, 5},
    {"@ Trail Handlebars", "HB-T@", "LMH", "", "", 619'200, 0, 1, 'M', 0, 0, 4, 1, 2, 0, 4},
    {"@ Asphalt Handlebars", "HB-A@", "LMH", "", "", 614'300, 0, 1, 'R', 0, 0, 4, 1, 1, 0, 3},
    {"@ Fork", "FK-@", "LMH", "", "", 1'754'900, 0, 1, 0, 0, 0, 10, 1, 1, 0, 3},
    {"@ Headset", "HS-@", "LMH", "", "", 1'022'900, 0, 1, 0, 0, 0, 11, 1, 2, 0, 3},
    {"@ Trail Front Wheel", "FW-T@", "LMH", "Black", "", 2'090'250, 0, 1, 'M', 0, 0, 17, 1, 1, 0, 3},
    {"@ Asphalt Front Wheel", "FW-A@", "LMH", "Black", "", 2'483'850, 0, 1, 'R', 0, 0, 17, 1, 2, 0, 3},
    {"Voyage Front Wheel", "FW-V905", "", "Black", "", 2'180'100, 0, 1, 'T', 0, 0, 17, 1, 2, 0, 3},
    {"@ Trail Rear Wheel", "RW-T@", "LMH", "Black", "", 2'360'250, 0, 1, 'M', 0, 0, 17, 1, 1, 0, 3},
    {"@ Asphalt Rear Wheel", "RW-A@", "LMH", "Black", "", 2'753'850, 0, 1, 'R', 0, 0, 17, 1, 2, 0, 3},
    {"Voyage Rear Wheel", "RW-V905", "", "Black", "", 2'450'100, 0, 1, 'T', 0, 0, 17, 1, 2, 0, 3},
    {"ML Asphalt Frame - *", "FR-A72*", "", "Red", "44|48|52|58|60", 5'948'300, 222, 1, 'R', 'M', 'U', 14, 1, 1, 0, 3},
    {"ML Trail Frame - *", "FR-T63*", "", "Black", "38|40|44|48", 3'487'600, 273, 1, 'M', 'M', 'U', 12, 1, 1, 0, 3},
    {"LL Trail Frame - *", "FR-T21*", "", "Silver", "40|42|44|48|52", 2'640'500, 288, 2, 'M', 'L', 'U', 12, 1, 2, 0, 5},
    {"Voyage Panniers, Large", "PA-V100", "", "Grey", "", 1'250'000, 0, 0, 'T', 0, 0, 35, 1, 1, 0, 6},
    {"Cable Lock", "LO-C100", "", "", "", 250'000, 0, 0, 'S', 0, 0, 34, 1, 1, 0, 8},
    {"Minipump", "PU-0452", "", "", "", 199'900, 0, 0, 'S', 0, 0, 36, 1, 1, 0, 8},
    {"Headlights - Dual-Beam", "LT-H902", "", "", "", 349'900, 0, 0, 'R', 0, 0, 33, 1, 1, 0, 5},
    {"Headlights - Stormproof", "LT-H903", "", "", "", 449'900, 0, 0, 'R', 0, 0, 33, 1, 1, 0, 5},
    {"Taillights - Battery-Powered", "LT-T990", "", "", "", 139'900, 0, 0, 'R', 0, 0, 33, 1, 1, 0, 5},
    {"Women's Tights", "TG-W091", "", "Black", "L|M|S", 749'900, 0, 0, 'S', 0, 'W', 24, 1, 1, 2, 6},
    {"Men's Bib-Shorts", "SB-M891", "", "Multi", "L|M|S", 899'900, 0, 0, 'S', 0, 'M', 18, 1, 1, 0, 6},
    {"Full-Finger Gloves", "GL-F110", "", "Black", "L|M|S", 379'900, 0, 0, 'M', 0, 'U', 20, 1, 1, 0, 9},
    {"Half-Finger Gloves", "GL-H102", "", "Black", "L|M|S", 244'900, 0, 0, 'S', 0, 'U', 20, 1, 2, 11, 9},
    {"Men's Sports Shorts", "SH-M897", "", "Black", "L|M|S|XL", 599'900, 0, 0, 'S', 0, 'M', 22, 1, 1, 3, 6},
    // 2013
    {"Voyage-1000 *", "BK-V79*", "", "Blue|Yellow", "46|50|54|60", 23'840'700, 2513, 4, 'T', 'H', 'U', 3, 2, 2, 6, 4},
    {"Voyage-2000 *", "BK-V44*", "", "Blue", "46|50|54|60", 12'148'500, 2713, 4, 'T', 'M', 'U', 3, 2, 2, 4, 4},
    {"Voyage-3000 *", "BK-V18*", "", "Blue|Yellow", "44|50|54|58|62", 7'423'500, 2868, 4, 'T', 'L', 'U', 3, 2, 2, 3, 4},
    {"Asphalt-350-W *", "BK-A79*", "", "Yellow", "40|42|44|48", 17'009'900, 1542, 4, 'R', 'M', 'W', 2, 2, 2, 6, 5},
    {"Asphalt-750 *", "BK-A19*", "", "Black", "44|48|52|58", 5'399'900, 1977, 4, 'R', 'L', 'U', 2, 2, 2, 9, 5},
    {"Trail-400-W *", "BK-T38*", "", "Silver", "38|40|42|46", 7'694'900, 2635, 4, 'M', 'M', 'W', 1, 2, 2, 4, 4},
    {"Trail-500 *", "BK-T18*", "", "Black|Silver", "40|42|44|48|52", 5'649'900, 2735, 4, 'M', 'L', 'U', 1, 2, 2, 3, 4},
    {"HL Voyage Frame - *", "FR-V98*", "", "Blue|Yellow", "46|50|54|60", 10'039'100, 296, 1, 'T', 'H', 'U', 16, 2, 2, 0,
     2},
    {"LL Voyage Frame - *", "FR-V67*", "", "Blue|Yellow", "44|50|54|58|62", 3'334'200, 302, 1, 'T', 'L', 'U', 16, 2, 2,
     0, 2},
    {"ML Trail Frame-W - *", "FR-T64*", "", "Silver", "38|40|42|46", 3'640'900, 277, 1, 'M', 'M', 'W', 12, 2, 2, 0, 2},
    {"LL Trail Frame - *", "FR-T22*", "", "Black", "40|42|44|48|52", 2'497'900, 288, 2, 'M', 'L', 'U', 12, 2, 2, 0, 3},
    {"ML Asphalt Frame-W - *", "FR-A73*", "", "Yellow", "38|40|42|44|48", 5'948'300, 218, 1, 'R', 'M', 'W', 14, 2, 2, 0,
     2},
    {"HL Trail Frame-X - *", "FR-T95*", "", "Black|Silver", "38|42|46", 13'495'000, 272, 1, 'M', 'H', 'U', 12, 2, 2, 0,
     2},
    {"@ Trail Seat/Saddle", "SE-T@", "LMH", "", "", 391'400, 0, 1, 'M', 0, 0, 15, 2, 2, 0, 2},
    {"@ Asphalt Seat/Saddle", "SE-A@", "LMH", "", "", 394'600, 0, 1, 'R', 0, 0, 15, 2, 2, 0, 2},
    {"@ Voyage Seat/Saddle", "SE-V@", "LMH", "", "", 399'900, 0, 1, 'T', 0, 0, 15, 2, 2, 0, 2},
    {"@ Trail Pedal", "PD-T@", "LMH", "Silver/Black", "", 620'900, 215, 1, 'M', 0, 0, 13, 2, 2, 0, 3},
    {"@ Asphalt Pedal", "PD-A@", "LMH", "Silver/Black", "", 621'900, 189, 1, 'R', 0, 0, 13, 2, 2, 0, 3},
    {"Voyage Pedal", "PD-V852", "", "Silver/Black", "", 809'900, 0, 1, 'T', 0, 0, 13, 2, 2, 0, 4},
    {"@ Crankset", "CS-@", "LMH", "Black", "", 2'564'900, 0, 1, 0, 0, 0, 8, 2, 2, 0, 3},
    {"@ Bottom Bracket", "BB-@", "LMH", "", "", 1'012'400, 0, 1, 0, 0, 0, 5, 2, 2, 0, 3},
    {"Chain", "CH-0234", "", "Silver", "", 202'400, 0, 1, 0, 0, 0, 7, 2, 2, 0, 6},
    {"Front Derailleur", "FD-2342", "", "Silver", "", 914'900, 0, 1, 0, 0, 0, 9, 2, 2, 0, 4},
    {"Rear Derailleur", "RD-2308", "", "Silver", "", 1'214'600, 0, 1, 0, 0, 0, 9, 2, 2, 0, 4},
    {"Front Brakes", "FB-9873", "", "Silver", "", 1'065'000, 0, 1, 0, 0, 0, 6, 2, 2, 0, 4},
    {"Rear Brakes", "RB-9231", "", "Silver", "", 1'065'000, 0, 1, 0, 0, 0, 6, 2, 2, 0, 4},
    {"Voyage Handlebars", "HB-V928", "", "", "", 915'700, 0, 1, 'T', 0, 0, 4, 2, 2, 0, 4},
    {"Short-Sleeve Classic Jersey", "SJ-R194", "", "Yellow", "L|M|S|XL", 539'900, 0, 0, 'S', 0, 'U', 21, 2, 2, 12, 10},
    {"Classic Vest", "VE-C304", "", "Blue", "L|M|S", 635'000, 0, 0, 'S', 0, 'U', 25, 2, 2, 7, 12},
    {"Women's Trail Shorts", "SH-W890", "", "Black", "L|M", 699'900, 0, 0, 'M', 0, 'W', 22, 2, 2, 8, 9},
    {"@ Trail Tire", "TI-T@", "LMH", "", "", 299'900, 0, 0, 'M', 0, 0, 37, 2, 2, 28, 0},
    {"@ Asphalt Tire", "TI-A@", "LMH", "", "", 249'900, 0, 0, 'R', 0, 0, 37, 2, 2, 22, 0},
    {"Voyage Tire", "TI-V723", "", "", "", 289'900, 0, 0, 'T', 0, 0, 37, 2, 2, 24, 0},
    {"Trail Tire Tube", "TT-T928", "", "", "", 49'900, 0, 0, 'M', 0, 0, 37, 2, 2, 82, 0},
    {"Asphalt Tire Tube", "TT-A982", "", "", "", 39'900, 0, 0, 'R', 0, 0, 37, 2, 2, 62, 0},
    {"Voyage Tire Tube", "TT-V092", "", "", "", 49'900, 0, 0, 'T', 0, 0, 37, 2, 2, 38, 0},
    {"Water Bottle - 750 ml", "WB-H098", "", "", "", 49'900, 0, 0, 'S', 0, 0, 28, 2, 2, 112, 10},
    {"Trail Bottle Cage", "BC-T005", "", "", "", 99'900, 0, 0, 'M', 0, 0, 28, 2, 2, 52, 0},
    {"Asphalt Bottle Cage", "BC-A205", "", "", "", 89'900, 0, 0, 'R', 0, 0, 28, 2, 2, 44, 0},
    {"Hydration Pack - 2 L", "HY-1023-70", "", "Silver", "70", 549'900, 0, 0, 'S', 0, 0, 32, 2, 2, 18, 8},
    {"Patch Kit/8 Patches", "PK-7098", "", "", "", 22'900, 0, 0, 'S', 0, 0, 37, 2, 2, 84, 9},
    {"Fender Set - Trail", "FE-6654", "", "", "", 219'800, 0, 0, 'M', 0, 0, 30, 2, 2, 55, 0},
    {"Café Racer Wash - Dissolver", "CL-9009", "", "", "", 79'500, 0, 0, 'S', 0, 0, 29, 2, 2, 24, 8},
    {"Hitch Rack - 4-Bike", "RA-H123", "", "", "", 1'200'000, 0, 0, 'S', 0, 0, 26, 2, 2, 8, 8},
    {"All-Purpose Bike Stand", "ST-1401", "", "", "", 1'590'000, 0, 0, 'M', 0, 0, 27, 2, 2, 7, 0},
};

constexpr std::uint32_t day(int y, unsigned m, unsigned d) {
  return order_day(year{y} / static_cast<int>(m) / static_cast<int>(d));
}

constexpr std::uint32_t kAlways = kOrderDays;

constexpr Offer kOffers[] = {
    {1, 0, 0, 0, 0, kAlways, 295},
    {2, 2, 11, 14, 0, kAlways, 111},
    {3, 5, 15, 24, 0, kAlways, 55},
    {4, 10, 25, 40, 0, kAlways, 17},
    {5, 15, 41, 60, 0, kAlways, 2},
    {7, 35, 0, 0, day(2012, 4, 13), day(2012, 5, 29), 8},
    {8, 10, 0, 0, day(2012, 5, 30), day(2012, 6, 30), 3},
    {9, 30, 0, 0, day(2012, 6, 13), day(2012, 7, 31), 1},
    {10, 50, 0, 0, day(2012, 7, 14), day(2012, 8, 31), 3},
    {11, 50, 0, 0, day(2012, 8, 15), day(2012, 9, 30), 3},
    {12, 35, 0, 0, day(2012, 10, 1), day(2012, 11, 30), 12},
    {13, 15, 0, 0, day(2013, 5, 30), day(2013, 6, 30), 10},
    {14, 20, 0, 0, day(2013, 5, 30), day(2013, 7, 31), 4},
    {15, 40, 0, 0, day(2014, 1, 31), day(2014, 2, 28), 7},
    {16, 40, 0, 0, day(2014, 3, 1), day(2014, 4, 30), 7},
};

std::vector<std::string_view> choices(std::string_view list) {
  std::vector<std::string_view> result;
  while (!list.empty()) {
    std::size_t bar = std::min(list.find('|'), list.size());
    result.push_back(list.substr(0, bar));
    list.remove_prefix(std::min(bar + 1, list.size()));
  }
  if (result.empty()) result.emplace_back();
  return result;
}

// `pattern` with '@' as the grade and '*' as the colour.
std::string fill(std::string_view pattern, std::string_view grade, std::string_view color) {
  std::string text;
  for (char c : pattern) {
    if (c == '@') {
      text += grade;
    } else if (c == '*') {
      text += color;
    } else {
      text += c;
    }
  }
  return text;
}

std::uint32_t safety_stock(std::uint32_t days, std::uint32_t subcategory) {
  if (days == 4) return 100;
  return subcategory >= 18 && subcategory <= 36 ? 4 : 500;
}

Product finished_product(const Family& family, char grade, std::string_view color, std::string_view size,
                         std::size_t size_index) {
  Product p;
  std::string grade_text = grade != 0 ? std::string{grade, 'L'} : "";
  p.name = fill(family.name, grade_text, color);
  std::string grade_digit = grade == 0 ? "" : grade == 'L' ? "327" : grade == 'M' ? "541" : "918";
  p.number = fill(family.code, grade_digit, color == "Blue" ? "U" : color.substr(0, 1));
  if (!size.empty() && p.number.find("-70") == std::string::npos) {
    p.name += fmt::format(", {}", size);
    p.number += fmt::format("-{}", size);
  }
  bool measured = family.weight > 0 && !size.empty();
  std::uint64_t percent = grade == 'L' ? 62 : grade == 'H' ? 137 : 100;
  p.price = family.price * percent / 100;
  p.cost = p.price * (family.days == 0 ? 374 : 607) / 1000;
  p.make = family.days > 0 && family.subcategory != 13 && family.subcategory != 15;
  p.finished = true;
  p.color = color;
  p.safety_stock = safety_stock(family.days, family.subcategory);
  p.size = size;
  p.size_unit = measured ? "CM " : "";
  p.weight_unit = measured ? "LB " : family.weight > 0 ? "G  " : "";
  p.weight = measured ? family.weight + static_cast<std::uint32_t>(size_index) * (family.days == 4 ? 36 : 4)
                      : family.weight * 100;
  p.days_to_manufacture = family.days;
  p.line = family.line;
  p.grade = grade != 0 ? grade : family.grade;
  p.style = family.style;
  p.subcategory = family.subcategory;
  p.first_season = family.first_season;
  p.last_season = family.last_season;
  return p;
}

}  // namespace

std::size_t season_of(std::uint32_t d) { return d < day(2012, 5, 30) ? 0 : d < day(2013, 5, 30) ? 1 : 2; }

Catalogue::Catalogue() : offers_(std::begin(kOffers), std::end(kOffers)), in_offer_(offers_.size()) {
  for (const Part& part : kParts) {
    if (part.count == 0) {
      for (char grade : {'L', 'M', 'H'}) add_part(part, fill(part.name, std::string{grade, 'L'}, ""), grade);
    }
    for (int i = 1; i <= part.count; ++i) add_part(part, fmt::format("{} {}", part.name, i), 0);
  }
  std::size_t parts = products_.size();
  std::uint32_t model = 0;
  for (const Family& family : kFamilies) {
    for (char grade : family.grades.empty() ? std::string(1, '\0') : std::string(family.grades)) {
      add_models(family, grade, ++model);
    }
  }
  if (parts != kPartCount || products_.size() != kProducts) {
    throw std::logic_error(fmt::format("catalogue: {} parts, {} products", parts, products_.size()));
  }
  // Which products an offer has: steps through the finished ones, from a different start each.
  std::size_t finished = products_.size() - parts;
  for (std::size_t o = 0; o < offers_.size(); ++o) {
    std::size_t stride = offers_[o].products == finished ? 1 : 7;  // no divisor of their number
    for (std::size_t i = 0; i < offers_[o].products; ++i) in_offer_[o].set(parts + (o * 37 + i * stride) % finished);
  }
}

void Catalogue::add_part(const Part& part, std::string name, char grade) {
  auto n = static_cast<std::uint32_t>(products_.size());
  Product p;
  p.id = n < 4 ? n + 1 : n + 312;
  p.name = std::move(name);
  p.number = fmt::format("{}-{:04}", part.code, 1000 + n * 7919 % 9000);
  p.make = part.make;
  p.color = part.color;
  p.safety_stock = part.make ? 500 : n % 5 == 0 ? 800 : 1000;
  p.days_to_manufacture = part.make ? 1 : 0;
  p.grade = grade;
  products_.push_back(std::move(p));
}

void Catalogue::add_models(const Family& family, char grade, std::uint32_t model) {
  for (std::string_view color : choices(family.colors)) {
    std::size_t size_index = 0;
    for (std::string_view size : choices(family.sizes)) {
      Product p = finished_product(family, grade, color, size, size_index++);
      auto n = static_cast<std::uint32_t>(products_.size() - kPartCount);
      p.id = n == 0 ? 680 : 705 + n;
      p.model = model;
      auto index = static_cast<std::uint16_t>(products_.size());
      for (std::size_t season = p.first_season; season <= p.last_season; ++season) {
        auto& online = assortment_[static_cast<std::size_t>(Channel::online)][season];
        auto& reseller = assortment_[static_cast<std::size_t>(Channel::reseller)][season];
        online.insert(online.end(), family.online, index);
        reseller.insert(reseller.end(), family.reseller, index);
      }
      products_.push_back(std::move(p));
    }
  }
}

std::size_t Catalogue::best_offer(std::size_t product, std::uint64_t quantity, std::uint32_t d) const {
  std::size_t best = 0;
  for (std::size_t o = 1; o < offers_.size(); ++o) {
    const Offer& offer = offers_[o];
    bool fits =
        quantity >= offer.least && (offer.most == 0 || quantity <= offer.most) && d >= offer.from && d <= offer.to;
    if (fits && offered(o, product) && offer.percent > offers_[best].percent) best = o;
  }
  return best;
}

}  // namespace rox
