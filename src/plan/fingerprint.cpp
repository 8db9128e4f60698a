#include "plan/fingerprint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/error.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "model/dialect_toml.hpp"
#include "model/model_file.hpp"
#include "sql/references.hpp"

namespace rox {
namespace {

/// Raise it when a rox loads the same exports into something else than the one before: every table is loaded anew.
/// 2: into a file for DuckDB 1.5, long texts as zstd.
constexpr int kFormatVersion = 2;

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

std::string dialect_text(const Dialect& dialect) {
  return join(dialect_settings(difference(Dialect{}, dialect)), "\n");
}

/// The table by itself: not what it may need of others.
std::string own_fingerprint(const TableInputs& input, const Dialect& dialect) {
  Table alone = without_measures(*input.table);
  alone.relations.clear();
  alone.file.clear();  // which files it matches, and are read, is in `files`
  alone.files.reset();
  alone.unique.clear();
  alone.may_shrink = false;
  alone.may_change = false;
  alone.history = false;
  alone.comment.clear();
  for (Column& column : alone.columns) {
    column.comment.clear();
    column.min.clear();
    column.max.clear();
    column.accepted.clear();
  }
  Recipe recipe;
  recipe.add(std::to_string(kFormatVersion))
      .add(dialect_text(input.table->dialect.over(dialect)))
      .add(model_text({{alone}}))
      .add(input.mends);
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

std::map<std::string, std::string> table_recipes(const LoadInputs& inputs, const Dialect& dialect) {
  std::map<std::string, std::string> recipes;
  for (const TableExports& exports : inputs.exports) {
    const std::string& table = exports.table->name;
    const auto mends = inputs.mend_hashes.find(table);
    recipes[table] =
        own_fingerprint({exports.table, {}, mends == inputs.mend_hashes.end() ? "" : mends->second}, dialect);
  }
  return recipes;
}

std::map<std::string, std::string> table_fingerprints(const LoadInputs& inputs, const HashCache& hashes,
                                                      const Dialect& dialect) {
  std::vector<TableInputs> tables;
  for (const TableExports& exports : inputs.exports) {
    TableInputs& table = tables.emplace_back();
    table.table = exports.table;
    for (const ExportFile& file : exports.files) table.files.emplace_back(file.name, hashes.hash(file.path));
    const auto mends = inputs.mend_hashes.find(exports.table->name);
    if (mends != inputs.mend_hashes.end()) table.mends = mends->second;
  }
  return table_fingerprints(tables, dialect);
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

bool is_made_by(const Mart& mart, const BuiltMart& made, const std::map<std::string, std::string>& fingerprints) {
  const auto is_there = [&](const std::string& name) { return fingerprints.contains(name); };
  return std::all_of(mart.reads.begin(), mart.reads.end(), is_there) &&
         made.fingerprint == mart_fingerprint(mart.file.text, mart.reads, fingerprints);
}

std::string answer_fingerprint(std::string_view sql, const std::map<std::string, std::string>& tables) {
  const std::set<std::string> names = names_in(sql);
  const bool all = names.contains("rox");
  Recipe recipe;
  recipe.add(std::to_string(kFormatVersion)).add(sql);
  for (const auto& [table, fingerprint] : tables) {
    const std::string name = to_lower(table);
    if (all || names.contains(name) || names.contains(name + "_history")) recipe.add(table).add(fingerprint);
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
