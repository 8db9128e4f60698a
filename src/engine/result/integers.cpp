#include "engine/result/integers.hpp"

#include <stdexcept>

namespace rox {

void read_integers(Engine& engine, const std::string& sql, const std::function<void(const IntegerBlock&)>& sink) {
  const auto rows = engine.query(sql);
  IntegerBlock block(rows->columns().size());
  while (rows->next()) {
    for (std::size_t c = 0; c < block.size(); ++c) {
      const ColumnValues column = rows->column(c);
      if (column.layout != ValueLayout::int64) throw std::logic_error("a column that is no BIGINT: " + sql);
      block[c] = {static_cast<const std::int64_t*>(column.values), rows->rows()};
    }
    sink(block);
  }
}

}  // namespace rox
