#include "discovery/relation_choice.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace rox {

namespace {

using End = std::pair<std::size_t, std::size_t>;  // table and column

/// What a finding that isn't stated has at most.
constexpr double kDoubted = 0.5;
/// Names that differ by less say the same.
constexpr double kSameName = 0.05;
/// Without a name, evidence that differs by less doesn't tell which of two tables is meant.
constexpr double kSameEvidence = 0.015;

bool is_likely(const RelationFinding& relation) { return relation.confidence >= kStatedRelation; }

void doubt(RelationFinding& relation, std::string_view why) {
  relation.confidence = std::min(relation.confidence, kDoubted);
  relation.reasons.emplace_back(why);
}

End child_end(const RelationFinding& relation) { return {relation.child, relation.columns.front()}; }
End parent_end(const RelationFinding& relation) { return {relation.parent, relation.parent_columns.front()}; }

class SingleChoice {
 public:
  SingleChoice(std::vector<RelationFinding>& found, const NameMatcher& names, KeyDatabase& database)
      : found_(found), names_(names), database_(database) {}

  void run() {
    part_twins();
    prefer_roots();
    doubt_ambiguous();
    state();
    drop_second_keys();
  }

 private:
  /// Of two tables that refer to each other by their keys only one is the parent.
  void part_twins() {
    for (RelationFinding& relation : found_) {
      const auto twin = std::find_if(found_.begin(), found_.end(), [&](const RelationFinding& other) {
        return child_end(other) == parent_end(relation) && parent_end(other) == child_end(relation);
      });
      if (twin == found_.end()) continue;
      if (is_undecided(relation, *twin)) {
        doubt(relation, "both tables have the same keys, and no name says which one is meant");
      } else if (!is_parent(relation, *twin)) {
        doubt(relation, "the other way round is likelier");
      }
    }
  }

  bool is_undecided(const RelationFinding& relation, const RelationFinding& twin) const {
    return relation.name == 0 && twin.name == 0 && !names_.extends(relation.child, relation.parent) &&
           !names_.extends(relation.parent, relation.child) &&
           database_.facts(relation.child).rows == database_.facts(relation.parent).rows;
  }

  bool is_parent(const RelationFinding& relation, const RelationFinding& twin) const {
    if (names_.extends(relation.child, relation.parent)) return true;
    if (names_.extends(relation.parent, relation.child)) return false;
    if (relation.name > twin.name + kSameName) return true;
    if (twin.name > relation.name + kSameName) return false;
    const std::uint64_t child_rows = database_.facts(relation.child).rows;
    const std::uint64_t parent_rows = database_.facts(relation.parent).rows;
    if (child_rows != parent_rows) return parent_rows > child_rows;
    return relation.parent < relation.child;
  }

  /// A parent's key that refers to another table's itself, which the child's column could refer to as well: the root is
  /// meant, unless the nearer one is plainly named.
  void prefer_roots() {
    std::set<std::pair<End, End>> likely;
    for (const RelationFinding& relation : found_) {
      if (is_likely(relation)) likely.emplace(child_end(relation), parent_end(relation));
    }
    std::set<std::size_t> doubted;
    for (std::size_t near = 0; near < found_.size(); ++near) {
      for (std::size_t root = 0; root < found_.size(); ++root) {
        if (!is_likely(found_[near]) || !is_likely(found_[root]) ||
            child_end(found_[near]) != child_end(found_[root]) ||
            !likely.contains({parent_end(found_[near]), parent_end(found_[root])})) {
          continue;
        }
        if (is_meant(found_[near], found_[root])) {
          doubted.insert(root);
        } else if (found_[near].name <= found_[root].name + kSameName) {
          doubted.insert(near);
        }
      }
    }
    for (const std::size_t i : doubted) doubt(found_[i], "another table that shares its keys is meant");
  }

