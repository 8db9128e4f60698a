// Whole numbers out of a query, in blocks of columns: millions of rows without a text for each value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "engine/engine.hpp"

namespace rox {

/// Columns of one length, valid until the sink returns.
using IntegerBlock = std::vector<std::span<const std::int64_t>>;

/// Runs `sql`, each of whose columns is a BIGINT that is never NULL, and hands its rows on, in order.
void read_integers(Engine& engine, const std::string& sql, const std::function<void(const IntegerBlock&)>& sink);

}  // namespace rox
