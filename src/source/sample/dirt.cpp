#include "source/sample/dirt.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "source/sample/blemishes.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t kBlockBytes = std::uint64_t{1} << 20;
// Room that is left before an edge for a record's pad to fill: more than a unit and its planted records take.
constexpr std::uint64_t kPadRoom = 8192;
constexpr std::size_t kDefaultPad = 100;

struct Placed {
  std::uint64_t before_unit = 0;
  Blemish blemish;
};

// The first row of a unit, with its line end.
std::string first_row(const SampleTable& table, std::uint64_t unit) {
  TextBuffer text;
  table.write(text, unit, unit + 1);
  return std::string(text.text().substr(0, text.text().find('\n') + 1));
}

void pad(Blemish& blemish, std::size_t length) { blemish.bytes.insert(blemish.pad_at, length, 'x'); }

// Goes through a file unit by unit, to know at which byte each unit starts.
class FileWalk {
 public:
  FileWalk(const SampleTable& table, std::vector<Placed>& placed) : table_(table), placed_(placed) {
    offset_ = kByteOrderMark.size() + table.header.size() + 2;
    pass_planted();
  }

  bool at_end() const { return unit_ == table_.units; }
  std::uint64_t offset() const { return offset_; }

  void next_unit() {
    text_.clear();
    table_.write(text_, unit_, unit_ + 1);
    offset_ += text_.size();
    ++unit_;
    pass_planted();
  }

  /// Plants here, after what is already planted before this unit.
  void plant(Blemish blemish) {
    offset_ += blemish.bytes.size();
    placed_.insert(placed_.begin() + static_cast<std::ptrdiff_t>(next_), {unit_, std::move(blemish)});
    ++next_;
  }

 private:
  void pass_planted() {
    for (; next_ < placed_.size() && placed_[next_].before_unit == unit_; ++next_) {
      offset_ += placed_[next_].blemish.bytes.size();
    }
  }

  const SampleTable& table_;
  std::vector<Placed>& placed_;
  TextBuffer text_;
  std::uint64_t unit_ = 0;
  std::uint64_t offset_ = 0;
  std::size_t next_ = 0;  // the first planted record that is not passed
};

// One record to each multiple of the block size, as far as the file goes; the rest to its end.
void place_edges(const SampleTable& table, std::vector<Blemish> edges, std::vector<Placed>& placed) {
  if (edges.empty()) return;
  FileWalk walk(table, placed);
  std::uint64_t target = kBlockBytes;
  for (Blemish& blemish : edges) {
    std::uint64_t reach = blemish.edge_byte > 0 ? kPadRoom : blemish.bytes.size();
    while (!walk.at_end() && walk.offset() + reach <= target) walk.next_unit();
    bool reached = walk.offset() + reach > target;
    if (blemish.edge_byte > 0) pad(blemish, reached ? target - walk.offset() - blemish.edge_byte : kDefaultPad);
    blemish.detail += reached ? fmt::format(" (byte {})", target) : " (the file is too small for one)";
    walk.plant(std::move(blemish));
    target += kBlockBytes;
  }
}

std::vector<Placed> place(const SampleTable& table, std::vector<Blemish> blemishes) {
  auto anywhere =
      std::count_if(blemishes.begin(), blemishes.end(), [](const Blemish& b) { return b.spot == Spot::anywhere; });
  std::vector<Placed> placed;
  std::vector<Blemish> edges, ends;
  std::uint64_t index = 0;
  for (Blemish& blemish : blemishes) {
    switch (blemish.spot) {
      case Spot::edge: edges.push_back(std::move(blemish)); break;
      case Spot::end: ends.push_back(std::move(blemish)); break;
      case Spot::anywhere:
        std::uint64_t unit = table.units * index++ / static_cast<std::uint64_t>(anywhere);
        if (blemish.copies_row) blemish.bytes = first_row(table, unit > 0 ? unit - 1 : 0);
        placed.push_back({blemish.copies_row ? std::max<std::uint64_t>(unit, 1) : unit, std::move(blemish)});
        break;
    }
  }
  place_edges(table, std::move(edges), placed);
  for (Blemish& blemish : ends) placed.push_back({table.units, std::move(blemish)});
  return placed;
}

Json describe(const SampleTable& table, const Blemish& blemish, std::uint64_t line) {
  Json entry = {{"file", table.file},   {"line", line},         {"column", blemish.column}, {"field", blemish.field},
                {"kind", blemish.kind}, {"table", table.table}, {"detail", blemish.detail}};
  if (blemish.harmless) {
    entry["rows"] = blemish.record ? 1 : 0;
  } else {
    entry["rejected"] = blemish.rejected;
  }
  return entry;
}

}  // namespace

Dirt plant(const Company& company, const std::vector<SampleTable>& tables) {
  Dirt dirt;
  Json description = {{"seed", company.seed},
                      {"scale", company.scale.text()},
                      {"files", Json::array()},
                      {"defects", Json::array()},
                      {"harmless", Json::array()}};
  for (const SampleTable& table : tables) {
    std::vector<Planted> planted;
    std::uint64_t planted_lines = 0, records = table.rows, rejects = 0;
    for (Placed& p : place(table, blemishes_of(company, table))) {
      const Blemish& blemish = p.blemish;
      std::uint64_t line = 2 + table.rows_before(p.before_unit) + planted_lines;  // the header is line 1
      description[blemish.harmless ? "harmless" : "defects"].push_back(describe(table, blemish, line));
      planted_lines += static_cast<std::uint64_t>(std::count(blemish.bytes.begin(), blemish.bytes.end(), '\n'));
      records += blemish.record ? 1 : 0;
      rejects += blemish.rejected ? 1 : 0;
      planted.push_back({p.before_unit, std::move(p.blemish.bytes)});
    }
    description["files"].push_back({{"file", table.file},
                                    {"table", table.table},
                                    {"records", records},
                                    {"rows", records - rejects},
                                    {"rejects", rejects}});
    dirt.planted.push_back(std::move(planted));
  }
  dirt.description = json_text(description, 2) + "\n";
  return dirt;
}

}  // namespace rox
