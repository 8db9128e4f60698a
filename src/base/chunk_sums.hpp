// Hashes of a large file piece by piece, to tell later whether, and where, its bytes are still what they were.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/file.hpp"

namespace rox {

struct ChunkSums {
  static constexpr std::uint64_t kChunk = std::uint64_t{1} << 20;  // bytes; the last one may have fewer

  FileIdentity file;                // as it was when they were made; renaming it changes nothing
  std::vector<std::uint64_t> sums;  // XXH3 with 64 bits, of each chunk

  bool operator==(const ChunkSums&) const = default;
};

/// Reads all of the file. Throws as read(2) fails.
ChunkSums sum_chunks(const std::filesystem::path& file, unsigned threads);

/// The offset of the first chunk (of those looked at) whose bytes aren't what they were; empty if all are. Looks at all
/// chunks, or, if there are more than `most`, at that many of them, chosen by `seed`: other ones at another time.
std::optional<std::uint64_t> find_damage(const std::filesystem::path& file, const ChunkSums& sums, unsigned threads,
                                         std::uint64_t most = UINT64_MAX, std::uint64_t seed = 0);

/// The same of a file that is open for reading.
std::optional<std::uint64_t> find_damage_in(const UniqueFd& file, const ChunkSums& sums, unsigned threads,
                                            std::uint64_t most = UINT64_MAX, std::uint64_t seed = 0);

std::string chunk_sums_text(const ChunkSums& sums);
/// Empty if it is no such text.
std::optional<ChunkSums> parse_chunk_sums(std::string_view text);

}  // namespace rox
