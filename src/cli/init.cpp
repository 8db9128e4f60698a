// rox init: a project from a folder of CSV exports, whoever wrote them.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "base/file.hpp"
#include "base/rewrite_file.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "base/toml.hpp"
#include "cli/fetch_first.hpp"
#include "cli/output.hpp"
#include "cli/pages.hpp"
#include "cli/verbs.hpp"
#include "dashboard/dashboard.hpp"
#include "discovery/infer.hpp"
#include "discovery/inferred.hpp"
#include "discovery/sniff.hpp"
#include "discovery/sniff_folder.hpp"
#include "inbox/fetch_tables.hpp"
#include "model/model_file.hpp"
#include "model/name_pattern.hpp"
#include "project/dwh_cfg.hpp"
#include "source/encoding.hpp"
#include "source/name_order.hpp"
#include "source/workbook/workbook.hpp"
#include "sql/quote.hpp"

// Made by CMake.
#include "base/clock.hpp"
#include "notebooks.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

struct InitArguments {
  std::string dir;
  std::string into;
  std::string name;
  std::string dwh_config;
  bool force = false;
  bool notebooks = false;
  bool header = false;
  bool no_header = false;
  std::optional<std::vector<std::string>> explain;  // the files; none: all
  bool recursive = false;
  bool hidden_sheets = false;
  std::string copies;
  std::vector<std::string> settings;  // of [source]

  /// The exports lie elsewhere.
  bool is_remote() const { return dir.find("://") != std::string::npos; }
};

constexpr std::string_view kIgnored =
    "# What rox makes; it can be made again.\n.rox/\n*.duckdb\n*.duckdb.*\nanswers/\nrejects/\nreports/\nstaged/\n";

/// A table's name that is found on DuckDB, which takes any case, and on engines that have their tables in lower case.
std::string portable_name(const std::string& name) {
  for (const SqlDialect dialect : {SqlDialect::duckdb, SqlDialect::postgres, SqlDialect::redshift, SqlDialect::spark}) {
    const bool quoted = sql_name(name, dialect) != (folds_names(dialect) ? to_lower(name) : name);
    if (quoted) return exact_name(to_lower(name), SqlDialect::postgres);
  }
  return name;
}

/// A first question that every project can answer, and a pattern for the next ones.
std::string starter_analysis(const Model& model) {
  std::string sql =
      "-- title: Rows of each table\n"
      "-- question: How many rows has each table?\n";
  for (const Table& table : model.tables) {
    if (&table != &model.tables.front()) sql += "UNION ALL\n";
    sql += fmt::format("SELECT {} AS table_name, COUNT(*) AS row_count FROM {}\n",
                       sql_literal(table.name, SqlDialect::duckdb), portable_name(table.name));
  }
  return sql + "ORDER BY table_name\n";
}

std::string dialect_text(const Dialect& dialect) {
  std::vector<std::string> words;
  for (const std::string& word : dialect.null_words) words.push_back(fmt::format("'{}'", word));
  return fmt::format("{}, delimiter {}, decimal sign '{}', missing: {}{}", encoding_name(dialect),
                     dialect.delimiter == "\t" ? "tab" : fmt::format("'{}'", dialect.delimiter), dialect.decimal,
                     join(words, " or "), dialect.header ? "" : ", no header");
}

/// The folder of the exports; of those that lie elsewhere the one that they are fetched into.
fs::path exports_of(const InitArguments& arguments) {
  if (arguments.is_remote()) return {};
  fs::path exports = fs::absolute(arguments.dir).lexically_normal();
  return exports.has_filename() ? exports : exports.parent_path();
}

/// What the address and --set say, read as rox.toml is.
SourceConfig said_source(const InitArguments& arguments, const fs::path& root) {
  std::string text = "[source]\n";
  text += arguments.is_remote() ? "url = " + toml_quote(arguments.dir) : "path = \".\"";
  for (const std::string& setting : arguments.settings) text += "\n" + setting;
  return parse_project(text + "\n", root).source;
}

