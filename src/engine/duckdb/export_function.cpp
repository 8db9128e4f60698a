#include "engine/duckdb/export_function.hpp"

#include <cstring>
#include <utility>

#include "base/parallel.hpp"
#include "engine/duckdb/carried_error.hpp"
#include "engine/duckdb/logical_type.hpp"

namespace rox {
namespace {

duckdb_logical_type make_logical_type(const Type& type) {
  switch (type.kind) {
    case TypeKind::boolean: return duckdb_create_logical_type(DUCKDB_TYPE_BOOLEAN);
    case TypeKind::smallint: return duckdb_create_logical_type(DUCKDB_TYPE_SMALLINT);
    case TypeKind::integer: return duckdb_create_logical_type(DUCKDB_TYPE_INTEGER);
    case TypeKind::bigint: return duckdb_create_logical_type(DUCKDB_TYPE_BIGINT);
    case TypeKind::decimal: return duckdb_create_decimal_type(type.precision, type.scale);
    case TypeKind::date: return duckdb_create_logical_type(DUCKDB_TYPE_DATE);
    case TypeKind::time: return duckdb_create_logical_type(DUCKDB_TYPE_TIME);
    case TypeKind::timestamp: return duckdb_create_logical_type(DUCKDB_TYPE_TIMESTAMP);
    case TypeKind::uuid: return duckdb_create_logical_type(DUCKDB_TYPE_UUID);
    case TypeKind::varchar: return duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR);
  }
  return duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR);
}

struct OriginColumn {
  const char* name;
  Origin origin;
  duckdb_type type;
};

// Stand behind the table's own columns, in this order.
constexpr OriginColumn kOriginColumns[] = {{"rox_file", Origin::file, DUCKDB_TYPE_VARCHAR},
                                           {"rox_line", Origin::line, DUCKDB_TYPE_BIGINT},
                                           {"rox_offset", Origin::offset, DUCKDB_TYPE_BIGINT},
                                           {"rox_raw", Origin::raw, DUCKDB_TYPE_VARCHAR}};

bool is_text(Origin origin) { return origin == Origin::file || origin == Origin::raw; }

struct BindData {
  std::shared_ptr<ExportTables> catalog;
  const Table* table = nullptr;
};

// What one output column is, as the worker's loop needs it.
struct OutputColumn {
  idx_t vector = 0;
  bool text = false;
  bool nullable = false;
};

struct ScanState {
  std::shared_ptr<TableScan> scan;
  std::vector<OutputColumn> outputs;  // one a ScanColumn
};

struct LocalState {
  std::unique_ptr<TableScan::Worker> worker;
  std::vector<ColumnSink> sinks;
};

template <class T>
void delete_as(void* data) {
  delete static_cast<T*>(data);
}

// Texts of up to twelve bytes live inside DuckDB's string_t; longer ones go to the vector's own heap.
void store_text(void* target, std::uint64_t row, const char* text, std::size_t size) {
  auto vector = static_cast<duckdb_vector>(target);
  duckdb_unsafe_vector_assign_string_element_len(vector, row, text, size);
}

void bind(duckdb_bind_info info) {
  try {
    auto& catalog = *static_cast<std::shared_ptr<ExportTables>*>(duckdb_bind_get_extra_info(info));
    duckdb_value parameter = duckdb_bind_get_parameter(info, 0);
    std::unique_ptr<char, void (*)(void*)> name(duckdb_get_varchar(parameter), duckdb_free);
    duckdb_destroy_value(&parameter);
    const Table& table = catalog->table(name != nullptr ? name.get() : "");
    for (const Column& column : table.columns) {
      LogicalType type(make_logical_type(column.type));
      duckdb_bind_add_result_column(info, column.name.c_str(), type.get());
    }
    for (const OriginColumn& column : kOriginColumns) {
      LogicalType type(duckdb_create_logical_type(column.type));
      duckdb_bind_add_result_column(info, column.name, type.get());
    }
    auto data = std::make_unique<BindData>(BindData{catalog, &table});
    duckdb_bind_set_bind_data(info, data.release(), delete_as<BindData>);
  } catch (...) {
    duckdb_bind_set_error(info, carry(std::current_exception()).c_str());
  }
}

