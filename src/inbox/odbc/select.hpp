// The statements that read a table, whole or part by part. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "inbox/catalogue.hpp"
#include "inbox/odbc/rows.hpp"
#include "inbox/odbc/server.hpp"

namespace rox {

/// A table's rows, in the order of its primary key where there is one: the same rows are the same bytes.
class OdbcSelect {
 public:
  OdbcSelect(const CatalogueTable& table, OdbcServer server, const OdbcNames& names);

  std::string whole() const;

  /// Whether the rows may be asked for part by part. MariaDB's driver keeps all rows of an answer in memory, and needs
  /// it; elsewhere they come as they are read. Only for keys whose order is the same in a comparison and in ORDER BY.
  bool in_parts() const { return in_parts_; }
  /// The next `rows` after `last`; without one the first ones.
  std::string part(const std::optional<OdbcRow>& last, std::uint64_t rows) const;

 private:
  std::string after(const OdbcRow& last) const;

  std::string select_;
  std::string order_;
  std::vector<std::size_t> key_;  // the places of its columns
  std::vector<std::string> key_names_;
  std::vector<bool> is_number_;
  bool in_parts_ = false;
};

}  // namespace rox
