#include "plan/quarantine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/error.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "engine/result/cells.hpp"
#include "engine/sql/sql_query.hpp"
#include "plan/check_rows.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

using Key = std::vector<std::string>;

/// Bounds for what is looked at, so that it takes little memory and time. What is past them explains nothing.
constexpr std::size_t kMostRejects = 10'000;  // of a table
constexpr std::size_t kMostKeys = 200'000;    // of all tables, touched by rejects
constexpr std::size_t kKeysInQuery = 500;
constexpr std::size_t kShown = 3;

const Table* parent_of(const Relation& relation, const std::vector<const Table*>& tables) {
  const auto found = std::find_if(tables.begin(), tables.end(),
                                  [&](const Table* table) { return equals_ignore_case(table->name, relation.table); });
  return found == tables.end() ? nullptr : *found;
}

std::string value_literal(const Table& table, const std::string& column, const std::string& value, SqlDialect dialect) {
  const auto found = table.find_column(column);
  switch (found ? table.columns[*found].type.kind : TypeKind::varchar) {
    case TypeKind::smallint:
    case TypeKind::integer:
    case TypeKind::bigint:
    case TypeKind::decimal: return value;
    default: return sql_literal(value, dialect);
  }
}

/// Whether the columns have one of the values.
std::string is_one_of(const Table& table, const std::vector<std::string>& columns, const std::vector<Key>& keys,
                      SqlDialect dialect) {
  std::vector<std::string> any;
  for (const Key& key : keys) {
    std::vector<std::string> all;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      all.push_back(
          fmt::format("{} = {}", sql_name(columns[i], dialect), value_literal(table, columns[i], key[i], dialect)));
    }
    any.push_back("(" + join(all, " AND ") + ")");
  }
  return join(any, " OR ");
}

/// The values of `count` columns from `first` on; none if one is missing.
std::optional<Key> key_at(const Result& rows, std::size_t first, std::size_t count, std::size_t row) {
  Key key;
  for (std::size_t c = first; c < first + count; ++c) {
    if (rows.is_null(c, row)) return std::nullopt;
    key.push_back(text_at(rows, c, row));
  }
  return key;
}

template <class Row>
void each_row(Result& rows, Row row) {
  while (rows.next()) {
    for (std::size_t r = 0; r < rows.rows(); ++r) row(r);
  }
}

/// Asks `from` for the columns `wanted` of rows whose `columns` have one of the values, a few hundred at a time.
template <class Row>
void look_up(Engine& engine, const Table& from, const std::vector<std::string>& columns, const std::vector<Key>& keys,
             const std::vector<std::string>& wanted, Row row) {
  const SqlDialect dialect = engine.dialect();
  for (std::size_t first = 0; first < keys.size(); first += kKeysInQuery) {
    const std::vector<Key> some(
        keys.begin() + static_cast<std::ptrdiff_t>(first),
        keys.begin() + static_cast<std::ptrdiff_t>(std::min(first + kKeysInQuery, keys.size())));
    const auto rows = engine.query(fmt::format("SELECT DISTINCT {}, {} FROM {} WHERE {}", sql_names(columns, dialect),
                                               sql_names(wanted, dialect), sql_name(from.name, dialect),
                                               is_one_of(from, columns, some, dialect)));
    each_row(*rows, [&](std::size_t r) {
      const auto known = key_at(*rows, 0, columns.size(), r);
      const auto found = key_at(*rows, columns.size(), wanted.size(), r);
      if (known && found) row(*known, *found);
    });
  }
}

std::string rows_text(std::uint64_t count) {
  return fmt::format("{} {}", human_count(count), count == 1 ? "row" : "rows");
}

}  // namespace

bool Quarantine::may_explain(const Check& check) const {
  if (is_decided_by_one_row(check)) return false;
  const std::vector<const Table*> tables = tables_read(check, model_, plan_.marts);
  return std::any_of(tables.begin(), tables.end(), [&](const Table* table) {
    const auto state = state_.tables.find(table->name);
    return state != state_.tables.end() && state->second.counts.rejects > 0;
  });
}