  /// A table whose name has the nearer one's in it (EmployeePayHistory); or kinds of things, each row of which is one
  /// of the wider kind: a salesman is an employee, and an employee a person.
  bool is_meant(const RelationFinding& near, const RelationFinding& root) const {
    if (names_.extends(near.parent, root.parent)) return false;  // it only goes on from the root
    if (names_.mentions(near.child, near.parent) &&
        (!names_.mentions(near.child, root.parent) || names_.mentions(near.parent, root.parent))) {
      return true;
    }
    return database_.facts(near.child).unique(near.columns.front()) &&
           database_.facts(near.parent).rows < database_.facts(root.parent).rows && near.name > 0;
  }

  /// Without a name, values that are keys of several tables don't say which one is meant.
  void doubt_ambiguous() {
    std::map<End, std::vector<RelationFinding*>> parents;
    for (RelationFinding& relation : found_) {
      if (is_likely(relation)) parents[child_end(relation)].push_back(&relation);
    }
    for (auto& [column, rivals] : parents) {
      double best = 0;
      for (const RelationFinding* relation : rivals) best = std::max(best, relation->weight);
      const auto near = std::count_if(rivals.begin(), rivals.end(), [&](const RelationFinding* relation) {
        return relation->weight > best - kSameEvidence;
      });
      for (RelationFinding* relation : rivals) {
        if (relation->name > 0) continue;
        if (near > 1 || relation->weight < best) doubt(*relation, "other tables have these keys, too");
      }
    }
  }

  void state() {
    std::stable_sort(found_.begin(), found_.end(), [](const RelationFinding& a, const RelationFinding& b) {
      return std::tuple(is_likely(b), b.weight) < std::tuple(is_likely(a), a.weight);
    });
    std::set<End> taken;
    for (RelationFinding& relation : found_) {
      relation.stated = is_likely(relation) && taken.insert(child_end(relation)).second;
    }
  }

  /// confederation_code beside confederation_id: both mean the same row, always.
  void drop_second_keys() {
    for (const RelationFinding& first : found_) {
      for (RelationFinding& second : found_) {
        if (!first.stated || !second.stated || first.child != second.child || first.parent != second.parent ||
            first.parent_columns == second.parent_columns || first.weight < second.weight || &first == &second) {
          continue;
        }
        const Coverage both =
            database_.coverage(first.child, {first.columns.front(), second.columns.front()}, first.parent,
                               {first.parent_columns.front(), second.parent_columns.front()});
        if (both.keys == 0 || both.orphans > 0) continue;
        second.stated = false;
        doubt(second, "another column means the same row");
      }
    }
  }

  std::vector<RelationFinding>& found_;
  const NameMatcher& names_;
  KeyDatabase& database_;
};

class CompositeChoice {
 public:
  CompositeChoice(std::vector<RelationFinding>& found, std::vector<RelationFinding> composite,
                  const std::vector<TableKeys>& keys, const NameMatcher& names)
      : found_(found), composite_(std::move(composite)), keys_(keys), names_(names) {
    for (const RelationFinding& relation : found_) {
      if (relation.stated) parents_[child_end(relation)] = parent_end(relation);
    }
  }

  void run() {
    std::stable_sort(composite_.begin(), composite_.end(),
                     [](const RelationFinding& a, const RelationFinding& b) { return a.weight > b.weight; });
    for (RelationFinding& relation : composite_) {
      if (!is_likely(relation)) continue;
      if (is_redundant(relation)) {
        doubt(relation, "each of the columns says by itself what it means");
      } else if (is_same_row(relation)) {
        doubt(relation, "a key of both tables, neither of which goes on from the other");
      } else if (is_worse_reading(relation)) {
        doubt(relation, "other columns have the names of the key");
      } else if (leads_back(relation)) {
        doubt(relation, "it has the key of its own table in it");
      } else {
        relation.stated = taken_.emplace(relation.child, sorted(relation.columns)).second;
      }
    }
    shorten();
    found_.insert(found_.end(), std::move_iterator(composite_.begin()), std::move_iterator(composite_.end()));
  }

 private:
  static ColumnSet sorted(ColumnSet columns) {
    std::sort(columns.begin(), columns.end());
    return columns;
  }
  static bool includes(const ColumnSet& whole, const ColumnSet& part) {
    const ColumnSet a = sorted(whole);
    const ColumnSet b = sorted(part);
    return std::includes(a.begin(), a.end(), b.begin(), b.end());
  }

