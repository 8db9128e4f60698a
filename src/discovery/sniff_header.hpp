// Whether the first record of an export names its columns.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "discovery/found_dialect.hpp"

namespace rox {

struct SampleRecord {
  std::vector<std::string> fields;
  std::uint64_t line = 0;
  bool blank = false;
  bool bad_quotes = false;

  bool operator==(const SampleRecord& other) const { return fields == other.fields; }
};

/// The beginning of an export.
struct Sample {
  std::vector<SampleRecord> records;  // from the header on, without blank ones
  std::size_t width = 1;
};

struct HeaderVerdict {
  bool header = true;
  bool certain = true;
};

HeaderVerdict has_header(const Sample& sample);

/// Whether every field of it may be the name of a column; the last one may be empty.
bool names_columns(const SampleRecord& record);

/// How many records stand above the header, filled up to the table's width: mostly empty ones, above one that is all
/// names over other values.
std::size_t titles_above(const Sample& sample);

/// A line below the header that says what the columns are measured in: texts above numbers.
std::vector<std::string> units_of(const Sample& sample);

/// What the verdict means for the dialect, and what is said of it.
void take_header(const HeaderVerdict& verdict, const Sample& sample, FoundDialect& found);

}  // namespace rox
