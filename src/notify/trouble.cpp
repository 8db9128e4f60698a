#include "notify/trouble.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "base/error.hpp"
#include "base/text.hpp"
#include "guard/guard_file.hpp"
#include "guard/words.hpp"
#include "ledger/target_state.hpp"
#include "model/model_file.hpp"
#include "run/clock_guards.hpp"
#include "run/retry.hpp"

namespace rox {
namespace {

/// What an error says, and its way out: as Error::report() writes them.
struct Said {
  std::string what;
  std::string hint;
};

Said said_by(const std::string& report) {
  constexpr std::string_view kHint = "\n  hint: ";
  const std::size_t at = report.find(kHint);
  if (at == std::string::npos) return {report, ""};
  return {report.substr(0, at), report.substr(at + kHint.size())};
}

/// Stopped by somebody who knows.
bool was_stopped(const RunRecord& record) { return record.error.starts_with("stopped by "); }

Trouble failure(const Target& target, const RunRecord& record) {
  Trouble trouble;
  trouble.key = target.name + "/run";
  trouble.kind = "failure";
  trouble.place = "runs?run=" + record.run;
  const Said said = said_by(record.error);
  if (record.status == RunStatus::killed) {
    trouble.what = {fmt::format("run {} of target {} was killed", record.run, target.name),
                    fmt::format("a execução {} do alvo {} foi interrompida", record.run, target.name)};
  } else {
    trouble.what = {fmt::format("run {} of target {} failed: {}", record.run, target.name, said.what),
                    fmt::format("a execução {} do alvo {} falhou: {}", record.run, target.name, said.what)};
  }
  trouble.means = has_published(record)
                      ? Words{"the new data are published; some answers are those of before",
                              "os dados novos estão publicados; algumas respostas são as de antes"}
                      : Words{"whoever looks at the dashboard sees the data of before; nothing was lost",
                              "quem olha o painel vê os dados de antes; nada se perdeu"};
  const std::string retry = "`rox retry`";
  trouble.way_out = {said.hint.empty() ? "see `rox status " + record.run + "`, then " + retry : said.hint,
                     said.hint.empty() ? "veja `rox status " + record.run + "`, depois " + retry : said.hint};
  return trouble;
}

/// What guards found, one after another.
std::string guard_texts(const std::vector<GuardResult>& results, GuardVerdict verdict, Language language) {
  std::vector<std::string> texts;
  for (const GuardResult& result : results) {
    if (result.verdict == verdict) texts.push_back(guard_text(result, language));
  }
  return join(texts, "; ");
}

/// What they mean, as their files say, and whose they are.
std::string meanings(const std::vector<GuardResult>& results, GuardVerdict verdict) {
  std::vector<std::string> texts;
  for (const GuardResult& result : results) {
    if (result.verdict != verdict || result.meaning.empty()) continue;
    const std::string text = result.owner.empty() ? result.meaning : result.owner + ": " + result.meaning;
    if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(text);
  }
  return texts.empty() ? "" : join(texts, "; ") + ". ";
}

Trouble hold(const Target& target, const RunRecord& record) {
  Trouble trouble;
  trouble.key = target.name + "/run";
  trouble.kind = "hold";
  trouble.place = "runs?run=" + record.run;
  trouble.what = {fmt::format("run {} of target {} is held: {}", record.run, target.name,
                              guard_texts(record.guards, GuardVerdict::hold, Language::english)),
                  fmt::format("a execução {} do alvo {} está retida: {}", record.run, target.name,
                              guard_texts(record.guards, GuardVerdict::hold, Language::portuguese))};
  const std::string meaning = meanings(record.guards, GuardVerdict::hold);
  trouble.means = {meaning + "Whoever looks at the dashboard sees the data of before",
                   meaning + "Quem olha o painel vê os dados de antes"};
  trouble.way_out = {
      fmt::format("look at what came: if it is right, `rox release {}` publishes it; if not, export it again",
                  record.run),
      fmt::format("veja o que chegou: se estiver certo, `rox release {}` publica; se não, exporte de novo",
                  record.run)};
  return trouble;
}

/// A trouble of one guard. `prefix`: of its key.
Trouble of_guard(const Target& target, const GuardResult& result, const char* kind) {
  Trouble trouble;
  trouble.key = fmt::format("{}/{}/{}", target.name, kind, result.guard);
  trouble.kind = kind;
  trouble.place = "quality";
  trouble.what = {guard_text(result, Language::english), guard_text(result, Language::portuguese)};
  const std::string meaning = meanings({result}, result.verdict);
  trouble.means = {meaning.empty() ? "what is made of it shows older data than expected" : meaning,
                   meaning.empty() ? "o que depende disso mostra dados mais antigos que o esperado" : meaning};
  trouble.way_out = {fmt::format("ask whoever exports {}", result.subject),
                     fmt::format("pergunte a quem exporta {}", result.subject)};
  if (std::string_view(kind) == "guard") {
    trouble.means = {meaning + "It is published all the same", meaning + "Está publicado mesmo assim"};
    trouble.way_out = {fmt::format("look at {}; if it is right, change expect/*.toml", result.subject),
                       fmt::format("veja {}; se estiver certo, mude expect/*.toml", result.subject)};
  }
  return trouble;
}

void add_rejects(const Target& target, const WarehouseState& warehouse, std::vector<Trouble>& troubles) {
  for (const auto& [name, table] : warehouse.tables) {
    const std::uint64_t rejects = table.counts.rejects;
    if (rejects == 0) continue;
    const auto count = static_cast<double>(rejects);
    Trouble trouble;
    trouble.key = fmt::format("{}/rejects/{}", target.name, name);
    trouble.kind = "rejects";
    trouble.place = "quality";
    const bool one = rejects == 1;
    trouble.what = {fmt::format("{} {} of {} {} rejected", number_text(count, Language::english), one ? "row" : "rows",
                                name, one ? "was" : "were"),
                    fmt::format("{} {} de {} {}", number_text(count, Language::portuguese), one ? "linha" : "linhas",
                                name, one ? "foi rejeitada" : "foram rejeitadas")};
    trouble.means = {"all figures are without them; the other rows are published",
                     "todos os números estão sem elas; as outras linhas estão publicadas"};
    trouble.way_out = {
        fmt::format("correct the column `mended` of rejects/{}.csv, then `rox stage --replay`; or the export", name),
        fmt::format("corrija a coluna `mended` de rejects/{}.csv, depois `rox stage --replay`; ou a exportação", name)};
    troubles.push_back(std::move(trouble));
  }
}

void add_drift(const Target& target, const RunRecord& record, std::vector<Trouble>& troubles) {
  for (const Drift& drift : record.drift) {
    if (drift.kind == "values") continue;  // their rows are rejected, which is told
    Trouble trouble;
    trouble.key = fmt::format("{}/drift/{}.{}.{}", target.name, drift.table, drift.column, drift.kind);
    trouble.kind = "drift";
    trouble.place = "runs?run=" + record.run;
    trouble.lasting = false;
    trouble.what = {"an export has another shape: " + to_string(drift),
                    "uma exportação mudou de forma: " + to_string(drift)};
    trouble.means = {"model.toml says another shape; what was done about it stands behind the comma",
                     "model.toml diz outra forma; o que foi feito está depois da vírgula"};
    trouble.way_out = {"look at `rox model infer --diff`", "veja `rox model infer --diff`"};
    troubles.push_back(std::move(trouble));
  }
}

/// The newest verdict of each guard of rows, by the last runs.
std::vector<GuardResult> newest_verdicts(const Project& project, const Target& target, const Guards& guards) {
  constexpr std::size_t kRuns = 50;
  std::map<std::string, GuardResult> newest;
  std::size_t wanted = 0;
  for (const Guard& guard : guards.list) wanted += guard.is_about_rows() ? 1 : 0;
  std::size_t looked = 0;
  for (const std::string& run : list_runs(project.state_dir())) {
    if (newest.size() >= wanted || ++looked > kRuns) break;
    const RunRecord record = read_run(project.state_dir(), run);
    if (record.target != target.name || record.status == RunStatus::held) continue;
    for (const GuardResult& result : record.guards) newest.emplace(result.guard, result);
  }
  std::vector<GuardResult> results;
  for (const Guard& guard : guards.list) {
    const auto found = newest.find(guard.name);
    if (found != newest.end() && guard.is_about_rows() && guard.measure != GuardMeasure::newest) {
      results.push_back(found->second);
    }
  }
  return results;
}

void add_guards(const Project& project, const Target& target, std::chrono::system_clock::time_point now,
                std::vector<Trouble>& troubles) {
  const Guards guards = read_guards(project.expect_dir(), project.marts_dir(), read_model(project.model_file()));
  if (guards.list.empty()) return;
  for (const GuardResult& result : newest_verdicts(project, target, guards)) {
    if (result.verdict == GuardVerdict::warn) troubles.push_back(of_guard(target, result, "guard"));
  }
  for (const GuardResult& result : judge_published(project, target, guards, now)) {
    if (!result.is_alarm()) continue;
    const bool is_newest = result.measure == GuardMeasure::newest;
    troubles.push_back(of_guard(target, result, is_newest ? "guard" : "arrival"));
  }
}

std::string run_text(const std::optional<RunRecord>& last, Language language) {
  const bool english = language == Language::english;
  if (!last) return english ? "nothing ran yet" : "nada foi executado ainda";
  return fmt::format("{} {}: {}", english ? "last run" : "última execução", last->run, to_string(last->status));
}

}  // namespace

std::vector<Trouble> current_troubles(const Project& project, const Target& target,
                                      std::chrono::system_clock::time_point now) {
  std::vector<Trouble> troubles;
  const std::optional<RunRecord> last = last_run(project, target);
  if (last) {
    const bool failed = last->status == RunStatus::failed || last->status == RunStatus::killed;
    if (failed && !was_stopped(*last)) troubles.push_back(failure(target, *last));
    if (last->status == RunStatus::held) troubles.push_back(hold(target, *last));
    add_drift(target, *last, troubles);
  }
  add_rejects(target, read_target_state(project.state_dir(), target.name).warehouse, troubles);
  add_guards(project, target, now, troubles);
  return troubles;
}

Trouble not_started(const Target& target, const Error& error) {
  Trouble trouble;
  trouble.key = target.name + "/start";
  trouble.kind = "failure";
  trouble.what = {"nothing can run: " + placed_text(error), "nada pode ser executado: " + placed_text(error)};
  trouble.means = {"whoever looks at the dashboard sees the data of before", "quem olha o painel vê os dados de antes"};
  trouble.way_out = {error.hint_text(), error.hint_text()};
  return trouble;
}

Trouble report_of_project(const Project& project, const Target& target, const std::vector<Trouble>& troubles,
                          std::chrono::system_clock::time_point now) {
  const WarehouseState warehouse = read_target_state(project.state_dir(), target.name).warehouse;
  std::uint64_t rows = 0;
  for (const auto& [name, table] : warehouse.tables) rows += table.counts.rows_out;
  const std::optional<RunRecord> last = last_run(project, target);
  const auto what = [&](Language language) {
    const bool english = language == Language::english;
    std::string text =
        fmt::format("{}; {} {} {} {}", run_text(last, language), number_text(static_cast<double>(rows), language),
                    english ? "rows in" : "linhas em", warehouse.tables.size(), english ? "tables" : "tabelas");
    for (const auto& [table, came] : arrivals_of(project, read_model(project.model_file()), warehouse)) {
      const double hours = std::chrono::duration<double, std::ratio<3600>>(now - came).count();
      text += english ? fmt::format("; {} came {} ago", table, hours_text(hours, language))
                      : fmt::format("; {} chegou há {}", table, hours_text(hours, language));
    }
    return text;
  };
  Trouble report;
  report.key = target.name + "/report";
  report.kind = "report";
  report.lasting = false;
  report.what = {what(Language::english), what(Language::portuguese)};
  const std::size_t number = troubles.size();
  report.means = number == 0 ? Words{"all is well", "está tudo bem"}
                             : Words{fmt::format("{} {} to look at", number, number == 1 ? "thing" : "things"),
                                     fmt::format("{} {} para ver", number, number == 1 ? "coisa" : "coisas")};
  return report;
}

}  // namespace rox