const std::vector<std::size_t>& Quarantine::rejects_of(const Table& table) {
  const auto [found, is_new] = by_table_.try_emplace(&table);
  std::vector<std::size_t>& known = found->second;
  const auto state = state_.tables.find(table.name);
  if (!is_new || state == state_.tables.end() || state->second.counts.rejects == 0) return known;
  Engine& engine = places_.accounts(table.name);
  const auto rows = engine.query(fmt::format(
      R"(SELECT file, line, "column" FROM {}.rejects WHERE "table" = {} ORDER BY file, line LIMIT {})",
      sql_name(engine.accounts(), engine.dialect()), sql_literal(table.name, engine.dialect()), kMostRejects));
  each_row(*rows, [&](std::size_t r) {
    known.push_back(rejected_.size());
    rejected_.push_back({&table, text_at(*rows, 0, r), count_at(*rows, 1, r), text_at(*rows, 2, r)});
  });
  return known;
}

/// The exports are read again for these columns alone: the scanner then takes records that are bad elsewhere.
const Quarantine::ReadKeys& Quarantine::keys_of(const Table& table, const std::vector<std::string>& columns) {
  const auto [found, is_new] = keys_.try_emplace({&table, columns});
  ReadKeys& known = found->second;
  if (!is_new || columns.empty()) return known;
  std::map<std::pair<std::string, std::uint64_t>, std::size_t> numbers;
  std::vector<std::string> lines;
  for (const std::size_t reject : rejects_of(table)) {
    const RejectedRow& row = rejected_[reject];
    numbers[{row.file, row.line}] = reject;
    lines.push_back(fmt::format("({}, {})", sql_literal(row.file, SqlDialect::duckdb), row.line));
  }
  if (lines.empty()) return known;
  DuckDbConnection connection = places_.exports();
  const auto rows = connection.query(fmt::format(
      "SELECT rox_file, rox_line, {} FROM read_export({}) WHERE (rox_file, rox_line) IN (VALUES {})",
      exact_names(columns, SqlDialect::duckdb), sql_literal(table.name, SqlDialect::duckdb), join(lines, ", ")));
  each_row(*rows, [&](std::size_t r) {
    const auto number = numbers.find({text_at(*rows, 0, r), count_at(*rows, 1, r)});
    if (number != numbers.end()) known[number->second] = key_at(*rows, 2, columns.size(), r);
  });
  return known;
}

void Quarantine::add_rejects(const Table& table, const std::vector<const Table*>& tables, Reach& reach) {
  const std::vector<std::size_t> rejects = rejects_of(table);
  reach.rejects.insert(reach.rejects.end(), rejects.begin(), rejects.end());
  const auto add = [&](const std::vector<std::string>& columns, std::map<Key, std::size_t>& keys,
                       std::vector<std::size_t>& others) {
    const ReadKeys& read = keys_of(table, columns);
    for (const std::size_t reject : rejects) {
      const auto key = read.find(reject);
      if (key == read.end()) {
        others.push_back(reject);
      } else if (key->second) {
        keys.emplace(*key->second, reject);
      }
    }
  };
  add(table.primary_key, reach.known.rows[&table], reach.unread[&table]);
  for (const Relation& relation : table.relations) {
    const Table* parent = parent_of(relation, tables);
    if (parent == nullptr) continue;
    const std::vector<std::string> columns = columns_by_parent_key(relation, *parent);
    if (!columns.empty()) add(columns, reach.known.parents[parent], reach.unknown[parent]);
  }
}

/// Rows that refer to those that are touched are touched too.
void Quarantine::add_children(const std::vector<const Table*>& tables, Keys& keys) {
  Keys fresh = keys;
  std::size_t total = 0;
  while (!fresh.empty() && total < kMostKeys) {
    Keys next;
    for (const Table* child : tables) {
      for (const Relation& relation : child->relations) {
        const Table* parent = parent_of(relation, tables);
        if (parent == nullptr || !fresh.contains(parent) || child->primary_key.empty()) continue;
        const std::vector<std::string> columns = columns_by_parent_key(relation, *parent);
        if (columns.empty()) continue;
        std::vector<Key> asked;
        for (const auto& [key, reject] : fresh.at(parent)) asked.push_back(key);
        look_up(places_.warehouse(), *child, columns, asked, child->primary_key, [&](const Key& of, const Key& own) {
          const std::size_t reject = fresh.at(parent).at(of);
          if (total < kMostKeys && keys[child].emplace(own, reject).second) {
            next[child].emplace(own, reject);
            ++total;
          }
        });
      }
    }
    fresh = std::move(next);
  }
}

