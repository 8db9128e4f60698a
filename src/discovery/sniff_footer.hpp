// What stands below the data: totals, and lines that count the records. They are said and never left out by themselves:
// on a day without them that would take rows away.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "discovery/sniff_header.hpp"

namespace rox {

/// How model.toml says that so many lines at the end are no data, to be pasted there.
std::string skip_end_setting(std::uint64_t lines);

/// Whether a row's text says that the row is a sum of others: "Total", "Subtotal: …".
bool begins_a_total(std::string_view text);

/// What is to be said of the last records of an export, whose rows have `width` fields; the last one is the file's
/// last.
std::optional<std::string> footer_note(const std::vector<SampleRecord>& last, std::size_t width);

}  // namespace rox
