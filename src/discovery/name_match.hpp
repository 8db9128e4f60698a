// Whether a column's name says that it refers to a table: CustomerID to Customer, PersonID to Person.BusinessEntityID,
// BillToAddressID to Address, parent_id to its own table.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "discovery/words.hpp"
#include "model/model.hpp"

namespace rox {

struct NameMatch {
  double score = 0;  // 0: says nothing; 1: says just this
  std::string reason;
};

/// The names of a model, taken apart once.
class NameMatcher {
 public:
  explicit NameMatcher(const Model& model);

  /// The child's column against a key of one column. `own`: the key stands for its table, as a primary key does; only
  /// then does it matter what the table is called. (A customer's unique AddressID is not what CustomerID refers to.)
  NameMatch single(std::size_t child, std::string_view column, std::size_t parent, std::string_view parent_column,
                   bool own = true) const;

  /// A column of the child against one of the columns of a composite key of another table.
  NameMatch part(std::size_t child, std::string_view column, std::size_t parent, std::string_view parent_column) const;

  /// Whether the child's name goes on from the parent's: SalesOrderDetail from SalesOrder, CustomerAddress from
  /// Customer.
  bool extends(std::size_t child, std::size_t parent) const;

  /// Whether the child's name has the parent's in it: CurrencyRate and Currency, ProductSubcategory and
  /// ProductCategory.
  bool mentions(std::size_t child, std::size_t parent) const;

  /// Whether the column is called by the last words of its table: result_id in sprint_results.
  bool is_head(std::size_t table, std::string_view column) const;

  /// Whether a table's columns have names at all.
  bool has_names(std::size_t table) const { return !generated_[table]; }

  /// The words of a table's name.
  const std::vector<std::string>& entity(std::size_t table) const { return tables_[table]; }
  /// A column's name without its table's prefix.
  std::string_view bare(std::size_t table, std::string_view column) const;

 private:
  const Model& model_;
  std::vector<std::vector<std::string>> tables_;  // words of each table's name
  std::vector<std::string> prefixes_;             // of each table's columns
  std::vector<bool> generated_;                   // by table: its columns have no names
  std::size_t people_ = 0;                        // how many tables hold people, by their names

  /// The same as extends(), of names whose words run together: employeepayhistory.
  bool continues_letters(std::size_t child, std::size_t parent) const;
  NameMatch by_table(const NameWords& name, std::size_t child, std::size_t parent) const;
  bool names_table(const std::vector<std::string>& entity) const;
};

}  // namespace rox