void init(duckdb_init_info info) {
  try {
    const auto& data = *static_cast<BindData*>(duckdb_init_get_bind_data(info));
    auto state = std::make_unique<ScanState>();
    std::vector<ScanColumn> columns;
    std::size_t own = data.table->columns.size();
    for (idx_t i = 0; i < duckdb_init_get_column_count(info); ++i) {
      idx_t index = duckdb_init_get_column_index(info, i);
      if (index < own) {
        const Column& column = data.table->columns[index];
        columns.push_back({index, Origin::file});
        state->outputs.push_back({i, column.type.kind == TypeKind::varchar, column.nullable});
      } else if (index - own < std::size(kOriginColumns)) {
        Origin origin = kOriginColumns[index - own].origin;
        columns.push_back({std::nullopt, origin});
        state->outputs.push_back({i, is_text(origin), false});
      }  // else a row id, which DuckDB asks for where it needs no column (count(*)) and doesn't read
    }
    state->scan = data.catalog->open(*data.table, std::move(columns));
    duckdb_init_set_max_threads(info, kMostThreads);  // DuckDB takes as many as its setting says
    duckdb_init_set_init_data(info, state.release(), delete_as<ScanState>);
  } catch (...) {
    duckdb_init_set_error(info, carry(std::current_exception()).c_str());
  }
}

// Each of DuckDB's threads gets its own worker, made where the scan is known: on the first call.
void init_local(duckdb_init_info info) { duckdb_init_set_init_data(info, new LocalState(), delete_as<LocalState>); }

void point_sinks(const ScanState& state, duckdb_data_chunk chunk, std::vector<ColumnSink>& sinks) {
  sinks.resize(state.outputs.size());
  for (std::size_t i = 0; i < state.outputs.size(); ++i) {
    const OutputColumn& output = state.outputs[i];
    duckdb_vector vector = duckdb_data_chunk_get_vector(chunk, output.vector);
    sinks[i].data = duckdb_vector_get_data(vector);
    sinks[i].validity = nullptr;
    if (output.nullable) {
      duckdb_vector_ensure_validity_writable(vector);
      sinks[i].validity = duckdb_vector_get_validity(vector);
    }
    if (output.text) {
      sinks[i].target = vector;
      sinks[i].store = store_text;
    }
  }
}

void scan(duckdb_function_info info, duckdb_data_chunk chunk) {
  try {
    const auto& state = *static_cast<ScanState*>(duckdb_function_get_init_data(info));
    auto& local = *static_cast<LocalState*>(duckdb_function_get_local_init_data(info));
    if (local.worker == nullptr) local.worker = state.scan->worker();
    point_sinks(state, chunk, local.sinks);
    duckdb_data_chunk_set_size(chunk, local.worker->next(local.sinks, duckdb_vector_size()));
  } catch (...) {
    duckdb_function_set_error(info, carry(std::current_exception()).c_str());
  }
}

}  // namespace

void register_read_export(DuckDbConnection& connection, std::shared_ptr<ExportTables> tables, const char* name) {
  std::unique_ptr<std::remove_pointer_t<duckdb_table_function>, void (*)(duckdb_table_function)> function(
      duckdb_create_table_function(), [](duckdb_table_function f) { duckdb_destroy_table_function(&f); });
  LogicalType varchar(duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR));
  duckdb_table_function_set_name(function.get(), name);
  duckdb_table_function_add_parameter(function.get(), varchar.get());
  duckdb_table_function_set_extra_info(function.get(), new std::shared_ptr<ExportTables>(std::move(tables)),
                                       delete_as<std::shared_ptr<ExportTables>>);
  duckdb_table_function_set_bind(function.get(), bind);
  duckdb_table_function_set_init(function.get(), init);
  duckdb_table_function_set_local_init(function.get(), init_local);
  duckdb_table_function_set_function(function.get(), scan);
  duckdb_table_function_supports_projection_pushdown(function.get(), true);
  if (duckdb_register_table_function(connection.handle(), function.get()) != DuckDBSuccess) {
    throw std::logic_error(std::string("DuckDB refused the table function ") + name);
  }
}

}  // namespace rox