Project new_project(const InitArguments& arguments) {
  const fs::path exports = exports_of(arguments);
  if (arguments.is_remote() && arguments.into.empty()) {
    throw usage_error("a project of exports that lie elsewhere needs a folder").hint("rox init URL --into DIR");
  }
  Project project;
  project.root = arguments.into.empty() ? exports : fs::absolute(arguments.into).lexically_normal();
  if (!project.root.has_filename()) project.root = project.root.parent_path();
  project.name = arguments.name.empty() ? project.root.filename().string() : arguments.name;
  project.source = said_source(arguments, project.root);
  if (!arguments.is_remote()) project.source.path = exports;
  project.source.listing.recursive = project.source.listing.recursive || arguments.recursive;
  project.source.listing.hidden_sheets = project.source.listing.hidden_sheets || arguments.hidden_sheets;
  for (const CopyPolicy policy : {CopyPolicy::skip, CopyPolicy::keep}) {
    if (arguments.copies == to_string(policy)) project.source.listing.copies = policy;
  }
  if (!arguments.copies.empty() && arguments.copies != to_string(project.source.listing.copies)) {
    throw usage_error(fmt::format("--copies can't be '{}'", arguments.copies)).hint("it is stop, skip or keep");
  }
  project.targets.emplace("local", Target{"local", LocalConfig{project.root / "warehouse.duckdb"}});
  return project;
}

/// rox.toml is what makes a folder a project. A model without one may be what an init wrote that was killed.
void refuse_overwrite(const Project& project) {
  const fs::path config = project.root / "rox.toml";
  if (fs::exists(config)) {
    throw usage_error("there is a project already")
        .at(config.string())
        .hint("--force replaces rox.toml and model.toml; `rox model infer` only updates the model");
  }
  if (fs::exists(project.model_file()) && !is_as_inferred(project.state_dir(), project.model_file())) {
    throw usage_error("there is a model already, but no rox.toml")
        .at(project.model_file().string())
        .hint("--force replaces it; or move it away, run init, and put it back");
  }
}

/// TOML is UTF-8, and so is what rox.toml and model.toml can say of a file. The others are ignored, by a pattern.
void ignore_unspeakable(SniffedFolder& folder, Project& project, std::vector<std::string>& warnings) {
  for (std::size_t i = folder.files.size(); i-- > 0;) {
    const std::string& name = folder.files[i].name;
    if (clean_utf8(name)) continue;
    std::string pattern = pattern_of(name);
    warnings.push_back(fmt::format("{} is left out: its name isn't UTF-8; rename it, and take '{}' out of `ignore`",
                                   printable(printable_utf8(name)), pattern));
    project.source.ignore.push_back(std::move(pattern));
    folder.files.erase(folder.files.begin() + static_cast<std::ptrdiff_t>(i));
    folder.dialects.erase(folder.dialects.begin() + static_cast<std::ptrdiff_t>(i));
  }
  if (!folder.files.empty()) return;
  throw usage_error("no export here has a name in UTF-8").at(project.source.path.string()).hint("rename the files");
}

/// Runs stop at a file that can't be read. What init passes over they pass over as well, because rox.toml says so.
void ignore_unreadable(const SniffedFolder& folder, Project& project, std::vector<std::string>& warnings) {
  if (folder.unreadable.empty()) return;
  std::vector<std::string> patterns;
  for (const LeftOut& file : folder.unreadable) patterns.push_back(pattern_of(file.name));
  warnings.push_back(fmt::format("passed over: {}. Runs leave {} out as well, until you take {} out of [source] ignore",
                                 left_out_text(folder.unreadable), patterns.size() == 1 ? "it" : "them",
                                 patterns.size() == 1 ? "its name" : "their names"));
  project.source.ignore.insert(project.source.ignore.end(), patterns.begin(), patterns.end());
}

/// Reads all rows. A file that ends before it should shows only then.
Inference infer_folder(SniffedFolder& folder, InferOptions options) {
  for (;;) {
    const Dialect common = common_dialect(folder.dialects);
    options.dialects.clear();
    options.dumps = dumps_of(folder.series);
    for (const FoundDialect& one : folder.dialects) options.dialects.push_back(one.dialect);
    try {
      return infer_model(folder.files, common, options);
    } catch (const Error& error) {
      if (!folder.take_out(error)) throw;
    }
  }
}

/// Writes `text` unless the file is there: analyses and .gitignore are the user's as soon as they exist.
void write_new(const fs::path& file, const std::string& text) {
  if (!fs::exists(file)) write_file(file, text);
}

/// rox.toml last: there is a project when all of it is there.
void write_project(const Project& project, const Model& model) {
  make_directories(project.analyses_dir());
  write_inferred(project.state_dir(), model);
  rewrite_file(project.model_file(), model_text(model));
  write_new(project.analyses_dir() / "rows.sql", starter_analysis(model));
  write_pages(project, derived_pages(model_dashboard(project, model).derived), false, false);
  write_new(project.root / ".gitignore", std::string(kIgnored));
  write_file(project.root / "rox.toml", project_text(project));
}

