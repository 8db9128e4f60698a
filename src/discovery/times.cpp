#include "discovery/times.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "discovery/words.hpp"
#include "model/format_words.hpp"

namespace rox {
namespace {

/// Durations are mostly shorter, and something happens later on most days.
constexpr std::int64_t kMorning = std::int64_t{6} * 3600 * 1'000'000;

enum class NameSays { nothing, time, moment, span, other, both };

/// Words that say when something is, that may also say how long ("time"), that say how long, and what else has a colon
/// between two numbers.
NameSays read_name(std::string_view name) {
  static const std::set<std::string> kMoments{
      "hora",     "horario",  "hour",      "clock",      "ora",          "heure",    "uhrzeit",     "uhr",
      "inicio",   "comeco",   "fim",       "termino",    "entrada",      "saida",    "chegada",     "partida",
      "embarque", "abertura", "fecha",     "fechamento", "encerramento", "agendado", "agendamento", "agenda",
      "marcado",  "start",    "starts",    "started",    "begin",        "begins",   "end",         "ends",
      "ended",    "open",     "opens",     "opening",    "opened",       "close",    "closes",      "closing",
      "closed",   "arrival",  "arrives",   "arrived",    "departure",    "departs",  "departed",    "from",
      "until",    "since",    "at",        "checkin",    "checkout",     "desde",    "ate",         "slot",
      "shift",    "turno",    "scheduled", "schedule",   "beginn",       "ende"};
  static const std::set<std::string> kTimes{"time", "times", "zeit", "tempo", "hhmm", "hhmmss"};
  static const std::set<std::string> kSpans{
      "duration",    "duracao",  "dauer",    "elapsed",  "length",   "lap",       "laps",    "volta",    "pace",
      "ritmo",       "split",    "splits",   "parcial",  "runtime",  "run",       "took",    "taken",    "worked",
      "trabalhadas", "hours",    "horas",    "minutes",  "minutos",  "mins",      "seconds", "segundos", "extra",
      "extras",      "overtime", "delay",    "atraso",   "interval", "intervalo", "wait",    "waiting",  "espera",
      "lead",        "response", "resposta", "race",     "corrida",  "chip",      "gun",     "marathon", "maratona",
      "playtime",    "talk",     "handle",   "downtime", "uptime",   "total",     "spent",   "gasto",    "gap",
      "net",         "banco",    "saldo",    "tracking", "cooking",  "cook",      "prep",    "bake",     "preparo",
      "cozimento",   "workout"};
  static const std::set<std::string> kOthers{
      "score",    "scores", "placar", "result",    "resultado",  "ratio",    "ratios",  "aspect",    "proporcao",
      "razao",    "verse",  "verses", "versiculo", "versiculos", "verso",    "passage", "scripture", "chapter",
      "capitulo", "odds",   "scale",  "escala",    "dilution",   "diluicao", "mix",     "gear",      "goals",
      "gols",     "points", "pontos", "sets",      "partial",    "citation", "port"};
  const std::vector<std::string> words = words_of(name);
  const auto has = [&](const std::set<std::string>& known) {
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return known.contains(word); });
  };
  const bool moment = has(kMoments), time = has(kTimes), span = has(kSpans), other = has(kOthers);
  if ((moment && (span || other)) || (time && other)) return NameSays::both;
  if (moment) return NameSays::moment;
  if (other) return NameSays::other;
  if (span) return NameSays::span;
  return time ? NameSays::time : NameSays::nothing;
}

enum class Reading { time, likely_time, likely_other };

/// What the values are, where nobody says.
Reading read_values(const TimeEvidence& time, NameSays name) {
  if (time.latest.amount < kMorning) {
    return name == NameSays::time && !time.short_hour.set ? Reading::likely_time : Reading::likely_other;
  }
  if (name == NameSays::time && time.padded.set) return Reading::time;
  const bool on_grid = !time.off_grid.set;  // appointments are at :00, :05, :10, scores and verses are not
  if (time.padded.set) return on_grid ? Reading::time : Reading::likely_time;
  if (name == NameSays::time) return on_grid ? Reading::time : Reading::likely_time;
  return on_grid || time.seconds.set || !time.short_hour.set ? Reading::likely_time : Reading::likely_other;
}

std::string say_so(const Format& format) {
  const std::string words = format_words(format);
  return "type = \"TIME\"" + (words.empty() ? "" : fmt::format(", format = \"{}\"", words));
}

const Witness& first_in(const TimeEvidence& time, TimeForm form) { return time.forms[static_cast<std::size_t>(form)]; }

}  // namespace

bool all_times(const TimeEvidence& time) {
  return time.misfits.count == 0 && time.count > 0 && time.past_midnight.count == 0 && time.below_zero.count == 0;
}

TimeVerdict judge_times(const TimeEvidence& time, std::string_view name, const std::vector<std::string>& files) {
  TimeVerdict verdict;
  const auto say = [&](const Witness& witness) { return witness_text(witness, files); };
  const auto warn = [&](std::string text) {
    verdict.warnings.push_back(std::move(text));
    return verdict;
  };
  if (time.below_zero.count > 0) {
    return warn(fmt::format("times below zero, kept as text as they are written: {}", say(time.below_zero.first)));
  }
  if (time.past_midnight.count > 0) {
    return warn(
        fmt::format("times past 24 hours, kept as text as they are written: {}", say(time.past_midnight.first)));
  }
  const Witness& clock = first_in(time, TimeForm::clock);
  const Witness& halves = first_in(time, TimeForm::half_days);
  const Witness& letters = first_in(time, TimeForm::letters);
  if (halves.set && (clock.set || letters.set)) {
    return warn(fmt::format("{} has AM or PM, {} has none: text, since nobody can tell which half of the day is meant",
                            say(halves), say(clock.set ? clock : letters)));
  }
  if (clock.set && letters.set) {
    Format both;
    both.time_form = TimeForm::letters;
    return warn(fmt::format("times of day in two writings, {} and {}: text. To read both, say so in model.toml: {}",
                            say(clock), say(letters), say_so(both)));
  }
  verdict.format.time_form = halves.set ? TimeForm::half_days : letters.set ? TimeForm::letters : TimeForm::clock;
  const NameSays said = read_name(name);
  if (!halves.set && (said == NameSays::span || said == NameSays::other)) {
    return warn(fmt::format("{} is {}, by the column's name: text. If these are times of day, say so in model.toml: {}",
                            say(time.first), said == NameSays::span ? "a duration" : "no time of day",
                            say_so(verdict.format)));
  }
  Reading reading = halves.set || said == NameSays::moment ? Reading::time : read_values(time, said);
  if (reading == Reading::time && !halves.set && said == NameSays::both) reading = Reading::likely_time;
  if (reading == Reading::likely_other) {
    return warn(fmt::format(
        "{}, a close call: text. If these are times of day, say so in model.toml: {}",
        time.latest.amount < kMorning
            ? fmt::format("{} may be a duration or a time of day, and no value is past 6:00", say(time.first))
            : fmt::format("{} may be a time of day, a duration or a score", say(time.short_hour)),
        say_so(verdict.format)));
  }
  verdict.is_time = true;
  verdict.reasons.push_back(
      fmt::format("all {} values are times of day, up to {}", time.count, say(time.latest.witness)));
  if (reading == Reading::likely_time) {
    verdict.warnings.push_back(
        fmt::format("{} is read as a time of day, a close call. If these are durations or anything else, say so in "
                    "model.toml: type = \"VARCHAR\"",
                    say(time.first)));
  }
  return verdict;
}

}  // namespace rox
