#include "engine/result/cells.hpp"

namespace rox {

std::string text_at(const Result& rows, std::size_t column, std::size_t row) {
  std::string text;
  if (!rows.is_null(column, row)) rows.text(column, row, text);
  return text;
}

std::uint64_t count_at(const Result& rows, std::size_t column, std::size_t row) {
  return std::stoull(text_at(rows, column, row));
}

}  // namespace rox
