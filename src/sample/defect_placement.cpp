#include "sample/defect_placement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "sample/defects.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t kBlockBytes = std::uint64_t{1} << 20;
// Room that is left before an edge for a record's pad to fill: more than a unit and its defects take.
constexpr std::uint64_t kPadRoom = 8192;
constexpr std::size_t kDefaultPad = 100;

struct Placed {
  std::uint64_t before_unit = 0;
  Defect defect;
};

// The first row of a unit, with its line end.
std::string first_row(const SampleTable& table, std::uint64_t unit) {
  TextBuffer text;
  table.write(text, unit, unit + 1);
  return std::string(text.text().substr(0, text.text().find('\n') + 1));
}

void pad(Defect& defect, std::size_t length) { defect.bytes.insert(defect.pad_at, length, 'x'); }

// Goes through a file unit by unit, to know at which byte each unit starts.
class FileWalk {
 public:
  FileWalk(const SampleTable& table, std::vector<Placed>& placed) : table_(table), placed_(placed) {
    offset_ = kByteOrderMark.size() + table.header.size() + 2;
    pass_defects();
  }

  bool at_end() const { return unit_ == table_.units; }
  std::uint64_t offset() const { return offset_; }

  void next_unit() {
    text_.clear();
    table_.write(text_, unit_, unit_ + 1);
    offset_ += text_.size();
    ++unit_;
    pass_defects();
  }

  /// Plants here, after the defects that are already before this unit.
  void plant(Defect defect) {
    offset_ += defect.bytes.size();
    placed_.insert(placed_.begin() + static_cast<std::ptrdiff_t>(next_), {unit_, std::move(defect)});
    ++next_;
  }

 private:
  void pass_defects() {
    for (; next_ < placed_.size() && placed_[next_].before_unit == unit_; ++next_) {
      offset_ += placed_[next_].defect.bytes.size();
    }
  }

  const SampleTable& table_;
  std::vector<Placed>& placed_;
  TextBuffer text_;
  std::uint64_t unit_ = 0;
  std::uint64_t offset_ = 0;
  std::size_t next_ = 0;  // the first defect that is not passed
};

// One record to each multiple of the block size, as far as the file goes; the rest to its end.
void place_edges(const SampleTable& table, std::vector<Defect> edges, std::vector<Placed>& placed) {
  if (edges.empty()) return;
  FileWalk walk(table, placed);
  std::uint64_t target = kBlockBytes;
  for (Defect& defect : edges) {
    std::uint64_t reach = defect.edge_byte > 0 ? kPadRoom : defect.bytes.size();
    while (!walk.at_end() && walk.offset() + reach <= target) walk.next_unit();
    bool reached = walk.offset() + reach > target;
    if (defect.edge_byte > 0) pad(defect, reached ? target - walk.offset() - defect.edge_byte : kDefaultPad);
    defect.detail += reached ? fmt::format(" (byte {})", target) : " (the file is too small for one)";
    walk.plant(std::move(defect));
    target += kBlockBytes;
  }
}

std::vector<Placed> place(const SampleTable& table, std::vector<Defect> defects) {
  auto anywhere =
      std::count_if(defects.begin(), defects.end(), [](const Defect& b) { return b.spot == Spot::anywhere; });
  std::vector<Placed> placed;
  std::vector<Defect> edges, ends;
  std::uint64_t index = 0;
  for (Defect& defect : defects) {
    switch (defect.spot) {
      case Spot::edge: edges.push_back(std::move(defect)); break;
      case Spot::end: ends.push_back(std::move(defect)); break;
      case Spot::anywhere:
        std::uint64_t unit = table.units * index++ / static_cast<std::uint64_t>(anywhere);
        if (defect.copies_row) defect.bytes = first_row(table, unit > 0 ? unit - 1 : 0);
        placed.push_back({defect.copies_row ? std::max<std::uint64_t>(unit, 1) : unit, std::move(defect)});
        break;
    }
  }
  place_edges(table, std::move(edges), placed);
  for (Defect& defect : ends) placed.push_back({table.units, std::move(defect)});
  return placed;
}

Json describe(const SampleTable& table, const Defect& defect, std::uint64_t line) {
  Json entry = {{"file", table.file},  {"line", line},         {"column", defect.column}, {"field", defect.field},
                {"kind", defect.kind}, {"table", table.table}, {"detail", defect.detail}};
  if (defect.harmless) {
    entry["rows"] = defect.record ? 1 : 0;
  } else {
    entry["rejected"] = defect.rejected;
  }
  return entry;
}

}  // namespace

PlacedDefects place_defects(const Company& company, const std::vector<SampleTable>& tables) {
  PlacedDefects result;
  Json description = {{"seed", company.seed},
                      {"scale", company.scale.text()},
                      {"files", Json::array()},
                      {"defects", Json::array()},
                      {"harmless", Json::array()}};
  for (const SampleTable& table : tables) {
    std::vector<DefectRecord> defects;
    std::uint64_t defect_lines = 0, records = table.rows, rejects = 0;
    for (Placed& p : place(table, defects_of(company, table))) {
      const Defect& defect = p.defect;
      std::uint64_t line = 2 + table.rows_before(p.before_unit) + defect_lines;  // the header is line 1
      description[defect.harmless ? "harmless" : "defects"].push_back(describe(table, defect, line));
      defect_lines += static_cast<std::uint64_t>(std::count(defect.bytes.begin(), defect.bytes.end(), '\n'));
      records += defect.record ? 1 : 0;
      rejects += defect.rejected ? 1 : 0;
      defects.push_back({p.before_unit, std::move(p.defect.bytes)});
    }
    description["files"].push_back({{"file", table.file},
                                    {"table", table.table},
                                    {"records", records},
                                    {"rows", records - rejects},
                                    {"rejects", rejects}});
    result.records.push_back(std::move(defects));
  }
  result.description = json_text(description, 2) + "\n";
  return result;
}

}  // namespace rox
