#include "source/export.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/text.hpp"
#include "model/name_pattern.hpp"

namespace rox {

namespace {

namespace fs = std::filesystem;

/// How many of a glob's characters are literal: the more, the closer it describes the file; '#' describes it closer
/// than '*'. A plain name beats any glob.
std::size_t specificity(const std::string& glob) {
  return static_cast<std::size_t>(std::count_if(glob.begin(), glob.end(), [](char c) { return c != '*' && c != '?'; }));
}

/// The tables whose `file` describes `name` best: one, unless two describe it equally well.
std::vector<std::size_t> claimants(const Model& model, const std::string& name) {
  std::vector<std::size_t> best;
  std::size_t best_specificity = 0;
  for (std::size_t i = 0; i < model.tables.size(); ++i) {
    const std::string& glob = model.tables[i].file;
    // A plain name is compared as such: a file may have '?' or '*' in its name.
    if (glob != name && !glob_match(glob, name)) continue;
    const std::size_t s = glob == name ? std::string::npos : specificity(glob);
    if (!best.empty() && s < best_specificity) continue;
    if (s > best_specificity) best.clear();
    best_specificity = s;
    best.push_back(i);
  }
  return best;
}

std::string name_all(std::string_view what, const std::vector<std::string>& names) {
  return names.empty() ? "" : fmt::format("\n  {}: {}", what, join(names, ", "));
}

/// What takes in a file that is called like that of a table but for its numbers: of the next day, say.
std::string way_to_next_file(const Table& table, const std::vector<std::string>& unknown) {
  const std::string pattern = with_open_numbers(table.file);
  for (const std::string& file : unknown) {
    if (pattern == table.file || with_open_numbers(file) != pattern) continue;
    return fmt::format("if {} is the next file of {}, say file = \"{}\" there in model.toml", file, table.name,
                       pattern);
  }
  return "";
}

}  // namespace

std::optional<std::size_t> owner_of(const Model& model, const std::string& file) {
  const std::vector<std::size_t> owners = claimants(model, file);
  return owners.empty() ? std::nullopt : std::optional(owners.front());
}

std::vector<TableExports> match_exports(const Model& model, const std::vector<ExportFile>& files, const fs::path& dir,
                                        std::vector<ExportFile>* unknown_files) {
  std::vector<TableExports> matched;
  for (const Table& table : model.tables) matched.push_back({&table, {}});
  std::vector<std::string> unknown;
  std::vector<std::string> disputed;
  for (const ExportFile& file : files) {
    const std::vector<std::size_t> owners = claimants(model, file.name);
    if (owners.size() == 1) {
      matched[owners.front()].files.push_back(file);
    } else if (owners.empty() && file.guessed) {
      continue;
    } else if (owners.empty() && unknown_files != nullptr) {
      unknown_files->push_back(file);
    } else if (owners.empty()) {
      unknown.push_back(file.name);
    } else {
      std::vector<std::string> tables;
      for (const std::size_t owner : owners) tables.push_back(model.tables[owner].name);
      disputed.push_back(fmt::format("{} ({})", file.name, join(tables, " and ")));
    }
  }
  std::vector<std::string> missing;
  for (const TableExports& exports : matched) {
    if (!exports.files.empty()) continue;
    // A file that two tables dispute is not missing as well.
    const bool is_disputed = std::any_of(files.begin(), files.end(), [&](const ExportFile& file) {
      return glob_match(exports.table->file, file.name) && claimants(model, file.name).size() > 1;
    });
    if (!is_disputed) missing.push_back(fmt::format("{} (table {})", exports.table->file, exports.table->name));
  }
  if (missing.empty() && unknown.empty() && disputed.empty()) return matched;
  if (unknown_files != nullptr && !missing.empty()) {  // one may be the other, under a new name
    for (const ExportFile& file : *unknown_files) unknown.push_back(file.name);
  }
  std::vector<std::string> ways;
  for (const TableExports& exports : matched) {
    if (!exports.files.empty()) continue;
    if (std::string way = way_to_next_file(*exports.table, unknown); !way.empty()) ways.push_back(std::move(way));
  }
  if (!missing.empty()) ways.emplace_back("put the missing files there, or take their tables out of model.toml");
  if (!unknown.empty()) {
    ways.emplace_back(
        "for files that aren't in the model: `rox model infer` takes them in, [source] ignore in rox.toml leaves them "
        "out");
  }
  if (!disputed.empty()) ways.emplace_back("make the tables' `file` in model.toml tell the files apart");
  throw data_error("the exports aren't those of the model" + name_all("missing", missing) +
                   name_all("not in the model", unknown) + name_all("claimed by two tables", disputed))
      .at(dir.string())
      .hint(join(ways, "; "));
}

}  // namespace rox
