#include "sql/redshift_layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/terminal.hpp"
#include "base/text.hpp"
#include "sql/event_date.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

/// Up to here a copy on each node costs next to nothing.
constexpr std::uint64_t kSmallRows = 100'000;
/// Fewer values than this can't be spread evenly: the largest clusters have hundreds of slices.
constexpr std::uint64_t kFewValues = 1'000;
/// A small parent with more children a row than this is a dimension, not the other half of a document.
constexpr std::uint64_t kManyChildren = 50;

/// Two tables that one pair of columns could bring together.
struct Join {
  std::size_t child;
  std::size_t parent;
  const Column* child_column;
  const Column* parent_column;
};

bool spreads(const Table& table, const Column& column) {
  if (column.lacks_values()) return false;
  std::uint64_t values = column.distinct;
  if (values == 0 && table.primary_key.size() == 1 && table.primary_key[0] == column.name) values = table.rows;
  return values == 0 || values >= kFewValues;
}

class Layout {
 public:
  explicit Layout(const Model& model) : model_(model), layouts_(model.tables.size()) {
    for (const Table& table : model.tables) measured_ = measured_ || table.rows > 0;
    for (std::size_t i = 0; i < model.tables.size(); ++i) {
      weights_.push_back(measured_ ? model.tables[i].rows : tables_above(i).size());
    }
    find_joins();
  }

  std::vector<RedshiftLayout> choose() {
    if (!joins_.empty() && is_one_document(joins_.front())) place_anchor(joins_.front());
    if (measured_) {
      for (std::size_t i = 0; i < layouts_.size(); ++i) copy_if_small(i);
      for (const Join& join : joins_) follow(join);
    }
    for (std::size_t i = 0; i < layouts_.size(); ++i) {
      if (layouts_[i].dist_reason.empty()) leave_to_redshift(i);
      sort(i);
    }
    return std::move(layouts_);
  }

 private:
  std::size_t index_of(std::string_view name) const {
    return static_cast<std::size_t>(model_.find_table(name) - model_.tables.data());
  }

  /// The tables that `table`'s relations lead to, directly or not; itself aside.
  std::vector<std::size_t> tables_above(std::size_t table) const {
    std::vector<std::size_t> found{table};
    for (std::size_t at = 0; at < found.size(); ++at) {
      for (const Relation& relation : model_.tables[found[at]].relations) {
        const std::size_t parent = index_of(relation.table);
        if (std::find(found.begin(), found.end(), parent) == found.end()) found.push_back(parent);
      }
    }
    found.erase(found.begin());
    return found;
  }

  void find_joins() {
    for (std::size_t child = 0; child < model_.tables.size(); ++child) {
      const Table& table = model_.tables[child];
      for (const Relation& relation : table.relations) {
        const std::size_t parent = index_of(relation.table);
        if (parent == child) continue;
        for (std::size_t i = 0; i < relation.columns.size(); ++i) {
          const Column& from = table.columns[*table.find_column(relation.columns[i])];
          const Table& above = model_.tables[parent];
          const Column& to = above.columns[*above.find_column(relation.parent_columns[i])];
          if (spreads(table, from) && spreads(above, to)) joins_.push_back({child, parent, &from, &to});
        }
      }
    }
    std::stable_sort(joins_.begin(), joins_.end(), [&](const Join& a, const Join& b) {
      const auto rank = [&](const Join& join) {
        return std::tuple(weights_[join.child], weights_[join.parent], join.child_column->distinct);
      };
      return rank(a) > rank(b);
    });
  }

  /// Whether child and parent are two halves of one thing (an order and its lines), as their sizes tell.
  bool is_one_document(const Join& join) const {
    if (!measured_) return true;
    const std::uint64_t parents = model_.tables[join.parent].rows;
    return parents > kSmallRows || model_.tables[join.child].rows / kManyChildren < parents;
  }

  std::string sized(std::size_t i) const {
    return fmt::format("{} ({} rows)", model_.tables[i].name, human_count(model_.tables[i].rows));
  }

  void place(std::size_t i, const Column& column, std::string reason) {
    layouts_[i].dist = DistStyle::key;
    layouts_[i].dist_key = column.name;
    layouts_[i].dist_reason = std::move(reason);
  }

  void place_anchor(const Join& join) {
    const std::string& child = model_.tables[join.child].name;
    const std::string& parent = model_.tables[join.parent].name;
    const std::string why =
        measured_ ? fmt::format(
                        "{} is the largest table with a parent and {} its largest one; rows that belong "
                        "together lie on one node, so their join moves nothing",
                        sized(join.child), sized(join.parent))
                  : fmt::format(
                        "no rows are measured, but {} has the most tables above it and {} the most of those; "
                        "rows that belong together lie on one node, so their join moves nothing",
                        child, parent);
    place(join.child, *join.child_column, why);
    place(join.parent, *join.parent_column,
          fmt::format("as {}, so that rows which belong together lie on one node", child));
  }

