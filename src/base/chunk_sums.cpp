#include "base/chunk_sums.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <memory>
#include <numeric>
#include <random>

#include "base/error.hpp"
#include "base/parallel.hpp"

namespace rox {
namespace {

constexpr std::string_view kHead = "rox sums 1";

/// The sum of as much of the chunk as there is.
std::uint64_t sum_chunk(const UniqueFd& file, std::uint64_t chunk) {
  thread_local const auto buffer = std::make_unique<char[]>(ChunkSums::kChunk);
  std::size_t got = 0;
  while (got < ChunkSums::kChunk) {
    const ssize_t more = ::pread(file.get(), buffer.get() + got, ChunkSums::kChunk - got,
                                 static_cast<off_t>(chunk * ChunkSums::kChunk + got));
    if (more < 0 && errno == EINTR) continue;
    if (more < 0) throw system_error("can't read a file whose sums are wanted", errno);
    if (more == 0) break;
    got += static_cast<std::size_t>(more);
  }
  return XXH3_64bits(buffer.get(), got);
}

std::uint64_t chunk_count(std::uint64_t bytes) { return (bytes + ChunkSums::kChunk - 1) / ChunkSums::kChunk; }

/// All of `count` chunks or `most` of them, in order.
std::vector<std::uint64_t> chosen_chunks(std::uint64_t count, std::uint64_t most, std::uint64_t seed) {
  std::vector<std::uint64_t> all(count);
  std::iota(all.begin(), all.end(), std::uint64_t{0});
  if (count <= most) return all;
  std::vector<std::uint64_t> chosen;
  std::mt19937_64 random(seed);
  std::sample(all.begin(), all.end(), std::back_inserter(chosen), most, random);
  return chosen;
}

}  // namespace

ChunkSums sum_chunks(const std::filesystem::path& file, unsigned threads) {
  const UniqueFd fd = open_plain_file(file, O_RDONLY);
  ChunkSums sums;
  sums.file = file_identity(file).value();
  sums.sums.resize(chunk_count(sums.file.bytes));
  for_each_index(sums.sums.size(), thread_count(threads), [&](std::size_t i) { sums.sums[i] = sum_chunk(fd, i); });
  return sums;
}

std::optional<std::uint64_t> find_damage(const std::filesystem::path& file, const ChunkSums& sums, unsigned threads,
                                         std::uint64_t most, std::uint64_t seed) {
  return find_damage_in(open_plain_file(file, O_RDONLY), sums, threads, most, seed);
}

std::optional<std::uint64_t> find_damage_in(const UniqueFd& file, const ChunkSums& sums, unsigned threads,
                                            std::uint64_t most, std::uint64_t seed) {
  const std::vector<std::uint64_t> chosen = chosen_chunks(sums.sums.size(), most, seed);
  std::atomic<std::uint64_t> damaged = UINT64_MAX;
  for_each_index(chosen.size(), thread_count(threads), [&](std::size_t i) {
    const std::uint64_t chunk = chosen[i];
    if (sum_chunk(file, chunk) == sums.sums[chunk]) return;
    std::uint64_t known = damaged;
    while (chunk < known && !damaged.compare_exchange_weak(known, chunk)) {
    }
  });
  if (damaged == UINT64_MAX) return std::nullopt;
  return damaged * ChunkSums::kChunk;
}

std::string chunk_sums_text(const ChunkSums& sums) {
  const FileIdentity& file = sums.file;
  std::string text = fmt::format("{}\n{} {} {} {}\n", kHead, file.device, file.inode, file.bytes, file.modified_ns);
  for (const std::uint64_t sum : sums.sums) text += fmt::format("{:016x}\n", sum);
  return text;
}

std::optional<ChunkSums> parse_chunk_sums(std::string_view text) {
  const auto next_line = [&] {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    return line;
  };
  const auto read = [](std::string_view& from, auto& number, int base) {
    const auto [end, error] = std::from_chars(from.data(), from.data() + from.size(), number, base);
    if (error != std::errc{}) return false;
    from.remove_prefix(static_cast<std::size_t>(end - from.data()));
    if (from.starts_with(' ')) from.remove_prefix(1);
    return true;
  };
  if (next_line() != kHead) return std::nullopt;
  ChunkSums sums;
  std::string_view head = next_line();
  if (!read(head, sums.file.device, 10) || !read(head, sums.file.inode, 10) || !read(head, sums.file.bytes, 10) ||
      !read(head, sums.file.modified_ns, 10) || !head.empty()) {
    return std::nullopt;
  }
  while (!text.empty()) {
    std::string_view line = next_line();
    if (line.size() != 16 || !read(line, sums.sums.emplace_back(), 16) || !line.empty()) return std::nullopt;
  }
  if (sums.sums.size() != chunk_count(sums.file.bytes)) return std::nullopt;
  return sums;
}

}  // namespace rox
