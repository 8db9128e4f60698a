#include "quality/pair_rows.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

namespace rox {
namespace {

/// Past that many rows of a side, only rows that differ in one column are paired: comparing each with each takes too
/// long, and nobody reads so many.
constexpr std::size_t kComparedOneByOne = 2'000;

class Pairing {
 public:
  Pairing(std::vector<ComparedRow> first, std::vector<ComparedRow> second, const std::vector<CellRule>& rules)
      : first_(std::move(first)),
        second_(std::move(second)),
        rules_(rules),
        partner_(first_.size()),
        taken_(second_.size()) {}

  PairedRows pair() {
    for (std::size_t column = 0; column < rules_.size(); ++column) pair_but_for(column);
    if (first_.size() <= kComparedOneByOne && second_.size() <= kComparedOneByOne) pair_alike();
    return take();
  }

 private:
  void pair_but_for(std::size_t column) {
    std::unordered_map<std::string, std::vector<std::size_t>> waiting;  // of the second side, last one first
    for (std::size_t j = second_.size(); j-- > 0;) {
      if (!taken_[j]) waiting[row_key(second_[j].cells, rules_, column)].push_back(j);
    }
    for (std::size_t i = 0; i < first_.size(); ++i) {
      if (partner_[i]) continue;
      const auto found = waiting.find(row_key(first_[i].cells, rules_, column));
      if (found == waiting.end() || found->second.empty()) continue;
      join(i, found->second.back());
      found->second.pop_back();
    }
  }

  void pair_alike() {
    for (std::size_t i = 0; i < first_.size(); ++i) {
      if (partner_[i]) continue;
      std::size_t most = 0;
      std::size_t best = 0;
      for (std::size_t j = 0; j < second_.size(); ++j) {
        if (taken_[j] || !same_value(rules_[0], first_[i].cells[0], second_[j].cells[0])) continue;
        const std::size_t common = equal_cells(first_[i], second_[j]);
        if (common > most) {
          most = common;
          best = j;
        }
      }
      if (most * 2 >= rules_.size()) join(i, best);
    }
  }

  std::size_t equal_cells(const ComparedRow& a, const ComparedRow& b) const {
    std::size_t equal = 0;
    for (std::size_t c = 0; c < rules_.size(); ++c) equal += same_value(rules_[c], a.cells[c], b.cells[c]) ? 1 : 0;
    return equal;
  }

  void join(std::size_t i, std::size_t j) {
    partner_[i] = j;
    taken_[j] = true;
  }

  PairedRows take() {
    PairedRows rows;
    for (std::size_t i = 0; i < first_.size(); ++i) {
      if (partner_[i]) {
        rows.changed.emplace_back(std::move(first_[i]), std::move(second_[*partner_[i]]));
      } else {
        rows.missing.push_back(std::move(first_[i]));
      }
    }
    for (std::size_t j = 0; j < second_.size(); ++j) {
      if (!taken_[j]) rows.extra.push_back(std::move(second_[j]));
    }
    return rows;
  }

  std::vector<ComparedRow> first_;
  std::vector<ComparedRow> second_;
  const std::vector<CellRule>& rules_;
  std::vector<std::optional<std::size_t>> partner_;
  std::vector<bool> taken_;
};

std::vector<ComparedRow> in_order(std::vector<ComparedRow> rows) {
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.position < b.position; });
  return rows;
}

}  // namespace

PairedRows pair_rows(std::vector<ComparedRow> first, std::vector<ComparedRow> second,
                     const std::vector<CellRule>& rules) {
  return Pairing(in_order(std::move(first)), in_order(std::move(second)), rules).pair();
}

std::string row_key(const std::vector<CellValue>& cells, const std::vector<CellRule>& rules, std::size_t left_out) {
  std::string key;
  for (std::size_t c = 0; c < cells.size(); ++c) {
    if (c == left_out || rules[c] == CellRule::floating) continue;
    if (!cells[c]) {
      key += 'n';
      continue;
    }
    const std::string text = rules[c] == CellRule::number ? plain_number(*cells[c]) : *cells[c];
    key += std::to_string(text.size());
    key += ':';
    key += text;
  }
  return key;
}

}  // namespace rox
