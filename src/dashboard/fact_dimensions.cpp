#include "dashboard/fact_dimensions.hpp"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "dashboard/column_nature.hpp"
#include "dashboard/event_times.hpp"
#include "dashboard/name_words.hpp"
#include "dashboard/titles.hpp"
#include "discovery/words.hpp"
#include "model/relationships.hpp"

namespace rox {
namespace {

constexpr std::size_t kMostHops = 4;
constexpr std::size_t kMostReached = 24;
constexpr std::uint64_t kMostValues = 1000;  // of a column that is grouped by as it is
constexpr std::uint64_t kMostTimes = 288;    // of a day: one in five minutes
constexpr std::uint32_t kLongestValue = 100;

bool is_place(const NameParts& words) {
  return has_word(words,
                  {"city", "cidade", "state", "uf", "country", "pais", "region", "regiao", "municipio", "municipality",
                   "district", "bairro", "province", "county", "continent", "territory", "territorio"});
}

bool is_related(const Table& table, const std::string& column) {
  return std::any_of(table.relations.begin(), table.relations.end(), [&](const Relation& relation) {
    return std::find(relation.columns.begin(), relation.columns.end(), column) != relation.columns.end();
  });
}

bool is_key(const Table& table, const std::string& column) {
  return std::find(table.primary_key.begin(), table.primary_key.end(), column) != table.primary_key.end();
}

/// How well a column names its rows; 0: not at all.
int label_weight(const Table& table, const Column& column) {
  if (column.type.kind != TypeKind::varchar || is_key(table, column.name)) return 0;
  const NameParts words = words_of(column.name);
  const NameParts entity = read_table_name(table.name);
  if (words.empty()) return 0;
  const bool name = same_word(words.back(), "name") || words.back() == "nome" || words.front() == "nome";
  const bool title = has_word({words.back()}, {"title", "titulo"});
  if (words.size() == 1 && name) return 100;
  if (words.size() == 1 && title)
    return has_word(entity, {"person", "pessoa", "customer", "cliente", "employee"}) ? 0 : 98;
  if (name || title) {
    if (has_word(words, {"first", "last", "middle", "sobrenome", "primeiro"})) return 0;  // joined, see below
    if (has_word(words, {"file", "user", "login", "contact", "contato"})) return 40;
    if (has_word(words, {"full", "completo", "company", "empresa", "fantasia", "display", "social"})) return 92;
    return has_word(words, {entity.empty() ? std::string_view() : std::string_view(entity.back())}) ? 95 : 80;
  }
  if (has_word(words, {"description", "descricao", "label", "rotulo", "razao"})) return 70;
  return 0;
}

const Column* column_with(const Table& table, std::initializer_list<std::string_view> first,
                          std::initializer_list<std::string_view> second) {
  for (const Column& column : table.columns) {
    const NameParts words = words_of(column.name);
    if (column.type.kind == TypeKind::varchar && has_word(words, first) && has_word(words, second)) return &column;
  }
  return nullptr;
}

/// "first_name + last_name", if that is how its rows are named.
std::optional<std::string> full_name(const Table& table) {
  const Column* first = column_with(table, {"first", "given", "primeiro", "fore"}, {"name", "nome"});
  const Column* last =
      column_with(table, {"last", "family", "sobrenome", "sur", "ultimo"}, {"name", "nome", "sobrenome"});
  if (first == nullptr) first = column_with(table, {"forename", "firstname"}, {"forename", "firstname"});
  if (last == nullptr)
    last = column_with(table, {"surname", "lastname", "sobrenome"}, {"surname", "lastname", "sobrenome"});
  if (first == nullptr || last == nullptr) return std::nullopt;
  return first->name + " + " + last->name;
}

std::string path_name(const Reached& from, const std::string& name) {
  return from.name.empty() ? name : from.name + "." + name;
}

/// Whether one parent is found at most: by a key of it.
bool leads_to_one(const FactSource& source, const Relation& relation, const Table& parent) {
  return !source.ambiguous.contains(parent.name) && are_unique(parent, relation.parent_columns);
}

std::size_t relations_to(const Table& child, const std::string& parent) {
  return static_cast<std::size_t>(
      std::count_if(child.relations.begin(), child.relations.end(),
                    [&](const Relation& one) { return equals_ignore_case(one.table, parent); }));
}

struct Scale {
  std::uint64_t fact_rows;
};

Dimension entity_of(const Reached& reached, const Scale& scale) {
  const Table& table = *reached.table;
  const Hop& hop = reached.hops.back();
  Dimension dimension;
  dimension.name = reached.name;
  dimension.title = reached.title;
  dimension.kind = is_place(read_table_name(table.name)) ? DimensionKind::place : DimensionKind::label;
  dimension.table = table.name;
  const auto at = table.find_column(hop.parent_columns.front());
  dimension.path = {reached.hops, hop.parent_columns.front(), at ? table.columns[*at].type : Type{}};
  dimension.label = label_columns(table);
  dimension.distinct = table.rows;
  // Nearer is likelier meant; a parent of nearly each row by itself (an order of two lines) ranks nothing.
  dimension.weight = 110 - 12 * static_cast<int>(reached.hops.size());
  if (dimension.label.empty()) dimension.weight -= 40;
  if (is_event(table)) dimension.weight -= 60;
  if (table.rows == 1) dimension.weight -= 60;
  if (table.rows > 0 && scale.fact_rows > 0 && table.rows * 5 > scale.fact_rows * 4) dimension.weight -= 30;
  return dimension;
}

/// Whether people would group rows by the column as it is.
bool groups(const Table& table, const Column& column, bool own, const std::set<std::string>& labels) {
  if (is_key(table, column.name) || is_audit_name(column.name) || labels.contains(column.name)) return false;
  const bool of_name = has_word(words_of(column.name), {"first", "middle", "last", "suffix", "prefix", "sobrenome"});
  if (of_name && full_name(table)) return false;
  const NameWords read = read_column_name(column.name);
  if (read.guid || column.type.kind == TypeKind::uuid) return false;
  if (column.distinct == 1) return false;
  switch (column.type.kind) {
    case TypeKind::boolean: return true;
    case TypeKind::varchar: {
      if (column.longest_text() > kLongestValue && column.type.length == 0) return false;
      // Clock times and durations that are texts.
      if (has_word(words_of(column.name), {"time", "hora", "tempo", "horario", "duration", "duracao", "date"}))
        return false;
      if (column.distinct == 0) return column.type.length > 0 && column.type.length <= kLongestValue;
      const std::uint64_t values = table.rows - std::min(table.rows, column.missing.value_or(0));
      const bool repeats = table.rows == 0 || column.distinct * 3 <= values * 2;
      const bool place = is_place(words_of(column.name));
      return repeats && (column.distinct <= kMostValues || place || (own && column.distinct <= 20 * kMostValues));
    }
    case TypeKind::smallint:
    case TypeKind::integer:
    case TypeKind::bigint: {
      constexpr std::uint64_t kFewNumbers = 60;
      if (is_figure(table, column) && read.kind == KeyWord::none) {
        // A rating of ten steps is both.
        return column.distinct > 1 && column.distinct <= 12;
      }
      return column.distinct > 1 && column.distinct <= (is_related(table, column.name) ? 0 : kFewNumbers * 4);
    }
    case TypeKind::time: return column.distinct > 1 && column.distinct <= kMostTimes;
    case TypeKind::decimal: return column.distinct > 1 && column.distinct <= 12;
    case TypeKind::date:
    case TypeKind::timestamp:
    case TypeKind::uuid: break;
  }
  return false;
}

DimensionKind kind_of(const Column& column) {
  if (column.type.kind == TypeKind::boolean) return DimensionKind::boolean;
  if (is_number(column.type)) return DimensionKind::number;
  return is_place(words_of(column.name)) ? DimensionKind::place : DimensionKind::code;
}

Title attribute_title(const Reached& reached, const Column& column) {
  Title own = title_of(column.name);
  // Without a name of its own it would say nothing: name, type, status of what?
  if (reached.hops.empty() || !is_generic_name(column.name)) return own;
  return {reached.title.en + ": " + to_lower(own.en.substr(0, 1)) + own.en.substr(1),
          reached.title.pt + ": " + to_lower(own.pt.substr(0, 1)) + own.pt.substr(1)};
}

Dimension attribute_of(const Reached& reached, const Column& column) {
  Dimension dimension;
  dimension.name = path_name(reached, column.name);
  dimension.title = attribute_title(reached, column);
  dimension.kind = kind_of(column);
  dimension.path = {reached.hops, column.name, column.type};
  dimension.table = reached.table->name;
  dimension.distinct = column.distinct;
  const NameParts words = words_of(column.name);
  dimension.weight = 70 - 12 * static_cast<int>(reached.hops.size());
  if (has_word(words, {"category", "categoria", "segment", "segmento", "channel", "canal", "brand", "marca",
                       "department", "departamento", "genre", "genero", "family", "familia", "line"})) {
    dimension.weight += 30;
  }
  const bool of_event = reached.hops.empty() || is_event(*reached.table);
  if (of_event && has_word(words, {"status", "situacao"})) dimension.weight += 25;
  if (dimension.kind == DimensionKind::place) dimension.weight += has_word(words, {"city", "cidade"}) ? 12 : 22;
  if (dimension.kind == DimensionKind::boolean) dimension.weight += 5;
  if (dimension.kind == DimensionKind::number) dimension.weight -= 40;
  if (read_column_name(column.name).key) dimension.weight -= 25;
  // Where most rows have no value, a ranking says little.
  if (column.missing.value_or(0) * 5 > reached.table->rows * 2) dimension.weight -= 30;
  if (of_event && !reached.hops.empty()) dimension.weight += 10;  // the order's channel, for its lines
  return dimension;
}

/// A figure of the fact itself: for ranges, and for how its values are distributed.
Dimension figure_of(const Reached& reached, const Column& column) {
  Dimension dimension = attribute_of(reached, column);
  dimension.kind = DimensionKind::number;
  dimension.measured = true;
  dimension.weight = -1000;
  return dimension;
}

}  // namespace

std::optional<Hop> hop_over(const FactSource& source, const Relation& relation, const Table& parent) {
  if (!leads_to_one(source, relation, parent)) return std::nullopt;
  Hop hop{parent.name, relation.columns, relation.parent_columns, {}};
  if (const auto unknown = source.unknown.find(parent.name);
      unknown != source.unknown.end() && relation.parent_columns == parent.primary_key) {
    hop.unknown = unknown->second;
  }
  return hop;
}

std::vector<std::string> label_columns(const Table& table) {
  const Column* best = nullptr;
  int most = 0;
  for (const Column& column : table.columns) {
    const int weight = label_weight(table, column);
    if (weight > most && column.longest_text() <= 4 * kLongestValue) {
      best = &column;
      most = weight;
    }
  }
  if (const auto full = full_name(table); full && most < 92) return {*full};
  if (best == nullptr) return {};
  std::vector<std::string> label{best->name};
  // What has no name goes by its number, where it has one.
  if (!best->lacks_values()) return label;
  for (const Column& column : table.columns) {
    const NameWords read = read_column_name(column.name);
    const bool number = column.type.kind == TypeKind::varchar && read.key && !read.guid && !column.lacks_values();
    if (number && !is_key(table, column.name)) return {label.front(), column.name};
  }
  return label;
}

std::vector<Reached> reachable(const FactSource& source, const Table& fact) {
  std::vector<Reached> reached{{&fact, {}, {}, table_title(fact.name)}};
  std::set<std::string> seen{fact.name};
  for (std::size_t begin = 0, end = 1; begin < end && end < kMostReached; begin = end, end = reached.size()) {
    std::set<std::string> level;
    for (std::size_t i = begin; i < end; ++i) {
      if (reached[i].hops.size() == kMostHops) continue;
      const Table& child = *reached[i].table;
      for (const Relation& relation : child.relations) {
        const Table* parent = source.model.find_table(relation.table);
        if (parent == nullptr || seen.contains(parent->name) || reached.size() >= kMostReached) continue;
        auto hop = hop_over(source, relation, *parent);
        if (!hop) continue;
        const bool twice = relations_to(child, parent->name) > 1;
        if (!twice && level.contains(parent->name)) continue;
        Reached next{parent, reached[i].hops, {}, {}};
        next.hops.push_back(std::move(*hop));
        next.name = path_name(reached[i], twice ? relation.columns.front() : parent->name);
        next.title = twice ? reference_title(relation.columns.front()) : singular(table_title(parent->name));
        const bool there =
            std::any_of(reached.begin(), reached.end(), [&](const Reached& one) { return one.name == next.name; });
        if (there) continue;
        level.insert(parent->name);
        reached.push_back(std::move(next));
      }
    }
    seen.insert(level.begin(), level.end());
  }
  return reached;
}

std::vector<Dimension> find_dimensions(const FactSource& source, const std::vector<Reached>& reached) {
  const Scale scale{reached.front().table->rows};
  std::vector<Dimension> dimensions;
  for (const Reached& one : reached) {
    const bool own = one.hops.empty();
    if (!own && is_calendar(*one.table)) continue;  // that is what times are for
    if (!own && one.hops.back().parent_columns.size() == 1) dimensions.push_back(entity_of(one, scale));
    const std::vector<std::string> label = own ? std::vector<std::string>() : label_columns(*one.table);
    std::set<std::string> labels(label.begin(), label.end());
    if (!own) {  // parts of a joined name
      for (const std::string& text : label) {
        for (const std::string& part : split(text, '+')) labels.insert(part);
      }
    }
    for (const Column& column : one.table->columns) {
      // A key that leads to a parent says there what it means.
      const bool leads =
          std::any_of(one.table->relations.begin(), one.table->relations.end(), [&](const Relation& relation) {
            const Table* parent = source.model.find_table(relation.table);
            return relation.columns.size() == 1 && relation.columns.front() == column.name && parent != nullptr;
          });
      const bool measured = own && !leads && is_figure(*one.table, column);
      if (measured && !groups(*one.table, column, own, labels)) dimensions.push_back(figure_of(one, column));
      if (!leads && groups(*one.table, column, own, labels)) dimensions.push_back(attribute_of(one, column));
    }
  }
  std::stable_sort(dimensions.begin(), dimensions.end(),
                   [](const Dimension& a, const Dimension& b) { return a.weight > b.weight; });
  return dimensions;
}

std::vector<TimeColumn> find_times(const std::vector<Reached>& reached) {
  std::vector<TimeColumn> times;
  std::size_t hops = 0;
  for (const Reached& one : reached) {
    if (!times.empty() && one.hops.size() > hops) break;
    const bool calendar = is_calendar(*one.table);
    if (!one.hops.empty() && !is_event(*one.table) && !calendar) continue;
    for (const Column* column : event_times(*one.table)) {
      if (!one.hops.empty() && time_weight(*column) < kEventTime) continue;
      hops = one.hops.size();
      // Of a calendar the relation says what the day is: ordered, due or shipped.
      const Title title = calendar && !one.hops.empty() ? one.title : title_of(column->name);
      const bool epoch = is_epoch(*column);
      const Type type = epoch ? Type{TypeKind::timestamp} : column->type;
      times.push_back({path_name(one, column->name), title, {one.hops, column->name, type, epoch}});
    }
  }
  return times;
}

}  // namespace rox
