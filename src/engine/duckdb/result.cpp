#include "engine/duckdb/result.hpp"

#include <stdexcept>
#include <string_view>
#include <utility>

#include "engine/duckdb/chunks.hpp"
#include "engine/duckdb/logical_type.hpp"

namespace rox {
namespace {

/// The layout of a type that rox reads itself.
ValueLayout layout_of(duckdb_type id) {
  switch (id) {
    case DUCKDB_TYPE_BOOLEAN: return ValueLayout::boolean;
    case DUCKDB_TYPE_TINYINT: return ValueLayout::int8;
    case DUCKDB_TYPE_SMALLINT: return ValueLayout::int16;
    case DUCKDB_TYPE_SQLNULL:
    case DUCKDB_TYPE_INTEGER: return ValueLayout::int32;
    case DUCKDB_TYPE_BIGINT: return ValueLayout::int64;
    case DUCKDB_TYPE_HUGEINT: return ValueLayout::int128;
    case DUCKDB_TYPE_UTINYINT: return ValueLayout::uint8;
    case DUCKDB_TYPE_USMALLINT: return ValueLayout::uint16;
    case DUCKDB_TYPE_UINTEGER: return ValueLayout::uint32;
    case DUCKDB_TYPE_UBIGINT: return ValueLayout::uint64;
    case DUCKDB_TYPE_UHUGEINT: return ValueLayout::uint128;
    case DUCKDB_TYPE_FLOAT: return ValueLayout::float32;
    case DUCKDB_TYPE_DOUBLE: return ValueLayout::float64;
    case DUCKDB_TYPE_DATE: return ValueLayout::date;
    case DUCKDB_TYPE_TIME: return ValueLayout::time;
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_S:
    case DUCKDB_TYPE_TIMESTAMP_MS: return ValueLayout::timestamp;
    case DUCKDB_TYPE_UUID: return ValueLayout::uuid;
    case DUCKDB_TYPE_VARCHAR: return ValueLayout::text;
    default: throw std::logic_error("a column that wasn't cast to text");
  }
}

/// Of a timestamp's number.
std::int64_t micros_of(duckdb_type id) {
  if (id == DUCKDB_TYPE_TIMESTAMP_S) return 1'000'000;
  return id == DUCKDB_TYPE_TIMESTAMP_MS ? 1'000 : 1;
}

class DuckDbResult : public Result {
 public:
  DuckDbResult(DuckDbStatement statement, std::vector<ResultColumn> columns, std::shared_ptr<void> connection,
               const std::atomic<bool>& interrupted)
      : chunks_(std::move(statement), std::move(connection), interrupted), columns_(std::move(columns)) {
    for (std::size_t i = 0; i < chunks_.columns(); ++i) {
      LogicalType type(chunks_.type(i));
      View& view = views_.emplace_back();
      view.id = type.id();
      if (view.id == DUCKDB_TYPE_DECIMAL) {
        view.values.layout = layout_of(duckdb_decimal_internal_type(type.get()));
        view.values.scale = duckdb_decimal_scale(type.get());
      } else {
        view.values.layout = layout_of(view.id);
      }
    }
  }

  const std::vector<ResultColumn>& columns() const override { return columns_; }

  bool next() override {
    if (!chunks_.next()) return false;
    for (std::size_t i = 0; i < views_.size(); ++i) {
      views_[i].values.values = chunks_.data(i);
      views_[i].values.validity = chunks_.validity(i);
      adapt(views_[i]);
    }
    return true;
  }

  std::size_t rows() const override { return chunks_.rows(); }

  ColumnValues column(std::size_t column) const override { return views_[column].values; }

 private:
  struct View {
    duckdb_type id = DUCKDB_TYPE_INVALID;
    ColumnValues values;
    // What isn't in our layout as it is.
    std::vector<std::string_view> texts;
    std::vector<std::int64_t> micros;
    std::vector<std::uint64_t> none;
  };

  void adapt(View& view) const {
    ColumnValues& values = view.values;
    if (view.id == DUCKDB_TYPE_VARCHAR) {
      auto* texts = static_cast<duckdb_string_t*>(const_cast<void*>(values.values));  // a short one is in itself
      view.texts.resize(rows());
      for (std::size_t row = 0; row < rows(); ++row) {
        if (values.present(row)) {
          view.texts[row] = {duckdb_string_t_data(&texts[row]), duckdb_string_t_length(texts[row])};
        }
      }
      values.values = view.texts.data();
    } else if (const std::int64_t factor = micros_of(view.id); factor != 1) {
      view.micros.resize(rows());
      for (std::size_t row = 0; row < rows(); ++row) {
        const auto value = values.present(row) ? values.at<std::int64_t>(row) : 0;
        view.micros[row] = is_infinite(value) ? value : value * factor;
      }
      values.values = view.micros.data();
    } else if (view.id == DUCKDB_TYPE_SQLNULL) {
      view.none.assign((rows() + 63) / 64, 0);
      values.validity = view.none.data();
    }
  }

  DuckDbChunks chunks_;
  std::vector<ResultColumn> columns_;
  std::vector<View> views_;
};

}  // namespace

std::unique_ptr<Result> run_streaming(DuckDbStatement statement, std::vector<ResultColumn> columns,
                                      std::shared_ptr<void> connection, const std::atomic<bool>& interrupted) {
  return std::make_unique<DuckDbResult>(std::move(statement), std::move(columns), std::move(connection), interrupted);
}

}  // namespace rox
