#include "sample/defect_values.hpp"

#include <fmt/format.h>

namespace rox {
namespace {

using namespace std::literals;

std::string repeat(std::string_view text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

}  // namespace

const std::vector<DefectiveValue>& defective_values() {
  using enum RejectCode;
  static const std::vector<DefectiveValue> values = {
      {"Person", "BusinessEntityID", "12a4", unparsable, "a letter in a number"},
      {"Person", "BusinessEntityID", "NULL", missing_value, "no primary key"},
      {"Person", "BusinessEntityID", "99999999999", out_of_range, "too big for INTEGER"},
      {"Person", "PersonType", "CUST", too_long, "4 characters in VARCHAR(2)"},
      {"Person", "NameStyle", "maybe", unparsable, "no BOOLEAN"},
      {"Person", "Title", "Professor", too_long, "9 characters in VARCHAR(8)"},
      {"Person", "FirstName", repeat("é", 51), too_long, "51 characters of two bytes in VARCHAR(50)"},
      {"Person", "FirstName", "Jos\xE9", invalid_utf8, "a Latin-1 byte"},
      {"Person", "MiddleName", "A\0B"s, invalid_utf8, "a NUL byte"},
      {"Person", "LastName", "Mu\xC3", invalid_utf8, "a character cut in the middle"},
      {"Person", "LastName", "Mu\xC0\xAF", invalid_utf8, "an overlong form"},
      {"Person", "LastName", "NULL", missing_value, "no last name"},
      {"Person", "Suffix", "J\xED\xA0\x80", invalid_utf8, "a surrogate"},
      {"Person", "EmailPromotion", "two", unparsable, "a word for a number"},
      {"Person", "Demographics", "\"<IndividualSurvey>\xF5</IndividualSurvey>\"", invalid_utf8,
       "a byte that UTF-8 never has, in a quoted field"},
      {"Person", "rowguid", "2DA8F0E6-01C9-5968-9DA1", unparsable, "a GUID cut short"},
      {"Person", "rowguid", "ZZA8F0E6-01C9-5968-9DA1-5ED9E3ED093A", unparsable, "letters that aren't hexadecimal"},
      {"Person", "ModifiedDate", "2013-02-30 00:00:00.000", unparsable, "a day that isn't in the calendar"},

      {"Product", "ProductID", "1.5", unparsable, "a fraction for an id"},
      {"Product", "Name", repeat("x", 51), too_long, "51 characters in VARCHAR(50)"},
      {"Product", "Name", "Caf\xE9 Saddle", invalid_utf8, "a Latin-1 byte"},
      {"Product", "MakeFlag", "2", unparsable, "no BOOLEAN"},
      {"Product", "Color", "Silver/Black/Red", too_long, "16 characters in VARCHAR(15)"},
      {"Product", "SafetyStockLevel", "99999999999", out_of_range, "too big for its type"},
      {"Product", "StandardCost", "1,23456", out_of_range, "five decimals where four are kept"},
      {"Product", "ListPrice", "12.50", unparsable, "a decimal point where the comma is the sign"},
      {"Product", "SizeUnitMeasureCode", "\"CMXX\"", too_long, "4 characters in VARCHAR(3), quoted"},
      {"Product", "Weight", "2,5", unparsable, "a decimal comma where the point is the sign"},
      {"Product", "DaysToManufacture", "four", unparsable, "a word for a number"},
      {"Product", "SellStartDate", "2012-13-01 00:00:00.000", unparsable, "a month 13"},
      {"Product", "SellEndDate", "2013-05-29 10:30:00.000", out_of_range, "a time of day in a DATE"},

      {"Customer", "CustomerID", "NULL", missing_value, "no primary key"},
      {"Customer", "PersonID", "abc", unparsable, "letters for a number"},
      {"Customer", "StoreID", "3000000000", out_of_range, "too big for INTEGER"},
      {"Customer", "TerritoryID", "1,5", unparsable, "a fraction for an id"},
      {"Customer", "AccountNumber", "AW999999999", too_long, "11 characters in VARCHAR(10)"},
      {"Customer", "AccountNumber", "AW99\xFF", invalid_utf8, "a byte that UTF-8 never has"},
      {"Customer", "rowguid", "{5AE95E-B87D-4AED-95B4-C3797AFCB74F}", unparsable, "a GUID with digits missing"},
      {"Customer", "ModifiedDate", "12/09/2014 11:15:07.263", unparsable, "day first where the year is"},

      {"SalesOrderDetail", "SalesOrderDetailID", "NULL", missing_value, "half of the primary key is missing"},
      {"SalesOrderDetail", "CarrierTrackingNumber", repeat("9", 26), too_long, "26 characters in VARCHAR(25)"},
      {"SalesOrderDetail", "CarrierTrackingNumber",
       "4911\0"
       "403C"s,
       invalid_utf8, "a NUL byte"},
      {"SalesOrderDetail", "OrderQty", "two", unparsable, "a word for a number"},
      {"SalesOrderDetail", "OrderQty", "40000", out_of_range, "too big for SMALLINT"},
      {"SalesOrderDetail", "OrderQty", "NULL", missing_value, "no quantity"},
      {"SalesOrderDetail", "OrderQty", "1,5", unparsable, "a fraction for a quantity"},
      {"SalesOrderDetail", "UnitPrice", "12.50", unparsable, "a decimal point where the comma is the sign"},
      {"SalesOrderDetail", "UnitPrice", "1.234,56", unparsable, "a sign for thousands"},
      {"SalesOrderDetail", "UnitPrice", "1,23456", out_of_range, "five decimals where four are kept"},
      {"SalesOrderDetail", "UnitPriceDiscount", "5%", unparsable, "a percent sign"},
      {"SalesOrderDetail", "LineTotal", "1,000000", unparsable, "a decimal comma where the point is the sign"},
      {"SalesOrderDetail", "LineTotal", "1.0000001", out_of_range, "seven decimals where six are kept"},
      {"SalesOrderDetail", "LineTotal", "9000000000000.000000", out_of_range, "too big for DECIMAL(18,6)"},
      {"SalesOrderDetail", "rowguid", "8B128E7C_DC8D_500E_8BDD_55F7538AC7E8", unparsable, "wrong signs in a GUID"},
      {"SalesOrderDetail", "ModifiedDate", "2014-06-30 25:00:00.000", unparsable, "an hour 25"},

      {"SalesOrderHeader", "OrderDate", "2013-02-30 00:00:00.000", unparsable, "a day that isn't in the calendar"},
      {"SalesOrderHeader", "OrderDate", "NULL", missing_value, "no date"},
      {"SalesOrderHeader", "ShipDate", "yesterday", unparsable, "a word for a date"},
      {"SalesOrderHeader", "OnlineOrderFlag", "maybe", unparsable, "no BOOLEAN"},
      {"SalesOrderHeader", "SalesOrderNumber", repeat("S", 26), too_long, "26 characters in VARCHAR(25)"},
      {"SalesOrderHeader", "CustomerID", "NULL", missing_value, "no customer"},
      {"SalesOrderHeader", "CustomerID", "29825.0", unparsable, "decimals in an id"},
      {"SalesOrderHeader", "CreditCardApprovalCode", "105041Vi84182999", too_long, "16 characters in VARCHAR(15)"},
      {"SalesOrderHeader", "SubTotal", "1000000000000000,00", out_of_range, "too big for DECIMAL(18,4)"},
      {"SalesOrderHeader", "TaxAmt", "1,23456", out_of_range, "five decimals where four are kept"},
      {"SalesOrderHeader", "Freight", "free", unparsable, "a word for money"},
      {"SalesOrderHeader", "TotalDue", "1.234,56", unparsable, "a sign for thousands"},
      {"SalesOrderHeader", "Comment", repeat("c", 129), too_long, "129 characters in VARCHAR(128)"},
      {"SalesOrderHeader", "Comment", "Urgente: n\xE3o parar", invalid_utf8, "a Latin-1 byte"},

      {"SpecialOfferProduct", "SpecialOfferID", "one", unparsable, "a word for a number"},
      {"SpecialOfferProduct", "ProductID", "NULL", missing_value, "half of the primary key is missing"},
      {"SpecialOfferProduct", "rowguid", "none", unparsable, "no GUID"},
      {"SpecialOfferProduct", "ModifiedDate", "2011-04-31 00:00:00.000", unparsable,
       "a day that isn't in the calendar"},
  };
  return values;
}

const std::vector<HarmlessDefect>& harmless_defects() {
  static const std::vector<HarmlessDefect> values = {
      {"Person", "FirstName", "\"Maria; Ana\"", "quoted_delimiter", "a delimiter inside quotes"},
      {"Person", "FirstName", "\"Robert \"\"Bob\"\"\"", "doubled_quote", "ends in a doubled quote and the closing one"},
      {"Person", "FirstName", "Robert \"Bob\" Roy", "quote_inside", "quotes in the middle of an unquoted field"},
      {"Person", "FirstName", repeat("é", 50), "full_length", "50 characters, 100 bytes, in VARCHAR(50)"},
      {"Person", "FirstName", "Zoë 🚲 陽子", "four_byte_character", "characters of one to four bytes"},
      {"Person", "LastName", "\"NULL\"", "quoted_null", "the word NULL in quotes is a text"},
      {"Person", "Suffix", "\"\"", "empty_quoted", "an empty text, not a missing one"},
      {"Person", "EmailPromotion", " 1 ", "padded_number", "blanks around a number"},
      {"Person", "Demographics", "\"<a>\r\n  <b>1</b>\r\n</a>\"", "line_break",
       "CRLF inside quotes: three physical lines"},
      {"Person", "Demographics", "\"<a>\n\n<b/>;\n\"\"x\"\"</a>\"", "line_break",
       "LF, a blank line, a delimiter and doubled quotes inside quotes"},
      {"Product", "Name", "Tire 26\" wide", "quote_inside", "a quote for inches"},
      {"Product", "Name", "\"Saddle \"\"Côte d'Azur\"\"; leather\"", "doubled_quote", "with a delimiter"},
      {"Product", "Color", "\"\"", "empty_quoted", "an empty text, not a missing one"},
      {"Product", "ListPrice", "\"1234,5\"", "quoted_number", "quotes around money"},
      {"Customer", "TerritoryID", "\"4\"", "quoted_number", "quotes around a number"},
      {"Customer", "AccountNumber", "\"AW;99\r\n1\"", "line_break", "a delimiter and a line break inside quotes"},
      {"SalesOrderDetail", "CarrierTrackingNumber", "\"4911\n403C\"", "line_break", "LF inside quotes"},
      {"SalesOrderDetail", "CarrierTrackingNumber", "\"4911;403C\"", "quoted_delimiter", "a delimiter inside quotes"},
      {"SalesOrderDetail", "OrderQty", "\"1\"", "quoted_number", "quotes around a number"},
      {"SalesOrderDetail", "UnitPriceDiscount", "0", "short_decimal", "money without a decimal sign"},
      {"SalesOrderHeader", "Comment", fmt::format("\"{}\r\n\"", repeat("ç", 126)), "full_length",
       "128 characters with a line break, in VARCHAR(128)"},
      {"SalesOrderHeader", "Comment", "\"He said \"\"now\"\";\n\nthen left\"", "line_break", "all of it in one field"},
      {"SalesOrderHeader", "Comment", "\"\"", "empty_quoted", "an empty text, not a missing one"},
      {"SalesOrderHeader", "PurchaseOrderNumber", "PO\"18850\"127500", "quote_inside", "quotes in the middle"},
      {"SpecialOfferProduct", "ModifiedDate", "\"2011-04-01 00:00:00.000\"", "quoted_date",
       "quotes around the last field"},
  };
  return values;
}

}  // namespace rox