/// So are those that touched parents refer to.
void Quarantine::add_parents(const std::vector<const Table*>& tables, Keys& keys) {
  Keys fresh = keys;
  while (!fresh.empty()) {
    Keys next;
    for (const auto& [child, of_child] : fresh) {
      const auto& touched = of_child;  // a lambda can't have it otherwise
      for (const Relation& relation : child->relations) {
        const Table* parent = parent_of(relation, tables);
        if (parent == nullptr) continue;
        const std::vector<std::string> columns = columns_by_parent_key(relation, *parent);
        if (columns.empty()) continue;
        std::vector<Key> asked;
        for (const auto& [key, reject] : touched) asked.push_back(key);
        look_up(places_.warehouse(), *child, child->primary_key, asked, columns, [&](const Key& own, const Key& of) {
          const std::size_t reject = touched.at(own);
          if (keys[parent].emplace(of, reject).second) next[parent].emplace(of, reject);
        });
      }
    }
    fresh = std::move(next);
  }
}

/// Rejected rows whose key can't be read: keys that rows refer to and no row has are theirs, if there are no more of
/// these than rejects. False: there are more.
bool Quarantine::guess_missing_parents(const Table& table, const std::vector<const Table*>& tables, Reach& reach) {
  const std::vector<std::size_t>& unread = reach.unread[&table];
  if (unread.empty()) return true;
  Engine& engine = places_.warehouse();
  const SqlDialect dialect = engine.dialect();
  std::set<Key> missing;
  for (const Table* child : tables) {
    for (const Relation& relation : child->relations) {
      if (parent_of(relation, tables) != &table) continue;
      const std::vector<std::string> columns = columns_by_parent_key(relation, table);
      if (columns.empty()) continue;
      std::vector<std::string> same;
      for (std::size_t i = 0; i < columns.size(); ++i) {
        same.push_back(
            fmt::format("c.{} = p.{}", sql_name(columns[i], dialect), sql_name(table.primary_key[i], dialect)));
      }
      const auto rows = engine.query(
          fmt::format("SELECT DISTINCT {} FROM {} AS c LEFT JOIN {} AS p ON {} WHERE p.{} IS NULL LIMIT {}",
                      sql_names(columns, dialect, "c."), sql_name(child->name, dialect), sql_name(table.name, dialect),
                      join(same, " AND "), sql_name(table.primary_key.front(), dialect), 2 * kMostRejects));
      each_row(*rows, [&](std::size_t r) {
        const auto key = key_at(*rows, 0, columns.size(), r);
        if (key && !reach.known.rows[&table].contains(*key)) missing.insert(*key);
      });
    }
  }
  if (missing.size() > unread.size()) return false;
  std::size_t next = 0;
  for (const Key& key : missing) reach.guessed.rows[&table].emplace(key, unread[next++]);
  return true;
}

