#include "sample/tables.hpp"

#include <utility>

#include "sample/orders.hpp"

namespace rox {
namespace {

using WriteRow = void (*)(TextBuffer& out, const Company& company, std::uint64_t index);

// A table whose units are rows.
SampleTable table_of_rows(const Company& company, std::string_view table, std::string_view file,
                          std::string_view header, std::string_view key, std::uint64_t rows, WriteRow write_row) {
  SampleTable t{table, file, header, key, rows, rows, 2048, {}, {}};
  t.rows_before = [](std::uint64_t unit) { return unit; };
  t.write = [&company, write_row](TextBuffer& out, std::uint64_t begin, std::uint64_t end) {
    for (std::uint64_t i = begin; i < end; ++i) write_row(out, company, i);
  };
  return t;
}

SampleTable header_table(const Company& company) {
  std::uint64_t orders = company.census.orders();
  SampleTable t{
      "SalesOrderHeader",
      "Sales.SalesOrderHeader.csv",
      "SalesOrderID;RevisionNumber;OrderDate;DueDate;ShipDate;Status;OnlineOrderFlag;SalesOrderNumber;"
      "PurchaseOrderNumber;AccountNumber;CustomerID;SalesPersonID;TerritoryID;BillToAddressID;ShipToAddressID;"
      "ShipMethodID;CreditCardID;CreditCardApprovalCode;CurrencyRateID;SubTotal;TaxAmt;Freight;TotalDue;Comment;"
      "rowguid;ModifiedDate",
      "SalesOrderID",
      orders,
      orders,
      4096,
      {},
      {}};
  t.rows_before = [](std::uint64_t unit) { return unit; };
  t.write = [&company](TextBuffer& out, std::uint64_t begin, std::uint64_t end) {
    OrderBook book(company);
    for (std::uint64_t i = begin; i < end; ++i) book.write_header(out, i);
  };
  return t;
}

SampleTable detail_table(const Company& company) {
  SampleTable t{"SalesOrderDetail",
                "Sales.SalesOrderDetail.csv",
                "SalesOrderID;SalesOrderDetailID;CarrierTrackingNumber;OrderQty;ProductID;SpecialOfferID;UnitPrice;"
                "UnitPriceDiscount;LineTotal;rowguid;ModifiedDate",
                "SalesOrderID, SalesOrderDetailID",
                company.census.orders(),
                company.census.lines(),
                512,
                {},
                {}};
  t.rows_before = [&company](std::uint64_t unit) { return OrderBook(company).lines_before(unit); };
  t.write = [&company](TextBuffer& out, std::uint64_t begin, std::uint64_t end) {
    OrderBook book(company);
    for (std::uint64_t i = begin; i < end; ++i) book.write_lines(out, i);
  };
  return t;
}

SampleTable offer_table(const Company& company) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;  // by offer, then product: the key's order
  for (std::size_t offer = 0; offer < company.catalogue.offers().size(); ++offer) {
    for (std::size_t product = 0; product < Catalogue::kProducts; ++product) {
      if (company.catalogue.offered(offer, product)) pairs.emplace_back(offer, product);
    }
  }
  SampleTable t{"SpecialOfferProduct",
                "Sales.SpecialOfferProduct.csv",
                "SpecialOfferID;ProductID;rowguid;ModifiedDate",
                "SpecialOfferID, ProductID",
                pairs.size(),
                pairs.size(),
                4096,
                {},
                {}};
  t.rows_before = [](std::uint64_t unit) { return unit; };
  t.write = [&company, pairs = std::move(pairs)](TextBuffer& out, std::uint64_t begin, std::uint64_t end) {
    for (std::uint64_t i = begin; i < end; ++i) write_offer_product(out, company, pairs[i].first, pairs[i].second);
  };
  return t;
}

}  // namespace

std::vector<SampleTable> sample_tables(const Company& company) {
  const Census& census = company.census;
  return {
      table_of_rows(company, "Person", "Person.Person.csv",
                    "BusinessEntityID;PersonType;NameStyle;Title;FirstName;MiddleName;LastName;Suffix;EmailPromotion;"
                    "AdditionalContactInfo;Demographics;rowguid;ModifiedDate",
                    "BusinessEntityID", census.people, write_person),
      table_of_rows(company, "Product", "Production.Product.csv",
                    "ProductID;Name;ProductNumber;MakeFlag;FinishedGoodsFlag;Color;SafetyStockLevel;ReorderPoint;"
                    "StandardCost;ListPrice;Size;SizeUnitMeasureCode;WeightUnitMeasureCode;Weight;DaysToManufacture;"
                    "ProductLine;Class;Style;ProductSubcategoryID;ProductModelID;SellStartDate;SellEndDate;"
                    "DiscontinuedDate;rowguid;ModifiedDate",
                    "ProductID", Catalogue::kProducts, write_product),
      table_of_rows(company, "Customer", "Sales.Customer.csv",
                    "CustomerID;PersonID;StoreID;TerritoryID;AccountNumber;rowguid;ModifiedDate", "CustomerID",
                    census.customers, write_customer),
      detail_table(company),
      header_table(company),
      offer_table(company),
  };
}

}  // namespace rox
