#include "engine/duckdb/arrow_batch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <string_view>
#include <utility>

#include "engine/result/column_values.hpp"

namespace rox {
namespace {

constexpr std::size_t kOffsetBytes = sizeof(std::int32_t);

bool is_text(const Type& type) { return type.kind == TypeKind::varchar || is_text_in_parquet(type); }

std::unique_ptr<std::byte[]> room(std::size_t bytes) { return std::make_unique_for_overwrite<std::byte[]>(bytes); }

std::int32_t* offsets_in(const std::unique_ptr<std::byte[]>& values) {
  return reinterpret_cast<std::int32_t*>(values.get());
}

}  // namespace

ArrowColumn::ArrowColumn(const Column& column, std::size_t capacity)
    : type_(column.type), is_text_(rox::is_text(column.type)) {
  if (column.nullable) validity_.resize((capacity + 63) / 64);
  if (type_.kind != TypeKind::varchar) {
    values_ = room(capacity * value_width(type_));
    return;
  }
  values_ = room((capacity + 1) * kOffsetBytes);
  offsets_in(values_)[0] = 0;
}

ColumnSink ArrowColumn::sink() {
  ColumnSink sink;
  sink.validity = validity_.empty() ? nullptr : validity_.data();
  if (type_.kind == TypeKind::varchar) {
    sink.target = this;
    sink.store = store;
  } else {
    sink.data = values_.get();
  }
  return sink;
}

void ArrowColumn::store(void* target, std::uint64_t row, const char* text, std::size_t size) {
  static_cast<ArrowColumn*>(target)->put_text(row, {text, size});
}

/// Rows come in their order, but one that was refused is written again.
void ArrowColumn::put_text(std::size_t row, std::string_view text) {
  std::int32_t* offsets = offsets_in(values_);
  if (row < next_text_) {
    texts_.resize(static_cast<std::size_t>(offsets[row]));
    next_text_ = row;
  }
  end_texts(row);
  texts_ += text;
  offsets[row + 1] = static_cast<std::int32_t>(texts_.size());
  next_text_ = row + 1;
}

/// The rows up to there that have none have empty ones.
void ArrowColumn::end_texts(std::size_t rows) {
  std::int32_t* offsets = offsets_in(values_);
  for (; next_text_ < rows; ++next_text_) offsets[next_text_ + 1] = offsets[next_text_];
}

void ArrowColumn::finish(std::size_t rows) {
  rows_ = rows;
  if (!validity_.empty()) {
    std::size_t present = 0;
    for (std::size_t word = 0; word < rows / 64; ++word)
      present += static_cast<std::size_t>(std::popcount(validity_[word]));
    for (std::size_t row = rows - rows % 64; row < rows; ++row) present += this->present(row) ? 1 : 0;
    nulls_ = static_cast<std::int64_t>(rows - present);
  }
  if (type_.kind == TypeKind::varchar) {
    end_texts(rows);
  } else if (is_text_) {
    become_texts(rows);
  } else if (type_.kind == TypeKind::boolean) {
    become_bits(rows);
  } else if (value_width(type_) < sizeof(std::int32_t) && type_.kind == TypeKind::decimal) {
    become_wider(rows);
  }
}

void ArrowColumn::become_texts(std::size_t rows) {
  ColumnValues numbers;
  numbers.layout = type_.kind == TypeKind::uuid ? ValueLayout::uuid : ValueLayout::time;
  numbers.values = values_.get();
  std::unique_ptr<std::byte[]> texts = room((rows + 1) * kOffsetBytes);
  std::int32_t* offsets = offsets_in(texts);
  offsets[0] = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    if (present(row)) append_text(numbers, row, texts_);
    offsets[row + 1] = static_cast<std::int32_t>(texts_.size());
  }
  values_ = std::move(texts);
}

void ArrowColumn::become_bits(std::size_t rows) {
  std::unique_ptr<std::byte[]> bits = room((rows + 7) / 8);
  std::fill_n(bits.get(), (rows + 7) / 8, std::byte{0});
  for (std::size_t row = 0; row < rows; ++row) bits[row / 8] |= (values_[row] & std::byte{1}) << (row % 8);
  values_ = std::move(bits);
}

/// Arrow has no decimals of two bytes.
void ArrowColumn::become_wider(std::size_t rows) {
  std::unique_ptr<std::byte[]> wide = room(rows * sizeof(std::int32_t));
  for (std::size_t row = 0; row < rows; ++row) {
    std::int16_t narrow = 0;
    std::memcpy(&narrow, values_.get() + row * sizeof narrow, sizeof narrow);
    const std::int32_t value = narrow;
    std::memcpy(wide.get() + row * sizeof value, &value, sizeof value);
  }
  values_ = std::move(wide);
}

std::uint64_t ArrowColumn::bytes() const {
  return is_text_ ? static_cast<std::uint64_t>(offsets_in(values_)[rows_]) : rows_ * value_width(type_);
}

std::string arrow_format(const Type& type) {
  switch (type.kind) {
    case TypeKind::boolean: return "b";
    case TypeKind::smallint: return "s";
    case TypeKind::integer: return "i";
    case TypeKind::bigint: return "l";
    case TypeKind::decimal:
      return fmt::format("d:{},{},{}", type.precision, type.scale,
                         8 * std::max(value_width(type), sizeof(std::int32_t)));
    case TypeKind::date: return "tdD";
    case TypeKind::timestamp: return "tsu:";
    case TypeKind::time:
    case TypeKind::uuid:
    case TypeKind::varchar: break;
  }
  return "u";
}

ArrowBatch::ArrowBatch(const std::vector<Column>& of, std::size_t capacity) {
  for (const Column& column : of) columns.emplace_back(column, capacity);
}

}  // namespace rox
