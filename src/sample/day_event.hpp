// What happens on days of the sample company, as values.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace rox {

struct Day;

inline constexpr std::uint32_t kNever = std::numeric_limits<std::uint32_t>::max();

/// What rox should do about something planted.
enum class Outcome {
  load,    // every row, with exit code 0
  widen,   // the same, and say what was changed in the model
  reject,  // these rows, and load the others
  stop,    // with exit code 1, and leave the warehouse as it was; until the exports, or the project, are mended
};
std::string_view to_string(Outcome outcome);

/// Something that happens on a day, as days.json has it.
struct PlantedEvent {
  std::uint32_t day = 0;
  std::string_view kind;
  Outcome rox = Outcome::load;
  std::uint32_t until = kNever;  // the last day on which the exports have it
  std::string_view table;
  std::string column;
  std::string what;
  std::vector<std::string> keys;  // "SalesOrderID = 43701"
  std::string edit;               // what a person has to say in the project, so that a stopped run goes on; or empty
};

struct EventKind;

struct Occurrence {
  const EventKind* kind = nullptr;
  std::uint32_t day = 0;
  std::uint32_t times = 0;  // how often it has occurred before
};

/// Changes the day and says in `event` what that is about. Called on each day on which the event shows.
using PlantEvent = void (*)(Day& day, const Occurrence& occurrence, PlantedEvent& event);

enum class Span {
  lasting,  // from its day on
  one_day,  // on its day; the next export is good
  before,   // up to its day, on which it ends
};

struct EventKind {
  std::string_view name;
  std::uint32_t first;
  std::uint32_t every;  // days until it occurs again; 0: never
  Span span;
  Outcome rox;
  PlantEvent plant;
};

bool is_active(const Occurrence& occurrence, std::uint32_t day);

}  // namespace rox
