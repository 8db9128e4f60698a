#include "pipeline/fingerprint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <mutex>
#include <set>
#include <thread>

#include "base/error.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "model/model_file.hpp"
#include "sql/lexer.hpp"

namespace rox {
namespace {

/// Raise it when a rox loads the same exports into something else than the one before: every table is loaded anew.
/// 2: into a file for DuckDB 1.5, long texts as zstd.
constexpr int kFormatVersion = 2;

/// Coarser than any file system's clock (FAT: two seconds).
constexpr std::int64_t kClockGrain = 2'000'000'000;

/// A text whose parts can't run into each other.
class Recipe {
 public:
  Recipe& add(std::string_view part) {
    text_ += fmt::format("{}:{};", part.size(), part);
    return *this;
  }
  std::string hash() const { return hash_text(text_); }

 private:
  std::string text_;
};

std::int64_t now_ns() {
  using namespace std::chrono;
  return duration_cast<nanoseconds>(system_clock::now().time_since_epoch()).count();
}

HashCache::Entry hash_unchanged(const std::filesystem::path& file) {
  HashCache::Entry entry;
  entry.hashed_ns = now_ns();
  const auto before = file_identity(file);
  if (!before)
    throw data_error(fmt::format("{} is gone", file.string())).hint("run again once the exports are complete");
  entry.identity = *before;
  entry.hash = hash_file(file);
  if (file_identity(file) != before) {
    throw data_error(fmt::format("{} changed while it was read", file.string()))
        .hint("run again once the export is complete");
  }
  return entry;
}

bool is_current(const HashCache::Entry& entry, const std::filesystem::path& file) {
  return entry.identity.modified_ns + kClockGrain < entry.hashed_ns && file_identity(file) == entry.identity;
}

/// Calls work(i) for i in [0, count) from several threads; the first exception comes out.
template <typename Work>
void for_each_parallel(std::size_t count, unsigned threads, const Work& work) {
  std::atomic<std::size_t> next{0};
  std::exception_ptr failure;
  std::mutex mutex;
  auto take = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      try {
        work(i);
      } catch (...) {
        std::lock_guard lock(mutex);
        if (!failure) failure = std::current_exception();
      }
    }
  };
  std::vector<std::jthread> pool;
  for (std::size_t i = 1; i < std::min<std::size_t>(threads, count); ++i) pool.emplace_back(take);
  take();
  pool.clear();
  if (failure) std::rethrow_exception(failure);
}

std::string dialect_text(const Dialect& dialect) {
  std::string text =
      fmt::format("{}{}{}{}", dialect.delimiter, dialect.decimal, static_cast<int>(dialect.encoding), dialect.header);
  for (const std::string& word : dialect.null_words) text += fmt::format(" {}:{}", word.size(), word);
  return text;
}

/// The table by itself: not what it may need of others.
std::string own_fingerprint(const TableInputs& input, const Dialect& dialect) {
  Table alone = without_measures(*input.table);
  alone.relations.clear();
  alone.file.clear();  // which files it matches is in `files`
  alone.unique.clear();
  alone.comment.clear();
  for (Column& column : alone.columns) {
    column.comment.clear();
    column.min.clear();
    column.max.clear();
    column.accepted.clear();
  }
  Recipe recipe;
  recipe.add(std::to_string(kFormatVersion)).add(dialect_text(dialect)).add(model_text({{alone}})).add(input.mends);
  for (const auto& [name, hash] : input.files) recipe.add(name).add(hash);
  return recipe.hash();
}

std::string relation_text(const Relation& relation) {
  return fmt::format("({})->{}({}) {}", join(relation.columns, ","), relation.table, join(relation.parent_columns, ","),
                     relation.enforce);
}

