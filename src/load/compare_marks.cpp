#include "load/compare_marks.hpp"

#include <algorithm>
#include <tuple>

namespace rox {
namespace {

/// How far apart two records may be to be found at once, and how far by a search, of which there are a few.
constexpr std::size_t kNear = 16;
constexpr std::size_t kFar = std::size_t{1} << 16;
constexpr int kSearches = 256;

/// The marks of one export, one after another, with those that follow.
class MarkSequence {
 public:
  MarkSequence(const MarksFile& file, const MarkedExport& marked) : file_(file), marked_(marked) {}

  /// How many of the next `wanted` marks there are; they are in memory then.
  std::size_t available(std::size_t wanted) {
    while (marks_.size() - next_ < wanted && piece_ < marked_.pieces.size()) read_piece();
    return std::min(wanted, marks_.size() - next_);
  }

  /// Passes over the first pieces that both have, without reading them.
  static void skip_equal_pieces(MarkSequence& before, MarkSequence& now) {
    const auto& old_pieces = before.marked_.pieces;
    const auto& pieces = now.marked_.pieces;
    const auto end = std::mismatch(
        old_pieces.begin(), old_pieces.end(), pieces.begin(), pieces.end(),
        [](const MarkedPiece& a, const MarkedPiece& b) { return a.check == b.check && a.count == b.count; });
    before.piece_ = now.piece_ = static_cast<std::size_t>(end.first - old_pieces.begin());
  }

  const RecordMark& operator[](std::size_t ahead) const { return marks_[next_ + ahead]; }
  const RecordMark* data() const { return marks_.data() + next_; }
  std::size_t buffered() const { return marks_.size() - next_; }

  void skip(std::size_t count) { next_ += count; }
  bool damaged() const { return damaged_; }

  /// Of the mark `ahead`.
  RecordPlace place(std::uint32_t file, std::size_t ahead) const {
    const std::size_t at = next_ + ahead;
    auto piece = std::upper_bound(begins_.begin(), begins_.end(), at,
                                  [](std::size_t number, const auto& begin) { return number < begin.first; });
    --piece;
    return {file, piece->second, static_cast<std::uint32_t>(at - piece->first)};
  }

 private:
  void read_piece() {
    forget_past();
    begins_.emplace_back(marks_.size(), static_cast<std::uint32_t>(piece_));
    if (!file_.read(marked_.pieces[piece_++], piece_marks_)) {
      damaged_ = true;
      piece_ = marked_.pieces.size();
      return;
    }
    marks_.insert(marks_.end(), piece_marks_.begin(), piece_marks_.end());
  }

  /// Pieces that lie behind leave memory.
  void forget_past() {
    const auto end_of = [&](std::size_t i) { return i + 1 < begins_.size() ? begins_[i + 1].first : marks_.size(); };
    std::size_t past = 0;
    while (past < begins_.size() && end_of(past) <= next_) ++past;
    if (past == 0) return;
    const std::size_t marks = end_of(past - 1);
    begins_.erase(begins_.begin(), begins_.begin() + static_cast<std::ptrdiff_t>(past));
    for (auto& [begin, piece] : begins_) begin -= marks;
    marks_.erase(marks_.begin(), marks_.begin() + static_cast<std::ptrdiff_t>(marks));
    next_ -= marks;
  }

  const MarksFile& file_;
  const MarkedExport& marked_;
  std::size_t piece_ = 0;  // the next to read
  std::vector<RecordMark> piece_marks_;
  std::vector<RecordMark> marks_;
  std::vector<std::pair<std::size_t, std::uint32_t>> begins_;  // of pieces in marks_
  std::size_t next_ = 0;
  bool damaged_ = false;
};

/// Collects what isn't matched on the way.
class Comparison {
 public:
  explicit Comparison(std::size_t most) : most_(most) {}

  void compare(MarkSequence& before, MarkSequence& now, std::uint32_t file) {
    MarkSequence::skip_equal_pieces(before, now);
    while (!full() && before.available(1) > 0 && now.available(1) > 0) {
      if (skip_equal(before, now) > 0) continue;
      const auto [gone, come] = next_meeting(before, now);
      remove(before, gone);
      add(now, come, file);
    }
    while (!full() && before.available(kNear) > 0) remove(before, before.available(kNear));
    while (!full() && now.available(kNear) > 0) add(now, now.available(kNear), file);
    damaged_ = damaged_ || before.damaged() || now.damaged();
  }

  void remove_all(MarkSequence before) {
    while (!full() && before.available(kNear) > 0) remove(before, before.available(kNear));
    damaged_ = damaged_ || before.damaged();
  }

  void add_all(MarkSequence now, std::uint32_t file) {
    while (!full() && now.available(kNear) > 0) add(now, now.available(kNear), file);
    damaged_ = damaged_ || now.damaged();
  }

