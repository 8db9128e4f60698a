#include "engine/duckdb/repeats_function.hpp"

#include <memory>
#include <new>
#include <stdexcept>
#include <type_traits>

#include "engine/duckdb/hash_bag.hpp"
#include "engine/duckdb/logical_type.hpp"

namespace rox {
namespace {

/// What DuckDB keeps for us; the memory is its own, so the bag hangs on it by a pointer.
struct State {
  HashBag* bag;

  HashBag& filled() {
    if (bag == nullptr) bag = std::make_unique<HashBag>().release();
    return *bag;
  }
};

State& at(duckdb_aggregate_state* states, idx_t i) { return *reinterpret_cast<State*>(states[i]); }

idx_t state_size(duckdb_function_info) { return sizeof(State); }

void init(duckdb_function_info, duckdb_aggregate_state state) { new (state) State{nullptr}; }

void destroy(duckdb_aggregate_state* states, idx_t count) {
  for (idx_t i = 0; i < count; ++i) const std::unique_ptr<HashBag> owned(at(states, i).bag);
}

void update(duckdb_function_info info, duckdb_data_chunk input, duckdb_aggregate_state* states) {
  try {
    duckdb_vector vector = duckdb_data_chunk_get_vector(input, 0);
    const auto* values = static_cast<const std::uint64_t*>(duckdb_vector_get_data(vector));
    std::uint64_t* validity = duckdb_vector_get_validity(vector);
    const idx_t rows = duckdb_data_chunk_get_size(input);
    for (idx_t row = 0; row < rows; ++row) {
      if (validity == nullptr || duckdb_validity_row_is_valid(validity, row)) at(states, row).filled().add(values[row]);
    }
  } catch (const std::bad_alloc&) {
    duckdb_aggregate_function_set_error(info, "Out of Memory Error: no memory for the hashes of a key");
  }
}

void combine(duckdb_function_info info, duckdb_aggregate_state* source, duckdb_aggregate_state* target, idx_t count) {
  try {
    for (idx_t i = 0; i < count; ++i) {
      if (at(source, i).bag != nullptr) at(target, i).filled().merge(std::move(*at(source, i).bag));
    }
  } catch (const std::bad_alloc&) {
    duckdb_aggregate_function_set_error(info, "Out of Memory Error: no memory for the hashes of a key");
  }
}

void finalize(duckdb_function_info info, duckdb_aggregate_state* source, duckdb_vector result, idx_t count,
              idx_t offset) {
  try {
    auto* repeats = static_cast<std::int64_t*>(duckdb_vector_get_data(result));
    for (idx_t i = 0; i < count; ++i) {
      HashBag* bag = at(source, i).bag;
      repeats[offset + i] = bag == nullptr ? 0 : static_cast<std::int64_t>(bag->take_repeats());
    }
  } catch (const std::bad_alloc&) {
    duckdb_aggregate_function_set_error(info, "Out of Memory Error: no memory for the hashes of a key");
  }
}

}  // namespace

void register_repeats(duckdb_connection connection) {
  std::unique_ptr<std::remove_pointer_t<duckdb_aggregate_function>, void (*)(duckdb_aggregate_function)> function(
      duckdb_create_aggregate_function(), [](duckdb_aggregate_function f) { duckdb_destroy_aggregate_function(&f); });
  LogicalType hash(duckdb_create_logical_type(DUCKDB_TYPE_UBIGINT));
  LogicalType number(duckdb_create_logical_type(DUCKDB_TYPE_BIGINT));
  duckdb_aggregate_function_set_name(function.get(), "rox_repeats");
  duckdb_aggregate_function_add_parameter(function.get(), hash.get());
  duckdb_aggregate_function_set_return_type(function.get(), number.get());
  duckdb_aggregate_function_set_functions(function.get(), state_size, init, update, combine, finalize);
  duckdb_aggregate_function_set_destructor(function.get(), destroy);
  if (duckdb_register_aggregate_function(connection, function.get()) != DuckDBSuccess) {
    throw std::logic_error("DuckDB refused the aggregate function rox_repeats");
  }
}

}  // namespace rox
