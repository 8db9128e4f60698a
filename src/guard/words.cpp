#include "guard/words.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <string_view>

#include "base/local_time.hpp"

namespace rox {
namespace {

/// A text in both languages.
struct Phrase {
  std::string_view english;
  std::string_view portuguese;

  std::string_view in(Language language) const { return language == Language::english ? english : portuguese; }
};

template <class... Values>
std::string say(Language language, const Phrase& phrase, const Values&... values) {
  return fmt::format(fmt::runtime(phrase.in(language)), values...);
}

bool is_time(GuardMeasure measure) {
  return measure == GuardMeasure::newest || measure == GuardMeasure::age || measure == GuardMeasure::arrival;
}

/// A value or a bound, as its measure has it.
std::string amount(double value, GuardMeasure measure, Language language) {
  if (is_time(measure)) return hours_text(value, language);
  if (measure == GuardMeasure::missing) return share_text(value, language);
  const bool counts = measure == GuardMeasure::rows || measure == GuardMeasure::new_rows;
  return number_text(value, language, counts ? 0 : 2);
}

std::string is_there(const GuardResult& result, Language language) {
  if (!result.value && result.measure == GuardMeasure::missing) {
    return say(language, {"{} has no rows", "{} não tem linhas"}, result.subject);
  }
  if (!result.value && is_time(result.measure)) {
    const std::string what = result.column.empty() ? result.subject : result.subject + "." + result.column;
    return result.measure == GuardMeasure::newest
               ? say(language, {"{} has no value", "{} não tem valor"}, what)
               : say(language, {"no export of {} has come yet", "ainda não chegou exportação de {}"}, what);
  }
  if (!result.value) {
    return say(language, {"{} is measured for the first time", "{} é medida pela primeira vez"}, result.guard);
  }
  const std::string value = amount(*result.value, result.measure, language);
  const bool one = *result.value == 1;
  switch (result.measure) {
    case GuardMeasure::rows:
      return say(language,
                 one ? Phrase{"{} has {} row", "{} tem {} linha"} : Phrase{"{} has {} rows", "{} tem {} linhas"},
                 result.subject, value);
    case GuardMeasure::new_rows:
      return say(language,
                 one ? Phrase{"{} has {} new row", "{} tem {} linha nova"}
                     : Phrase{"{} has {} new rows", "{} tem {} linhas novas"},
                 result.subject, value);
    case GuardMeasure::missing:
      return say(language, {"{}.{} is missing in {} of the rows", "{}.{} falta em {} das linhas"}, result.subject,
                 result.column, value);
    case GuardMeasure::sum:
      return say(language, {"the sum of {}.{} is {}", "a soma de {}.{} é {}"}, result.subject, result.column, value);
    case GuardMeasure::new_sum:
      return say(language, {"the sum of {}.{} grew by {}", "a soma de {}.{} cresceu {}"}, result.subject, result.column,
                 value);
    case GuardMeasure::newest:
      return say(language, {"the newest {}.{} is {} old", "o valor mais novo de {}.{} tem {}"}, result.subject,
                 result.column, value);
    case GuardMeasure::age:
    case GuardMeasure::arrival: break;
  }
  return say(language, {"the newest export of {} came {} ago", "a exportação mais nova de {} chegou há {}"},
             result.subject, value);
}

std::string expected(const GuardResult& result, Language language) {
  const auto bound = [&](double value) { return amount(value, result.measure, language); };
  if (result.least && result.most) {
    return say(language, {"{} to {} is expected", "espera-se de {} a {}"}, bound(*result.least), bound(*result.most));
  }
  if (result.least) return say(language, {"at least {} is expected", "espera-se ao menos {}"}, bound(*result.least));
  if (result.most) return say(language, {"at most {} is expected", "espera-se no máximo {}"}, bound(*result.most));
  return "";
}

std::string usual(const UsualRange& usual, GuardMeasure measure, Language language) {
  const std::string turns =
      usual.most_at_turns ? say(language, {", and at the turn of a month up to {}", ", e na virada do mês até {}"},
                                amount(*usual.most_at_turns, measure, language))
                          : "";
  return say(language,
             {"usual on a {} is {} (median of {}, spread {})", "o usual em {} é {} (mediana de {}, dispersão {})"},
             weekday_name(usual.weekday, language), amount(usual.median, measure, language), usual.samples,
             amount(usual.spread, measure, language)) +
         turns;
}

/// An hour of a day here, of what utc_now() writes.
std::string moment(const std::string& utc) {
  const auto time = parse_utc(utc);
  if (!time) return utc;
  const LocalTime local = local_time(*time);
  return calendar_day_text(local.day) + " " + time_of_day_text(local.of_day);
}

}  // namespace

std::string hours_text(double hours, Language language) {
  constexpr double kDay = 24;
  constexpr double kHour = 60;
  const auto text = [&](double number, const Phrase& one, const Phrase& many) {
    const double rounded = std::round(number);
    return fmt::format("{:.0f} {}", rounded, (rounded == 1 ? one : many).in(language));
  };
  if (std::fabs(hours) >= 2 * kDay) return text(hours / kDay, {"day", "dia"}, {"days", "dias"});
  if (std::fabs(hours) >= 1) return text(hours, {"hour", "hora"}, {"hours", "horas"});
  return text(hours * kHour, {"minute", "minuto"}, {"minutes", "minutos"});
}

std::string weekday_name(unsigned weekday, Language language) {
  static constexpr std::array<Phrase, 7> kNames{{{"Sunday", "um domingo"},
                                                 {"Monday", "uma segunda-feira"},
                                                 {"Tuesday", "uma terça-feira"},
                                                 {"Wednesday", "uma quarta-feira"},
                                                 {"Thursday", "uma quinta-feira"},
                                                 {"Friday", "uma sexta-feira"},
                                                 {"Saturday", "um sábado"}}};
  return std::string(kNames.at(weekday).in(language));
}

std::string guard_text(const GuardResult& result, Language language) {
  std::string text = is_there(result, language);
  if (result.measure == GuardMeasure::arrival) {
    if (!result.is_alarm()) return text;
    return say(language, {"{}; one was due by {}", "{}; uma era esperada até {}"}, text, moment(result.due));
  }
  if (result.usual) text += "; " + usual(*result.usual, result.measure, language);
  const std::string range = expected(result, language);
  if (!range.empty() && result.verdict != GuardVerdict::learning) {
    text += (result.usual ? say(language, {", so ", ", então "}) : "; ") + range;
  }
  if (result.verdict == GuardVerdict::learning) {
    text += say(language, {"; still learning what is usual", "; ainda aprendendo o que é usual"});
  }
  return text;
}

}  // namespace rox
