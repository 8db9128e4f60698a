// Single cells of a result, where a few rows are read and not streamed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/engine.hpp"

namespace rox {

/// The value's text; empty for NULL.
std::string text_at(const Result& rows, std::size_t column, std::size_t row);

/// Of a count. Throws std::invalid_argument for NULL.
std::uint64_t count_at(const Result& rows, std::size_t column, std::size_t row);

/// The first column of all rows that the query gives.
std::vector<std::string> query_texts(Engine& engine, std::string_view sql);

}  // namespace rox
