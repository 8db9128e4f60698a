#include "load/find_by_key.hpp"

#include <atomic>
#include <mutex>
#include <utility>

#include "base/parallel.hpp"

namespace rox {

std::optional<RecordSelection> find_by_key(const MarksFile& marks, const std::vector<std::string>& fields,
                                           unsigned threads) {
  const std::uint64_t key = key_mark(fields);
  const std::vector<MarkedExport>& exports = marks.table().exports;
  std::vector<std::pair<std::size_t, const MarkedPiece*>> pieces;
  for (std::size_t file = 0; file < exports.size(); ++file) {
    for (const MarkedPiece& piece : exports[file].pieces) pieces.emplace_back(file, &piece);
  }
  RecordSelection found;
  std::mutex mutex;
  std::atomic<bool> damaged = false;
  for_each_index(pieces.size(), thread_count(threads), [&](std::size_t i) {
    const auto& [file, piece] = pieces[i];
    thread_local std::vector<RecordMark> records;
    if (damaged || !marks.read(*piece, records)) {
      damaged = true;
      return;
    }
    for (std::uint32_t place = 0; place < records.size(); ++place) {
      if (records[place].key != key) continue;
      const std::lock_guard lock(mutex);
      found.blocks[{file, piece->index}] = piece->begin;
      found.records[{file, piece->index}].push_back(place);
    }
  });
  if (damaged || found.records.empty()) return std::nullopt;
  return found;
}

}  // namespace rox