/// Seven notebooks, from the infrastructure to the answers, and the same as scripts.
void write_notebooks(const fs::path& root) {
  for (const auto& [name, text] : kNotebooks) {
    const fs::path file = root / "notebooks" / name;
    make_directories(file.parent_path());
    write_new(file, std::string(text));
  }
}

/// The folder is a project already, and only its notebooks are wanted.
ExitCode add_notebooks(const Project& project, const GlobalOptions& globals) {
  if (!globals.dry_run) write_notebooks(project.root);
  if (!globals.quiet) {
    note(fmt::format("{} {}; those that were there stay", globals.dry_run ? "would write" : "wrote",
                     (project.root / "notebooks").string()));
  }
  return ExitCode::done;
}

/// Whether there is a header, if the user says so.
std::optional<bool> header_option(const InitArguments& arguments) {
  if (arguments.header && arguments.no_header) {
    throw usage_error("--header and --no-header say the opposite of each other");
  }
  if (arguments.header) return true;
  return arguments.no_header ? std::optional(false) : std::nullopt;
}

/// Units become comments of their columns.
void note_units(const SniffedFolder& folder, Inference& inference) {
  for (std::size_t i = 0; i < folder.files.size(); ++i) {
    const std::vector<std::string>& units = folder.dialects[i].units;
    const auto owner = units.empty() ? std::nullopt : owner_of(inference.model, folder.files[i].name);
    if (!owner) continue;
    std::vector<Column>& columns = inference.model.tables[*owner].columns;
    for (std::size_t c = 0; c < columns.size() && c < units.size(); ++c) columns[c].comment = units[c];
  }
}

/// The file as people know it: a web page that is called like a workbook, and is a single table, has no sheets.
std::string shown_name(const ExportFile& file) {
  if (file.format != ExportFormat::sheet) return file.name;
  const std::shared_ptr<const Workbook> book = open_workbook(file);
  const bool is_page = book->kind == Workbook::Kind::web_page && book->sheets.size() == 1;
  return is_page ? file.name.substr(0, file.name.rfind('!')) : file.name;
}

/// What wasn't certain of how the files are written; with `explain`, all that was tried.
void print_found(const SniffedFolder& folder, const std::optional<std::vector<std::string>>& explain) {
  for (std::size_t i = 0; i < folder.files.size(); ++i) {
    const std::string name = shown_name(folder.files[i]);
    for (const std::string& text : folder.dialects[i].notes) note(fmt::format("{}: {}", name, text));
    const bool explained =
        explain && (explain->empty() || std::any_of(explain->begin(), explain->end(),
                                                    [&](auto& part) { return name.find(part) != std::string::npos; }));
    if (!explained) continue;
    for (const std::string& score : folder.dialects[i].scores) note(fmt::format("  {}: {}", name, score));
  }
}