  /// Each column refers to a table of its own. Together they only say that there is a row that joins these, which is
  /// stated if the parent is made for that, and the child's row isn't the same one told on.
  bool is_redundant(const RelationFinding& relation) const {
    const bool all_refer = std::all_of(relation.columns.begin(), relation.columns.end(), [&](std::size_t column) {
      return parents_.contains({relation.child, column});
    });
    if (!all_refer) return false;
    bool joins = relation.coverage.orphans == 0;
    for (std::size_t i = 0; i < relation.columns.size(); ++i) {
      const auto root = parents_.find({relation.parent, relation.parent_columns[i]});
      joins = joins && root != parents_.end() && root->second == parents_.at({relation.child, relation.columns[i]});
    }
    const std::vector<KeyFinding>& own = keys_[relation.child].found;
    return !joins || std::any_of(own.begin(), own.end(),
                                 [&](const KeyFinding& key) { return includes(key.columns, relation.columns); });
  }

  /// Two tables with one composite key, as names and texts of the same things.
  bool is_same_row(const RelationFinding& relation) const {
    const TableKeys& keys = keys_[relation.child];
    return keys.has_primary && sorted(keys.found.front().columns) == sorted(relation.columns) &&
           !names_.extends(relation.child, relation.parent);
  }

  /// A child's whole key among its columns: then its row is one of the parents' parents.
  bool leads_back(const RelationFinding& relation) const {
    const TableKeys& keys = keys_[relation.child];
    return keys.has_primary && keys.found.front().columns.size() < relation.columns.size() &&
           includes(relation.columns, keys.found.front().columns);
  }

  /// (delivery_item_no, order_no) beside (item_no, order_no), which are just the names of the parent's key.
  bool is_worse_reading(const RelationFinding& relation) const {
    constexpr double kPlainlyBetter = 0.02;
    return std::any_of(composite_.begin(), composite_.end(), [&](const RelationFinding& other) {
      return other.child == relation.child && other.parent == relation.parent &&
             other.parent_columns == relation.parent_columns &&
             (other.confidence > relation.confidence + kPlainlyBetter ||
              (other.coverage.orphans == 0 && relation.coverage.orphans > 0)) &&
             std::find_first_of(other.columns.begin(), other.columns.end(), relation.columns.begin(),
                                relation.columns.end()) != other.columns.end();
    });
  }

  /// A site is in a city and the city in a region: that the site is in a region follows.
  void shorten() {
    for (RelationFinding& relation : composite_) {
      if (!relation.stated) continue;
      const bool follows = std::any_of(composite_.begin(), composite_.end(), [&](const RelationFinding& near) {
        return near.stated && near.child == relation.child && near.parent != relation.parent &&
               near.columns.size() > relation.columns.size() && includes(near.columns, relation.columns) &&
               std::any_of(composite_.begin(), composite_.end(), [&](const RelationFinding& far) {
                 return far.stated && far.child == near.parent && far.parent == relation.parent;
               });
      });
      if (!follows) continue;
      relation.stated = false;
      doubt(relation, "it follows from others");
    }
  }

  std::vector<RelationFinding>& found_;
  std::vector<RelationFinding> composite_;
  const std::vector<TableKeys>& keys_;
  const NameMatcher& names_;
  std::map<End, End> parents_;  // of columns that refer to one by themselves
  std::set<std::pair<std::size_t, ColumnSet>> taken_;
};

}  // namespace

void choose_single_relations(std::vector<RelationFinding>& found, const NameMatcher& names, KeyDatabase& database) {
  std::erase_if(found, [](const RelationFinding& r) { return r.confidence < kMentionedRelation; });
  SingleChoice(found, names, database).run();
}

void choose_composite_relations(std::vector<RelationFinding>& found, std::vector<RelationFinding> composite,
                                const std::vector<TableKeys>& keys, const NameMatcher& names) {
  std::erase_if(composite, [](const RelationFinding& r) { return r.confidence < kMentionedRelation; });
  CompositeChoice(found, std::move(composite), keys, names).run();
}

}  // namespace rox
