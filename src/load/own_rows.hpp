// Changes applied in the loader's own database, which has the table.
#pragma once

#include "load/base_rows.hpp"

namespace rox {

class OwnRows final : public BaseRows {
 public:
  std::string why_not(LoadContext& context, const Table& table, const LoadedTable& loaded) override;
  std::string find_deleted(LoadContext& context, const Table& table, const FoundChange& found) override;
  std::uint64_t apply(LoadContext& context, const Table& table, const FoundChange& found) override;
  void give_up(const Table&) override {}
};

}  // namespace rox
