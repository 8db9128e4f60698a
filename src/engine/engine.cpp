#include "engine/engine.hpp"

#include <charconv>
#include <optional>
#include <stdexcept>

namespace rox {

bool Result::is_null(std::size_t column, std::size_t row) const { return !this->column(column).present(row); }

void Result::text(std::size_t column, std::size_t row, std::string& out) const {
  append_text(this->column(column), row, out);
}

std::vector<bool> Engine::surely_unique(const std::string& /*table*/,
                                        const std::vector<std::vector<std::string>>& keys) {
  return std::vector<bool>(keys.size());
}

std::int64_t query_integer(Engine& engine, std::string_view sql) {
  auto fail = [&](const char* what) -> std::logic_error {
    return std::logic_error(std::string(what) + ": " + std::string(sql));
  };
  std::unique_ptr<Result> result = engine.query(sql);
  if (result->columns().size() != 1) throw fail("not one column");
  std::optional<std::int64_t> value;
  std::string text;
  while (result->next()) {
    if (result->rows() == 0) continue;
    if (value || result->rows() != 1) throw fail("more than one row");
    value = 0;
    if (result->is_null(0, 0)) continue;
    text.clear();
    result->text(0, 0, text);
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *value);
    if (error != std::errc{} || end != text.data() + text.size()) throw fail("not a whole number");
  }
  if (!value) throw fail("no row");
  return *value;
}

}  // namespace rox
