#include "load/inputs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/error.hpp"
#include "base/hash.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "discovery/series.hpp"
#include "load/find_drift.hpp"
#include "load/likely_part.hpp"
#include "source/copies.hpp"
#include "source/locate_mends.hpp"
#include "source/newest.hpp"
#include "source/reject_file.hpp"

namespace rox {

const TableExports& LoadInputs::exports_of(const std::string& table) const {
  return *std::find_if(exports.begin(), exports.end(),
                       [&](const TableExports& candidate) { return candidate.table->name == table; });
}

namespace {

/// Stops where a table's file is there, and is no export today: it isn't missing.
void refuse_no_exports(const Model& model, const std::vector<ExportFile>& found, const std::vector<LeftOut>& left_out,
                       const std::filesystem::path& folder) {
  std::string files;
  for (const Table& table : model.tables) {
    const auto names = [&](const std::string& file) {
      return glob_match(table.file, file) || table.file.starts_with(file + "!");
    };
    if (std::any_of(found.begin(), found.end(), [&](const ExportFile& file) { return names(file.name); })) continue;
    for (const LeftOut& file : left_out) {
      if (names(file.name)) files += fmt::format("\n  {} (table {}): {}", file.name, table.name, file.why);
    }
  }
  if (files.empty()) return;
  throw data_error("files of the model are there, and are no exports" + files)
      .at(folder.string())
      .hint(
          "look into them: a program that couldn't export may have written what went wrong there, as a page that says "
          "that the session is over. Export them again");
}

/// Of a table whose `files` nobody has said: stops, or tells, if what came since is most of it again. Its rows would
/// count twice; but where a column says which file each is from, they are meant to be there once a file.
void heed_new_dump(const Project& project, const TableExports& exports, const HashCache& known,
                   std::vector<Drift>& drift) {
  const Table& table = *exports.table;
  if (exports.files.size() < 2 || file_choice(table, project.source.listing)) return;
  if (!table.dialect.over(project.source.dialect).from_name.empty()) return;
  std::vector<std::string> come;
  for (const ExportFile& file : exports.files) {
    if (!known.entries().contains(file.path.string())) come.push_back(file.name);
  }
  if (come.empty()) return;
  std::vector<SourceFile> files;
  for (const ExportFile& file : exports.files) files.push_back({file, table.dialect.over(project.source.dialect)});
  const std::optional<Series> series = find_new_dump(files, come);
  if (!series) return;
  const std::string what = fmt::format(
      "{}: {}", series->evidence,
      series->doubt.empty() ? "the files are dumps of all of the table, it seems, and its rows would count twice"
                            : series->doubt + ", and rows would count twice");
  if (project.source.drift != DriftPolicy::widen && project.source.drift != DriftPolicy::reject) {
    drift.push_back({table.name, "", "repeated_export", "loaded", what});
    return;
  }
  throw data_error(fmt::format("table {}: {}", table.name, what))
      .at(printable(series->files.back()))
      .hint(fmt::format("say of table '{}' in model.toml files = \"newest\" (the newest file alone is read) or files = "
                        "\"all\" (they are parts of it)",
                        table.name));
}

/// The mends of a table.
void read_mends(const Project& project, const std::string& table, LoadInputs& inputs) {
  const std::filesystem::path mends = project.mend_file(table);
  if (!file_identity(mends)) return;
  for (const RejectRow& row : read_reject_file(mends)) inputs.mends[table].add(to_mend(row));
  inputs.mend_hashes[table] = hash_file(mends);
}

/// Leaves the mends of these files of the table. Those that are in a file by its name are read there; where some are
/// of files that are gone, all of the table's files have to be looked through, as whoever reads the others does.
void choose_mends(const Project& project, const Table& table, const std::vector<ExportFile>& all,
                  const std::vector<ExportFile>& chosen, MendSet& mends) {
  const auto is_in = [](const std::vector<ExportFile>& files, const Mend& mend) {
    return std::any_of(files.begin(), files.end(), [&](const ExportFile& file) { return file.name == mend.file; });
  };
  const std::vector<const Mend*> made = mends.all();
  if (!std::all_of(made.begin(), made.end(), [&](const Mend* mend) { return is_in(all, *mend); })) {
    mends = locate_mends(mends, all, table.dialect.over(project.source.dialect));
  }
  MendSet own;
  for (const Mend* mend : mends.all()) {
    if (is_in(chosen, *mend)) own.add(*mend);
  }
  mends = std::move(own);
}

std::vector<ExportFile> files_of(const Project& project, const Model& model, const std::string& table,
                                 std::vector<ExportFile> found) {
  leave_out_older(model, project.source.listing, found, nullptr);
  std::erase_if(found, [&](const ExportFile& file) {
    const std::optional<std::size_t> owner = owner_of(model, file.name);
    return !owner || model.tables[*owner].name != table;
  });
  return found;
}

}  // namespace

LoadInputs find_named_inputs(const Project& project, const Model& model, const std::string& table,
                             const std::vector<std::string>& files) {
  LoadInputs inputs;
  const auto found = list_exports(project.source.path, project.source.ignore, project.source.listing);
  std::vector<ExportFile> chosen;
  for (const std::string& name : files) {
    const auto file = std::find_if(found.begin(), found.end(),
                                   [&](const ExportFile& export_file) { return export_file.name == name; });
    if (file == found.end()) {
      throw data_error(fmt::format("there is no export '{}' here", name))
          .at(project.source.path.string())
          .hint("whoever reads a part of the exports needs them at the same path");
    }
    chosen.push_back(*file);
  }
  read_mends(project, table, inputs);
  const Table& read = named_table(model, table);
  if (const auto mends = inputs.mends.find(table); mends != inputs.mends.end()) {
    choose_mends(project, read, files_of(project, model, table, found), chosen, mends->second);
  }
  inputs.exports.push_back({&read, std::move(chosen)});
  return inputs;
}

LoadInputs find_inputs(const Project& project, const Model& model, HashCache& hashes, std::vector<Drift>& drift) {
  // Files of no table stop a run unless the project says that drift doesn't.
  const bool strict = project.source.drift == DriftPolicy::reject;
  std::vector<ExportFile> unknown;
  LoadInputs inputs;
  auto found = list_exports(project.source.path, project.source.ignore, project.source.listing, &inputs.left_out);
  std::vector<LeftOut> undated;
  inputs.older = leave_out_older(model, project.source.listing, found, &inputs.left_out, &undated);
  for (const LeftOut& file : undated) {
    drift.push_back({model.tables[*owner_of(model, file.name)].name, "", "undated_export", "ignored",
                     fmt::format("{} is {}", printable(file.name), file.why)});
  }
  std::vector<LeftOut> copies;
  sort_out_copies(&model, project.source.listing.copies, found, &copies);
  for (const LeftOut& copy : copies) {
    drift.push_back({"", "", "copied_export", "ignored", fmt::format("{} is {}", copy.name, copy.why)});
    inputs.left_out.push_back(copy);
  }
  for (const ExportFile& file : found) {
    if (!file.guessed || owner_of(model, file.name)) continue;
    inputs.left_out.push_back({file.name, "of no table in model.toml; `rox model infer` takes it in"});
  }
  refuse_no_exports(model, found, inputs.left_out, project.source.path);
  inputs.exports = match_exports(model, found, project.source.path, strict ? nullptr : &unknown);
  for (const ExportFile& file : unknown) {
    if (project.source.drift == DriftPolicy::widen) refuse_likely_part(model, project.source.dialect, file);
    drift.push_back({"", "", "new_export", "ignored", unknown_text(file.name)});
  }
  for (const TableExports& exports : inputs.exports) heed_new_dump(project, exports, hashes, drift);
  std::vector<std::filesystem::path> paths;
  for (const TableExports& exports : inputs.exports) {
    for (const ExportFile& file : exports.files) paths.push_back(file.path);
  }
  for (const ExportFile& file : unknown) paths.push_back(file.path);  // evolve asks again whether they changed
  hashes.refresh(paths, thread_count(project.run));

  for (const TableExports& exports : inputs.exports) {
    read_mends(project, exports.table->name, inputs);
  }
  return inputs;
}

void map_inputs(const Project& project, LoadInputs& inputs, std::vector<Drift>& drift) {
  const DriftPolicy policy = project.source.drift;
  const bool load_refuses = policy == DriftPolicy::reject || policy == DriftPolicy::widen;
  for (const TableExports& exports : inputs.exports) {
    try {
      inputs.maps[exports.table->name] = map_fields(exports, project.source.dialect, policy, drift);
    } catch (const Error&) {
      if (!load_refuses) throw;  // else: nothing of the header fits, or there is none, and the load says so
    }
  }
}

LoadInputs find_all_inputs(const Project& project, const Model& model, HashCache& hashes) {
  std::vector<Drift> drift;
  LoadInputs inputs = find_inputs(project, model, hashes, drift);
  map_inputs(project, inputs, drift);
  return inputs;
}

}  // namespace rox
