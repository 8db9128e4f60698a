// Whether a statement can only read: what `rox query` lets through on engines whose sessions can't be made read-only.
#pragma once

#include <string_view>

#include "base/error.hpp"

namespace rox {

/// SELECT (not INTO a table), WITH, VALUES, TABLE, SHOW and EXPLAIN; text without a statement, too: the engine says so.
bool only_reads(std::string_view sql);

/// The error for a statement that doesn't.
Error reading_only_error();

}  // namespace rox