  bool is_referred_to(std::size_t i) const {
    return std::any_of(model_.tables.begin(), model_.tables.end(), [&](const Table& table) {
      return std::any_of(table.relations.begin(), table.relations.end(), [&](const Relation& relation) {
        return index_of(relation.table) == i && &table != &model_.tables[i];
      });
    });
  }

  void copy_if_small(std::size_t i) {
    const std::uint64_t rows = model_.tables[i].rows;
    if (layouts_[i].dist == DistStyle::key || rows == 0 || rows > kSmallRows || !is_referred_to(i)) return;
    layouts_[i].dist = DistStyle::all;
    layouts_[i].dist_reason = fmt::format(
        "{} rows that other tables refer to: with a copy on each node, joins move "
        "nothing",
        human_count(rows));
  }

  /// Brings two large tables together where what was placed before leaves that open.
  void follow(const Join& join) {
    const auto open_for = [&](std::size_t i, const Column& column) {
      const RedshiftLayout& layout = layouts_[i];
      if (model_.tables[i].rows == 0) return false;
      return layout.dist == DistStyle::automatic || (layout.dist == DistStyle::key && layout.dist_key == column.name);
    };
    if (!open_for(join.child, *join.child_column) || !open_for(join.parent, *join.parent_column)) return;
    const auto reason = [&](std::size_t other) {
      return fmt::format("joins {} by it without moving rows", sized(other));
    };
    if (layouts_[join.child].dist != DistStyle::key) place(join.child, *join.child_column, reason(join.parent));
    if (layouts_[join.parent].dist != DistStyle::key) place(join.parent, *join.parent_column, reason(join.child));
  }

  void leave_to_redshift(std::size_t i) {
    layouts_[i].dist_reason = model_.tables[i].rows == 0
                                  ? "the rows aren't measured (rox model infer does that), so Redshift chooses by size "
                                    "and queries"
                                  : "no column joins it to another large table on the same node, so Redshift chooses "
                                    "by size and queries";
  }

  void sort(std::size_t i);

  const Model& model_;
  std::vector<RedshiftLayout> layouts_;
  std::vector<std::uint64_t> weights_;
  std::vector<Join> joins_;  // the largest child first, then its largest parent
  bool measured_ = false;
};

void Layout::sort(std::size_t i) {
  RedshiftLayout& layout = layouts_[i];
  const Table& table = model_.tables[i];
  const auto by = [&](std::vector<std::string> columns, std::string reason) {
    layout.sort_key = std::move(columns);
    layout.sort_reason = std::move(reason);
  };
  const bool is_dimension = layout.dist == DistStyle::all ||
                            (layout.dist == DistStyle::automatic && table.relations.empty() && is_referred_to(i));
  const Column* date = is_dimension ? nullptr : event_date(table);
  const bool has_sortable_key =
      !table.primary_key.empty() && table.columns[*table.find_column(table.primary_key[0])].type.kind != TypeKind::uuid;
  if (date != nullptr)
    return by({date->name}, "questions ask for spans of time, and blocks outside of them are skipped");
  if (layout.dist == DistStyle::key && (!has_sortable_key || table.primary_key[0] != layout.dist_key)) {
    return by({layout.dist_key}, "what is joined together lies together");
  }
  if (has_sortable_key) return by(table.primary_key, "the primary key: joins and look-ups go by it");
  by({}, "neither a date nor a key to sort by, so Redshift chooses by the queries");
}

}  // namespace

std::vector<RedshiftLayout> redshift_layouts(const Model& model) { return Layout(model).choose(); }

std::string layout_sql(const RedshiftLayout& layout, std::string_view separator) {
  constexpr SqlDialect kDialect = SqlDialect::redshift;
  std::string text = "DISTSTYLE AUTO";
  if (layout.dist == DistStyle::all) text = "DISTSTYLE ALL";
  if (layout.dist == DistStyle::key) {
    text = fmt::format("DISTSTYLE KEY{}DISTKEY ({})", separator, sql_name(layout.dist_key, kDialect));
  }
  // SORTKEY AUTO is what no SORTKEY means; written out, some parsers don't know it.
  if (layout.sort_key.empty()) return text;
  return fmt::format("{}{}SORTKEY ({})", text, separator, sql_names(layout.sort_key, kDialect));
}

}  // namespace rox
