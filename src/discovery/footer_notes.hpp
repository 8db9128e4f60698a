// What is to be said of lines of an export of text that are no data, below its rows or among them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "discovery/sniff_header.hpp"
#include "model/dialect.hpp"
#include "source/export.hpp"

namespace rox {

/// `head`: the file's beginning; all of it if it is `whole`. `sample`: its records, from the header on.
std::vector<std::string> footer_notes(const ExportFile& file, std::string_view head, bool whole, const Sample& sample,
                                      const Dialect& dialect);

}  // namespace rox