  /// What is in one of the bags and not in the other; empty if that can't be told.
  std::optional<MarkDifference> finish() {
    if (full() || damaged_) return std::nullopt;
    std::sort(removed_.begin(), removed_.end());
    std::sort(added_.begin(), added_.end(), [](const AddedRecord& a, const AddedRecord& b) {
      return std::tie(a.mark, a.place) < std::tie(b.mark, b.place);
    });
    MarkDifference difference;
    auto removed = removed_.begin();
    auto added = added_.begin();
    while (removed != removed_.end() || added != added_.end()) {
      if (added == added_.end() || (removed != removed_.end() && *removed < added->mark)) {
        difference.removed.push_back(*removed++);
      } else if (removed == removed_.end() || added->mark < *removed) {
        difference.added.push_back(*added++);
      } else {
        ++removed;
        ++added;
      }
    }
    return difference;
  }

 private:
  bool full() const { return removed_.size() + added_.size() > most_; }

  static std::size_t skip_equal(MarkSequence& before, MarkSequence& now) {
    const std::size_t most = std::min(before.buffered(), now.buffered());
    const auto* end = std::mismatch(before.data(), before.data() + most, now.data()).first;
    const auto equal = static_cast<std::size_t>(end - before.data());
    before.skip(equal);
    now.skip(equal);
    return equal;
  }

  /// How many records of each side lie before the place where both go on alike. If there is none nearby: one of each.
  std::pair<std::size_t, std::size_t> next_meeting(MarkSequence& before, MarkSequence& now) {
    const std::size_t old_near = before.available(kNear + 1);
    const std::size_t new_near = now.available(kNear + 1);
    for (std::size_t distance = 1; distance < old_near + new_near; ++distance) {
      for (std::size_t gone = 0; gone <= distance; ++gone) {
        const std::size_t come = distance - gone;
        if (gone < old_near && come < new_near && goes_on(before, now, gone, come, old_near, new_near)) {
          return {gone, come};
        }
      }
    }
    if (searches_ < kSearches) {
      ++searches_;
      if (const auto come = search(now, before)) return {0, *come};
      if (const auto gone = search(before, now)) return {*gone, 0};
    }
    return {1, 1};
  }

  /// Two equal records might be so by chance (where most are alike), so the next ones count too.
  static bool goes_on(const MarkSequence& before, const MarkSequence& now, std::size_t gone, std::size_t come,
                      std::size_t old_near, std::size_t new_near) {
    if (before[gone] != now[come]) return false;
    if (gone + 1 >= old_near || come + 1 >= new_near) return true;
    return before[gone + 1] == now[come + 1];
  }

  /// How far ahead in `in` the next records of `wanted` begin.
  static std::optional<std::size_t> search(MarkSequence& in, MarkSequence& wanted) {
    const std::size_t reach = in.available(kFar);
    const std::size_t pair = std::min<std::size_t>(wanted.available(2), 2);
    const auto* end = in.data() + reach;
    const auto* found = std::search(in.data(), end, wanted.data(), wanted.data() + pair);
    if (found == end) return std::nullopt;
    return static_cast<std::size_t>(found - in.data());
  }

  void remove(MarkSequence& before, std::size_t count) {
    removed_.insert(removed_.end(), before.data(), before.data() + count);
    before.skip(count);
  }

  void add(MarkSequence& now, std::size_t count, std::uint32_t file) {
    for (std::size_t i = 0; i < count; ++i) added_.push_back({now[i], now.place(file, i)});
    now.skip(count);
  }

  std::size_t most_;
  int searches_ = 0;
  bool damaged_ = false;
  std::vector<RecordMark> removed_;
  std::vector<AddedRecord> added_;
};

}  // namespace

std::optional<MarkDifference> compare_marks(const MarksFile& before, const MarksFile& now, std::size_t most) {
  Comparison comparison(most);
  const std::vector<MarkedExport>& exports = now.table().exports;
  for (std::size_t i = 0; i < exports.size(); ++i) {
    const MarkedExport* old = before.find(exports[i].name);
    const auto file = static_cast<std::uint32_t>(i);
    if (old == nullptr) {
      comparison.add_all(MarkSequence(now, exports[i]), file);
    } else if (old->hash != exports[i].hash) {
      MarkSequence then(before, *old);
      MarkSequence today(now, exports[i]);
      comparison.compare(then, today, file);
    }
  }
  for (const MarkedExport& old : before.table().exports) {
    if (now.find(old.name) == nullptr) comparison.remove_all(MarkSequence(before, old));
  }
  return comparison.finish();
}

RecordSelection selection_of(const std::vector<AddedRecord>& added, const MarkedTable& now) {
  RecordSelection selection;
  for (const AddedRecord& record : added) {
    const MarkedPiece& piece = now.exports.at(record.place.file).pieces.at(record.place.piece);
    const std::pair<std::size_t, std::size_t> block(record.place.file, piece.index);
    selection.blocks[block] = piece.begin;
    selection.records[block].push_back(record.place.record);
  }
  for (auto& [block, records] : selection.records) std::sort(records.begin(), records.end());
  return selection;
}

}  // namespace rox
