// A large export that is read in ranges, by processes that don't know of each other.
//
// Where the records of a range begin depends on everything before it, as with blocks (blocks.hpp). So each range but
// the first is read on the same guess: the first line feed ends a record. A reading says where it began and where the
// next range's records begin; whoever has all readings of a file compares them (settle). A range whose guess was wrong
// is read again from where it begins in truth, which only takes cutting the range before it. So each record is in
// exactly one range, wherever ranges begin.
//
// Lines are counted from the beginning of a range; what is to be added to them is known once it is settled.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/dialect.hpp"
#include "source/blocks.hpp"
#include "source/export.hpp"

namespace rox {

/// A range of an export, which isn't read as a stream.
struct RangeToRead {
  std::uint64_t first = 0;
  std::uint64_t last = 0;             // behind it
  std::optional<BlockBegin> begin{};  // of its first record, where that is known
};

/// What came of it.
struct ReadRange {
  FileRange range;  // begin: where it began to read; the end of the file if the guess found no record
  BlockBegin end;   // of the first record behind it
  bool guessed = false;
};

/// The file in ranges of at most so many bytes, about as long as each other.
std::vector<RangeToRead> divide(const ExportFile& file, std::uint64_t most);

/// The range with the place where reading begins: the one that is known, or a guess, on line 1. Throws as a scan.
ReadRange begin_range(const ExportFile& file, const Dialect& dialect, const RangeToRead& wanted);

struct SettledRange {
  enum class Verdict {
    right,     // all records that begin in it were read, and no others
    empty,     // no record begins in it, whatever was read
    mistaken,  // it has to be read again
  };
  Verdict verdict = Verdict::right;
  BlockBegin begin;                // of its first record, in truth
  BlockBegin end;                  // of the first record behind it
  std::uint64_t lines_before = 0;  // to add to the lines that were counted
};

/// Of all ranges of one file, in order; those that are empty may be left out. Reads those that were mistaken, to cut
/// them. Throws as a scan.
std::vector<SettledRange> settle(const ExportFile& file, const Dialect& dialect, const std::vector<ReadRange>& ranges);

}  // namespace rox
