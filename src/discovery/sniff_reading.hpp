// One way to read the beginning of an export, and how well it reads so.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "discovery/sniff_header.hpp"
#include "model/dialect.hpp"
#include "source/streams.hpp"

namespace rox {

/// `records` are those from the header on; what stands above it is in `dialect.skip`.
struct Reading : Sample {
  Dialect dialect;
  double score = 0;  // 1: every record has as many fields as the header

  std::string text() const;
};

/// Calls `take` with each record of a stream that reads in `dialect`, blank ones too.
void each_record(RecordStream& stream, const Dialect& dialect, const std::function<void(SampleRecord)>& take);

/// The records of `sample`, blank ones too.
std::vector<SampleRecord> cut_records(std::string_view sample, const Dialect& dialect);

/// Whether the fields of records that are cut without any quotes are wrapped in this one: most of a column are, or such
/// that need it, for what stands in them. A text or two that someone wrote in quotes shows nothing.
bool wraps_fields(const std::vector<SampleRecord>& records, char quote);

/// How `sample` reads in `dialect`, with what stands above the header left out.
Reading read_as(std::string_view sample, const Dialect& dialect);

/// A delimiter for people: 'tab', or the sign in quotes.
std::string shown_sign(std::string_view sign);

}  // namespace rox
