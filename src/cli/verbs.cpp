#include "cli/verbs.hpp"

#include <fmt/format.h>

#include <system_error>

#include "base/local_time.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

constexpr Verb kVerbs[] = {
    {"init", VerbGroup::start, "a project from a folder of CSVs", {.project = false, .changes = true}, init_verb},
    {"sample",
     VerbGroup::start,
     "a bicycle company of any size, to try things out",
     {.project = false, .changes = true},
     sample_verb},
    {"model",
     VerbGroup::start,
     "the model of the exports: infer | show | diagram | ddl",
     {.changes = true},
     model_verb},
    {"source", VerbGroup::pipeline, "exports that lie elsewhere: list | fetch | check | trust", {}, source_verb},
    {"load",
     VerbGroup::pipeline,
     "the exports into the warehouse's tables, only what changed",
     {.changes = true},
     load_verb},
    {"transform",
     VerbGroup::pipeline,
     "the marts (marts/*.sql) from the loaded tables, only what changed",
     {.changes = true},
     transform_verb},
    {"run",
     VerbGroup::pipeline,
     "load, make the marts, answer the questions, only what changed",
     {.changes = true},
     run_verb},
    {"retry",
     VerbGroup::pipeline,
     "rerun what failed in the last run, and what depends on it",
     {.changes = true},
     retry_verb},
    {"rollback",
     VerbGroup::pipeline,
     "publish the tables as an earlier run left them, with their marts and answers",
     {.changes = true},
     rollback_verb},
    {"watch", VerbGroup::pipeline, "run what is due when exports arrive or the clock says so", {}, watch_verb},
    {"release",
     VerbGroup::pipeline,
     "publish a run that guards hold, after somebody has looked",
     {.changes = true},
     release_verb},
    {"step",
     VerbGroup::pipeline,
     "one step of a run, for schedulers that do each by itself",
     {.changes = true},
     step_verb},
    {"plan", VerbGroup::pipeline, "what a run would do, why, and which step needs which", {}, plan_verb},
    {"stage",
     VerbGroup::pipeline,
     "typed Parquet files from the exports; --replay picks up corrected rejects",
     {.changes = true},
     stage_verb},
    {"upload",
     VerbGroup::pipeline,
     "staged files into the target's bucket, only what isn't there",
     {.changes = true},
     upload_verb},
    {"read-part",
     VerbGroup::pipeline,
     "some exports of a table as Parquet, with their accounts: what Spark's tasks run",
     {},
     read_part_verb},
    {"infra",
     VerbGroup::pipeline,
     "what a target on AWS needs: template | plan | up | status | down",
     {.changes = true},
     infra_verb},
    {"notify", VerbGroup::pipeline, "messages of what goes wrong: test | send | show", {}, notify_verb},
    {"status", VerbGroup::pipeline, "what ran, how long, how many rows", {}, status_verb},
    {"changes", VerbGroup::answers, "what each run changed: rows, with old and new values", {}, changes_verb},
    {"diff", VerbGroup::answers, "what differs between two runs, targets or folders of exports", {}, diff_verb},
    {"check", VerbGroup::answers, "does the data hold what the model and checks/*.sql say?", {}, check_verb},
    {"expect",
     VerbGroup::answers,
     "guards (expect/*.toml): init | show | test | check",
     {.changes = true},
     expect_verb},
    {"analyze", VerbGroup::answers, "answer the project's questions (analyses/*.sql)", {}, analyze_verb},
    {"reconcile", VerbGroup::answers, "does the warehouse hold what the exports hold?", {}, reconcile_verb},
    {"query", VerbGroup::answers, "run any SELECT on the warehouse", {}, query_verb},
    {"serve",
     VerbGroup::answers,
     "the dashboard in a browser: the project's figures, rows, model, runs and quality",
     {},
     serve_verb},
    {"dashboard", VerbGroup::answers, "the dashboard's pages as files: init", {.changes = true}, dashboard_verb},
    {"report", VerbGroup::answers, "the dashboard as one HTML file, and its charts as pictures", {}, report_verb},
    {"doctor", VerbGroup::rox, "what the project needs, what is missing, and the way out", {}, doctor_verb},
    {"schema",
     VerbGroup::rox,
     "JSON schemas of rox.toml, model.toml and expect/*.toml, for editors",
     {.project = false},
     schema_verb},
    {"completion", VerbGroup::rox, "what a shell needs to complete rox's words", {}, completion_verb},
};

/// The nearest folder with a rox.toml, from `dir` upwards.
fs::path find_project(const fs::path& dir) {
  constexpr const char* kHint = "go to a project, name one with -C DIR, or make one with `rox init DIR`";
  std::error_code error;
  const fs::path start = fs::canonical(dir, error);
  if (error) throw usage_error("there is no such folder, so no rox.toml").at(dir.string()).hint(kHint);
  for (fs::path folder = start;; folder = folder.parent_path()) {
    if (fs::exists(folder / "rox.toml", error)) return folder;
    if (!folder.has_relative_path()) break;
  }
  throw usage_error(fmt::format("no project: neither {} nor a folder above it has a rox.toml", start.string()))
      .hint(kHint);
}

}  // namespace

std::span<const Verb> verbs() { return kVerbs; }

Project open_project(const GlobalOptions& globals) {
  Project project = read_project(find_project(globals.project_dir));
  if (!project.time_zone.empty()) use_time_zone(project.time_zone);
  if (!globals.source.empty()) {
    project.source.path = fs::absolute(globals.source).lexically_normal();
    project.source.remote.reset();
  }
  return project;
}

const Target& chosen_target(const Project& project, const GlobalOptions& globals) {
  return project.target(globals.target);
}

}  // namespace rox