/// The tables that decide which rows of `table` stay: its parents by enforced relations, their parents, and so on.
void collect_enforced(const TableInputs& input, const std::vector<TableInputs>& all, std::set<std::string>& found,
                      Recipe& rules) {
  for (const Relation& relation : input.table->relations) {
    if (!relation.enforce) continue;
    rules.add(input.table->name).add(relation_text(relation));
    for (const TableInputs& parent : all) {
      if (!equals_ignore_case(parent.table->name, relation.table)) continue;
      if (found.insert(parent.table->name).second) collect_enforced(parent, all, found, rules);
    }
  }
}

}  // namespace

void HashCache::refresh(const std::vector<std::filesystem::path>& files, unsigned threads) {
  std::map<std::string, Entry> current;
  std::vector<std::filesystem::path> stale;
  for (const std::filesystem::path& file : files) {
    auto known = entries_.find(file.string());
    if (known != entries_.end() && is_current(known->second, file)) {
      current.insert(*known);
    } else {
      stale.push_back(file);
    }
  }
  std::vector<Entry> fresh(stale.size());
  for_each_parallel(stale.size(), threads, [&](std::size_t i) { fresh[i] = hash_unchanged(stale[i]); });
  for (std::size_t i = 0; i < stale.size(); ++i) current[stale[i].string()] = std::move(fresh[i]);
  entries_ = std::move(current);
}

const std::string& HashCache::hash(const std::filesystem::path& file) const { return entries_.at(file.string()).hash; }

std::map<std::string, std::string> table_fingerprints(const std::vector<TableInputs>& inputs, const Dialect& dialect) {
  std::map<std::string, std::string> own;
  for (const TableInputs& input : inputs) own[input.table->name] = own_fingerprint(input, dialect);

  std::map<std::string, std::string> all;
  for (const TableInputs& input : inputs) {
    std::set<std::string> parents;
    Recipe recipe;
    recipe.add(own[input.table->name]);
    collect_enforced(input, inputs, parents, recipe);
    for (const std::string& parent : parents) recipe.add(parent).add(own[parent]);
    all[input.table->name] = recipe.hash();
  }
  return all;
}

std::string relation_fingerprint(const Relation& relation, const std::string& child, const std::string& parent) {
  return Recipe().add(relation_text(relation)).add(child).add(parent).hash();
}

std::string mart_fingerprint(std::string_view sql, const std::vector<std::string>& reads,
                             const std::map<std::string, std::string>& fingerprints) {
  Recipe recipe;
  recipe.add("mart").add(std::to_string(kFormatVersion)).add(sql);
  for (const std::string& name : reads) recipe.add(name).add(fingerprints.at(name));
  return recipe.hash();
}

std::set<std::string> names_in(std::string_view sql) {
  std::set<std::string> names;
  for (const SqlToken& token : lex_sql(sql)) {
    if (token.kind == SqlTokenKind::word) names.insert(to_lower(token.text));
    if (token.kind == SqlTokenKind::quoted_name || token.kind == SqlTokenKind::string) {
      names.insert(to_lower(token.text.substr(1, token.text.size() - std::min<std::size_t>(token.text.size(), 2))));
    }
  }
  return names;
}

std::string answer_fingerprint(std::string_view sql, const std::map<std::string, std::string>& tables) {
  const std::set<std::string> names = names_in(sql);
  const bool all = names.contains("rox");
  Recipe recipe;
  recipe.add(std::to_string(kFormatVersion)).add(sql);
  for (const auto& [table, fingerprint] : tables) {
    if (all || names.contains(to_lower(table))) recipe.add(table).add(fingerprint);
  }
  return recipe.hash();
}

std::string checks_fingerprint(const std::vector<Check>& checks, const std::map<std::string, std::string>& tables) {
  Recipe recipe;
  for (const Check& check : checks) {
    recipe.add(check.name).add(to_string(check.severity)).add(check.sql).add(check.condition);
  }
  for (const auto& [table, fingerprint] : tables) recipe.add(table).add(fingerprint);
  return recipe.hash();
}

}  // namespace rox
