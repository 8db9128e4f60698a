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

std::vector<std::string> query_texts(Engine& engine, std::string_view sql) {
  std::vector<std::string> texts;
  const auto rows = engine.query(sql);
  while (rows->next()) {
    for (std::size_t row = 0; row < rows->rows(); ++row) texts.push_back(text_at(*rows, 0, row));
  }
  return texts;
}

}  // namespace rox