/// Rejects that may touch any row of a table may touch any row of those that it refers to, and of those that refer to
/// it if nothing tells which rows do.
void Quarantine::add_unknown(const std::vector<const Table*>& tables, Reach& reach) const {
  const auto refer = [&](const auto& each) {
    for (bool more = true; more;) {
      more = false;
      for (const Table* child : tables) {
        for (const Relation& relation : child->relations) {
          if (const Table* parent = parent_of(relation, tables)) more = each(*child, *parent) || more;
        }
      }
    }
  };
  const auto add_missing = [&](const std::vector<std::size_t>& rejects, const Table& table) {
    std::vector<std::size_t>& known = reach.unknown[&table];
    const std::size_t before = known.size();
    for (const std::size_t reject : rejects) {
      const bool own = rejected_[reject].table == &table;  // whose relations were read one by one
      if (!own && std::find(known.begin(), known.end(), reject) == known.end()) known.push_back(reject);
    }
    return known.size() > before;
  };
  refer([&](const Table& child, const Table& parent) {
    std::vector<std::size_t> rejects = reach.unknown[&child];
    std::erase_if(rejects, [&](std::size_t reject) { return rejected_[reject].table == &child; });
    return add_missing(rejects, parent);
  });
  std::map<const Table*, std::vector<std::size_t>> down = reach.unread;
  refer([&](const Table& child, const Table& parent) {
    const std::vector<std::size_t> rejects = down[&parent];
    if (!add_missing(rejects, child)) return false;
    down[&child].insert(down[&child].end(), rejects.begin(), rejects.end());
    return true;
  });
}

Quarantine::Reach Quarantine::reach(const std::vector<const Table*>& tables) {
  Reach reach;
  for (const Table* table : tables) add_rejects(*table, tables, reach);
  Reach untold;  // rejects that may have any of the rows that refer to their table
  for (const Table* table : tables) {
    if (!guess_missing_parents(*table, tables, reach)) untold.unread[table] = reach.unread[table];
  }
  for (Touched* touched : {&reach.known, &reach.guessed}) {
    add_children(tables, touched->rows);
    add_parents(tables, touched->parents);
  }
  untold.unknown = std::move(reach.unknown);
  add_unknown(tables, untold);
  reach.unknown = std::move(untold.unknown);
  return reach;
}

/// Failing rows, one after another.
class Quarantine::Judgement {
 public:
  Judgement(const Reach& reach, std::vector<Subject> subjects) : reach_(reach), subjects_(std::move(subjects)) {}

  void add(const Result& rows, std::size_t row) {
    ++rows_;
    if (const auto reject = found(reach_.known, rows, row)) return note(*reject, known_);
    if (const auto reject = found(reach_.guessed, rows, row)) return note(*reject, guessed_);
    const Table* about = nullptr;
    std::optional<Key> key;
    for (const Subject& subject : subjects_) {
      if (about != nullptr) break;
      key = key_of(subject.front(), rows, row);
      if (key) about = subject.front().table;
    }
    std::vector<Key>& open = open_[about];
    if (open.size() <= kMostRejects) open.push_back(key ? *key : Key());  // more than that no rejects explain
  }

  /// Those that only numbers can explain: rows without a key by all rejects; keys that no row of their table has by
  /// rejects of it whose key can't be read; others by rejects that may touch any row of the table.
  void settle(Engine& engine) {
    for (const auto& [table, keys] : open_) {
      if (table == nullptr) {
        settle(keys.size(), reach_.rejects);
        continue;
      }
      std::size_t missing = 0;
      const std::vector<std::size_t> unread = rejects_in(reach_.unread, table);
      if (!unread.empty()) {
        std::set<Key> there;
        look_up(engine, *table, table->primary_key, keys, table->primary_key,
                [&](const Key& key, const Key&) { there.insert(key); });
        for (const Key& key : keys) missing += there.contains(key) ? 0 : 1;
      }
      settle(missing, unread);
      settle(keys.size() - missing, rejects_in(reach_.unknown, table));
    }
  }

  std::uint64_t rows() const { return rows_; }
  std::uint64_t known() const { return known_; }
  std::uint64_t guessed() const { return guessed_; }
  const std::set<std::size_t>& rejects() const { return rejects_; }

 private:
  void note(std::size_t reject, std::uint64_t& count) {
    ++count;
    rejects_.insert(reject);
  }

  void settle(std::size_t count, const std::vector<std::size_t>& rejects) {
    if (count == 0 || count > rejects.size()) return;
    guessed_ += count;
    rejects_.insert(rejects.begin(), rejects.end());
  }

  static std::vector<std::size_t> rejects_in(const std::map<const Table*, std::vector<std::size_t>>& rejects,
                                             const Table* table) {
    const auto found = rejects.find(table);
    return found == rejects.end() ? std::vector<std::size_t>() : found->second;
  }

