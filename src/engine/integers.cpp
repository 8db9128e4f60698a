#include "engine/integers.hpp"

#include <charconv>
#include <stdexcept>

#include "engine/duckdb/chunks.hpp"

namespace rox {
namespace {

void read_vectors(DuckDbConnection& connection, const std::string& sql,
                  const std::function<void(const IntegerBlock&)>& sink) {
  const auto chunks = connection.query_chunks(sql);
  IntegerBlock block(chunks->columns());
  while (chunks->next()) {
    for (std::size_t c = 0; c < block.size(); ++c) {
      block[c] = {static_cast<const std::int64_t*>(chunks->data(c)), chunks->rows()};
    }
    sink(block);
  }
}

std::int64_t parse(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) {
    throw std::logic_error("a column that is no BIGINT: " + text);
  }
  return value;
}

void read_texts(Engine& engine, const std::string& sql, const std::function<void(const IntegerBlock&)>& sink) {
  const auto rows = engine.query(sql);
  std::vector<std::vector<std::int64_t>> columns(rows->columns().size());
  std::string text;
  while (rows->next()) {
    IntegerBlock block;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      columns[c].clear();
      for (std::size_t r = 0; r < rows->rows(); ++r) {
        text.clear();
        rows->text(c, r, text);
        columns[c].push_back(parse(text));
      }
      block.emplace_back(columns[c]);
    }
    sink(block);
  }
}

}  // namespace

void read_integers(Engine& engine, const std::string& sql, const std::function<void(const IntegerBlock&)>& sink) {
  if (auto* duckdb = dynamic_cast<DuckDbConnection*>(&engine)) {
    read_vectors(*duckdb, sql, sink);
  } else {
    read_texts(engine, sql, sink);
  }
}

}  // namespace rox