ExitCode init(const InitArguments& arguments, const GlobalOptions& globals) {
  Project project = new_project(arguments);
  if (arguments.notebooks && !arguments.force && fs::exists(project.root / "rox.toml")) {
    return add_notebooks(project, globals);
  }
  if (!arguments.force) refuse_overwrite(project);
  std::vector<std::string> warnings;
  if (!arguments.dwh_config.empty()) {
    DwhConfig config = read_dwh_config(arguments.dwh_config, project.name);
    project.targets.emplace(config.target.name, config.target);
    warnings = std::move(config.warnings);
  }

  const Stopwatch seconds;
  fetch_first(project, globals, false);
  SniffedFolder folder = sniff_folder(project.source.path, project.source.listing, header_option(arguments));
  ignore_unspeakable(folder, project, warnings);
  ProgressBar bar(globals.show_progress());
  InferOptions options;
  options.find_conventions = true;
  options.memory_limit = project.run.memory_limit;
  options.progress = [&](std::string_view what, double share, std::uint64_t rows) { bar.update(what, share, rows); };
  Inference inference = infer_folder(folder, options);
  bar.clear();
  ignore_unreadable(folder, project, warnings);
  note_units(folder, inference);
  project.source.dialect = inference.dialect;
  warnings.insert(warnings.end(), inference.warnings.begin(), inference.warnings.end());
  Model model = proven_by(inference).model;
  if (project.source.remote && project.source.remote->is_database()) declare_keys(project, model);
  if (!globals.dry_run) write_project(project, model);
  if (!globals.dry_run && arguments.notebooks) write_notebooks(project.root);

  if (globals.quiet) return ExitCode::done;
  print_found(folder, arguments.explain);
  for (const Series& series : folder.series) note(series.text());
  for (const std::string& warning : warnings) note(fmt::format("warning: {}", warning));
  if (!folder.left_out.empty()) note(fmt::format("not read: {}", left_out_text(folder.left_out)));
  std::uint64_t rows = 0;
  for (const TableStory& story : inference.stories) rows += story.rows;
  note(fmt::format("{} file{}: {}", folder.files.size(), folder.files.size() == 1 ? "" : "s",
                   dialect_text(inference.dialect)));
  for (std::size_t i = 0; i < inference.model.tables.size(); ++i) {
    const Table& table = inference.model.tables[i];
    const auto only = std::find_if(folder.files.begin(), folder.files.end(),
                                   [&](const ExportFile& file) { return file.name == table.file; });
    note(fmt::format("  {} ({}): {} rows, {} columns", table.name,
                     only == folder.files.end() ? table.file : shown_name(*only),
                     human_count(inference.stories[i].rows), table.columns.size()));
    const std::vector<std::string>& files = inference.stories[i].files;
    const std::size_t part = table.file.find('#');
    if (part == std::string::npos && has_year(table.file)) {
      note(fmt::format("    named after a year: file = \"{}\" in model.toml takes in those that come later, too",
                       with_open_numbers(table.file)));
    }
    if (part == std::string::npos || table.files == FileChoice::newest) continue;
    if (files.size() == 1) {
      note(fmt::format("    {} is taken for the first of its kind: those with other dates will be parts of {}, too",
                       files.front(), table.name));
    }
    if (files.size() < 2) continue;
    std::string pattern = table.file;
    pattern.replace(part, 1, "{part}");
    note(
        fmt::format("    what differs in the files' names is in no column: dialect = {{ from_name = \"{}\" }} in "
                    "model.toml makes one of it",
                    pattern));
  }
  note(fmt::format("{} {} from all {} rows in {}", globals.dry_run ? "would write" : "wrote",
                   (project.root / "rox.toml").string(), human_count(rows), human_seconds(seconds())));
  if (!globals.dry_run) note(fmt::format("next: rox run -C {}", project.root.string()));
  return ExitCode::done;
}

}  // namespace

Action init_verb(Options& verb, const GlobalOptions& globals) {
  auto arguments = std::make_shared<InitArguments>();
  verb.add(
      "DIR", arguments->dir,
      "The folder of CSV exports, which becomes the project, too; or where they lie else, with --into: "
      "sftp://host/out/*.csv, ftps://, https://, s3://bucket/prefix/, file:///folder/, postgresql://host/database, "
      "mariadb://, sqlserver://, odbc://NAME");
  verb.add("--into", arguments->into, "Make the project in that folder instead, and leave DIR alone").value_name("DIR");
  verb.add("--name", arguments->name, "The project's name (default: the folder's)");
  verb.add("--from-dwh-cfg", arguments->dwh_config, "Take the AWS target from an older project's dwh.cfg")
      .value_name("FILE");
  verb.add_flag("--notebooks", arguments->notebooks,
                "Notebooks too (notebooks/); in a project that is there already, only these");
  verb.add_flag("--header", arguments->header, "The first line of each file is a header");
  verb.add_flag("--no-header", arguments->no_header, "It is data already");
  verb.add_flag("--recursive", arguments->recursive, "Read the subfolders of DIR as well");
  verb.add_flag("--hidden-sheets", arguments->hidden_sheets, "Read the hidden sheets of workbooks as well");
  verb.add("--copies", arguments->copies, "What to do about files that are the same byte for byte: stop, skip or keep")
      .value_name("WHAT");
  verb.add("--explain", arguments->explain,
           "Show how each file was read in every way, with scores; of the files that are called like that (default: "
           "all)")
      .value_name("NAME");
  verb.add("--set", arguments->settings, "A line of rox.toml's [source], as in --set 'user = \"erp\"'; several times")
      .value_name("LINE")
      .one_at_a_time();
  verb.add_flag("--force", arguments->force, "Replace rox.toml and model.toml");
  return [arguments, &globals] {
    // Of `rox init --explain DIR` the last word is no file's name.
    if (arguments->dir.empty() && arguments->explain && !arguments->explain->empty()) {
      arguments->dir = arguments->explain->back();
      arguments->explain->pop_back();
    }
    if (arguments->dir.empty()) throw usage_error("DIR is required").hint("rox init DIR");
    return init(*arguments, globals);
  };
}

}  // namespace rox
