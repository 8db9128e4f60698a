// Changes applied in the loader's own database, which has the table.
#pragma once

#include <map>
#include <string>

#include "load/base_rows.hpp"

namespace rox {

class OwnRows final : public BaseRows {
 public:
  /// `there`: the tables that the database has.
  explicit OwnRows(const std::map<std::string, LoadedTable>* there) : there_(there) {}
  std::string why_not(LoadContext& context, const Table& table, const LoadedTable& loaded) override;
  std::string find_deleted(LoadContext& context, const Table& table, const FoundChange& found) override;
  std::uint64_t apply(LoadContext& context, const Table& table, const FoundChange& found) override;
  void give_up(const Table&) override {}

 private:
  const std::map<std::string, LoadedTable>* there_;
};

}  // namespace rox
