#include "source/mend.hpp"

#include <utility>

namespace rox {

namespace {

/// Records by something that they have in common, each given away once.
template <typename Key>
class Stock {
 public:
  Stock(std::span<const BadRecord> records, std::vector<bool>& taken, Key (*key)(const BadRecord&))
      : taken_(taken), key_(key) {
    for (std::size_t i = 0; i < records.size(); ++i) shelves_[key(records[i])].records.push_back(i);
  }

  /// The first one left of those that have it in common with `like`.
  std::optional<std::size_t> take(const BadRecord& like) {
    const auto found = shelves_.find(key_(like));
    if (found == shelves_.end()) return std::nullopt;
    Shelf& shelf = found->second;
    while (shelf.next < shelf.records.size() && taken_[shelf.records[shelf.next]]) ++shelf.next;
    if (shelf.next == shelf.records.size()) return std::nullopt;
    taken_[shelf.records[shelf.next]] = true;
    return shelf.records[shelf.next];
  }

 private:
  struct Shelf {
    std::vector<std::size_t> records;
    std::size_t next = 0;
  };
  std::vector<bool>& taken_;
  Key (*key_)(const BadRecord&);
  std::map<Key, Shelf> shelves_;
};

using Placed = std::tuple<std::string_view, std::uint64_t, std::string_view>;
using InFile = std::pair<std::string_view, std::string_view>;

Placed placed(const BadRecord& record) { return {record.file, record.line, record.raw}; }
InFile in_file(const BadRecord& record) { return {record.file, record.raw}; }
std::string_view anywhere(const BadRecord& record) { return record.raw; }

}  // namespace

std::vector<std::optional<std::size_t>> find_again(std::span<const BadRecord> before, std::span<const BadRecord> now,
                                                   const std::set<std::string_view>& files) {
  std::vector<std::optional<std::size_t>> found(before.size());
  if (before.empty()) return found;
  std::vector<bool> taken(now.size(), false);
  const auto look_in = [&](auto stock, const auto& may) {
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (!found[i] && may(before[i])) found[i] = stock.take(before[i]);
    }
  };
  const auto always = [](const BadRecord&) { return true; };
  look_in(Stock(now, taken, placed), always);
  look_in(Stock(now, taken, in_file), always);
  look_in(Stock(now, taken, anywhere), [&](const BadRecord& record) { return !files.contains(record.file); });
  return found;
}

void MendSet::add(Mend mend) {
  std::tuple key{mend.file, mend.line, mend.raw};
  mends_.insert_or_assign(std::move(key), std::move(mend));
}

std::vector<const Mend*> MendSet::in_lines(std::string_view file, std::uint64_t first, std::uint64_t last) const {
  std::vector<const Mend*> found;
  const auto end = mends_.lower_bound({std::string(file), last, ""});
  for (auto at = mends_.lower_bound({std::string(file), first, ""}); at != end; ++at) found.push_back(&at->second);
  return found;
}

std::vector<const Mend*> MendSet::all() const {
  std::vector<const Mend*> all;
  for (const auto& [place, mend] : mends_) all.push_back(&mend);
  return all;
}

}  // namespace rox
