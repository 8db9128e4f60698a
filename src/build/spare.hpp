// The warehouse before last, kept beside the one that is published (`.NAME.spare`). A day changes a few of its pages,
// so the next private copy is made of the spare, by copying only the chunks in which the two files differ: no copy of
// all, which at ten gigabytes would be most of a day's run. Where the file system shares blocks between files a copy
// costs nothing, and there is no spare.
//
// The spare is taken only if all is as it was left (its sums, by size and time and a sample of its bytes) and nobody
// has it open: whoever still reads the old warehouse keeps it.
#pragma once

#include <cstdint>
#include <filesystem>

#include "base/chunk_sums.hpp"

namespace rox {

std::filesystem::path spare_of(const std::filesystem::path& warehouse);

/// The warehouse that is about to be replaced becomes the spare, in the place of any other. False if there is none
/// then.
bool keep_spare(const std::filesystem::path& warehouse);
void remove_spare(const std::filesystem::path& warehouse);

/// Makes `copy`, which must not be there, of the spare, with the content of the warehouse. False, and nothing has
/// happened, if that can't be. `sums`: of the warehouse; `spare_sums`: of the spare. `seed`: which chunks are looked
/// at.
bool copy_by_spare(const std::filesystem::path& warehouse, const ChunkSums& sums, const ChunkSums& spare_sums,
                   const std::filesystem::path& copy, unsigned threads, std::uint64_t seed);

}  // namespace rox