  static std::optional<Key> key_of(const std::vector<std::size_t>& columns, const Result& rows, std::size_t row) {
    Key key;
    for (const std::size_t c : columns) {
      if (rows.is_null(c, row)) return std::nullopt;
      key.push_back(text_at(rows, c, row));
    }
    return key;
  }
  static std::optional<Key> key_of(const NamedTable& table, const Result& rows, std::size_t row) {
    for (const std::vector<std::size_t>& columns : table.keys) {
      if (auto key = key_of(columns, rows, row)) return key;
    }
    return std::nullopt;
  }

  static std::optional<std::size_t> find(const Keys& keys, const Subject& subject, const Result& rows,
                                         std::size_t row) {
    for (const NamedTable& table : subject) {
      const auto touched = keys.find(table.table);
      if (touched == keys.end()) continue;
      for (const std::vector<std::size_t>& columns : table.keys) {
        const auto key = key_of(columns, rows, row);
        const auto found = key ? touched->second.find(*key) : touched->second.end();
        if (found != touched->second.end()) return found->second;
      }
    }
    return std::nullopt;
  }

  /// One subject that is a rejected row, or refers to one, is enough. Of those that rejected rows refer to it takes
  /// all: of order and product, a rejected line of another order has the product too.
  std::optional<std::size_t> found(const Touched& touched, const Result& rows, std::size_t row) const {
    std::optional<std::size_t> any;
    bool all = true;
    for (const Subject& subject : subjects_) {
      if (const auto reject = find(touched.rows, subject, rows, row)) return reject;
      if (!key_of(subject.front(), rows, row)) continue;
      const auto reject = find(touched.parents, subject, rows, row);
      all = all && reject;
      if (reject) any = reject;
    }
    return all ? any : std::nullopt;
  }

  const Reach& reach_;
  const std::vector<Subject> subjects_;
  std::map<const Table*, std::vector<Key>> open_;  // failing rows that no key explains, by what they are about
  std::set<std::size_t> rejects_;
  std::uint64_t rows_ = 0;
  std::uint64_t known_ = 0;
  std::uint64_t guessed_ = 0;
};

std::string Quarantine::place(std::size_t reject) const {
  const RejectedRow& row = rejected_[reject];
  return fmt::format("{}:{}{}", row.file, row.line, row.column.empty() ? "" : ", column " + row.column);
}

void Quarantine::explain(CheckResult& result) {
  const Check& check = result.check;
  if (result.status != CheckStatus::fail || !may_explain(check)) return;
  const std::vector<const Table*> tables = tables_read(check, model_, plan_.marts);
  const Reach reached = reach(tables);
  Engine& engine = places_.warehouse();
  const auto rows = check.file ? query_file(engine, *check.file, {}) : engine.query(check.sql);
  Judgement judgement(reached, subjects_of(rows->columns(), check, tables, plan_.marts));
  each_row(*rows, [&](std::size_t r) { judgement.add(*rows, r); });
  judgement.settle(engine);

  const std::uint64_t explained = judgement.known() + judgement.guessed();
  if (explained == 0) return;
  if (explained < judgement.rows()) {
    result.explained = fmt::format("rejected rows explain {} of them", human_count(explained));
    return;
  }
  std::vector<std::string> places;
  for (const std::size_t reject : judgement.rejects()) {
    if (places.size() < kShown) places.push_back(place(reject));
  }
  const std::size_t more = judgement.rejects().size() - places.size();
  result.status = CheckStatus::warn;
  result.explained = fmt::format(
      "{} {} {} by rejected {}: {}{}", rows_text(judgement.rows()), judgement.rows() == 1 ? "fails," : "fail,",
      judgement.guessed() == 0 ? "explained" : "perhaps explained (a guess: not every key can be read or compared)",
      judgement.rejects().size() == 1 ? "row" : "rows", join(places, "; "),
      more == 0 ? "" : fmt::format("; and {} more", human_count(more)));
}

}  // namespace rox
