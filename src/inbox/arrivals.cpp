#include "inbox/arrivals.hpp"

#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/json.hpp"
#include "inbox/arrival_name.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kReplacedKept = 10;  // of one name

std::filesystem::path file_of(const Project& project) { return project.inbox_dir() / "arrivals.json"; }

Json to_json(const Arrival& arrival) {
  return {{"file", arrival.file},
          {"source", arrival.source},
          {"bytes", arrival.bytes},
          {"version", arrival.version},
          {"sha256", arrival.sha256},
          {"xxh3", arrival.xxh3},
          {"first_seen", arrival.first_seen},
          {"taken", arrival.taken},
          {"run", arrival.run},
          {"state", to_string(arrival.state)},
          {"why", arrival.why},
          {"left", arrival.left},
          {"gone", arrival.gone}};
}

ArrivalState parse_state(const JsonValue& value) {
  const std::string text = value.text();
  for (const ArrivalState state :
       {ArrivalState::waiting, ArrivalState::refused, ArrivalState::taken, ArrivalState::replaced}) {
    if (text == to_string(state)) return state;
  }
  throw value.error("is no state of an arrival");
}

/// Whoever forges the account leads rox nowhere: what it names is a file of the mirror.
void require_inside(const Arrival& arrival, const JsonValue& value) {
  constexpr std::size_t kDigits = 64;
  const bool is_sum =
      arrival.sha256.size() == kDigits && arrival.sha256.find_first_not_of("0123456789abcdef") == std::string::npos;
  const bool is_taken = arrival.state == ArrivalState::taken;
  if (is_taken ? !is_sum : !is_sum && !arrival.sha256.empty()) throw value.member("sha256").error("is no SHA-256");
  if (is_taken && arrival_name_problem(arrival.file)) throw value.member("file").error("is no name of a file");
}

Arrival from_json(const JsonValue& value) {
  Arrival arrival;
  arrival.file = value.member("file").text();
  arrival.source = value.member("source").text();
  arrival.bytes = value.member("bytes").count();
  arrival.version = value.member("version").text();
  arrival.sha256 = value.member("sha256").text();
  arrival.xxh3 = value.member("xxh3").text();
  arrival.first_seen = value.member("first_seen").text();
  arrival.taken = value.member("taken").text();
  arrival.run = value.member("run").text();
  arrival.state = parse_state(value.member("state"));
  arrival.why = value.member("why").text();
  arrival.left = value.member("left").text();
  arrival.gone = value.member("gone").flag();
  require_inside(arrival, value);
  return arrival;
}

void put(Arrivals& arrivals, Arrival arrival) {
  NamedArrivals& named = arrivals[arrival.file];
  switch (arrival.state) {
    case ArrivalState::waiting:
    case ArrivalState::refused: named.pending = std::move(arrival); return;
    case ArrivalState::taken: named.taken = std::move(arrival); return;
    case ArrivalState::replaced: named.replaced.push_back(std::move(arrival)); return;
  }
}

}  // namespace

Arrivals read_arrivals(const Project& project) {
  Arrivals arrivals;
  if (!file_identity(file_of(project))) return arrivals;
  for (const JsonValue& value : read_json(file_of(project)).member("arrivals").elements()) {
    put(arrivals, from_json(value));
  }
  return arrivals;
}

void write_arrivals(const Project& project, const Arrivals& arrivals) {
  Json list = Json::array();
  for (const Arrival& arrival : list_arrivals(arrivals)) list.push_back(to_json(arrival));
  make_directories(project.inbox_dir());
  write_file(file_of(project), json_text(Json{{"arrivals", std::move(list)}}, 1) + "\n");
}

void replace_arrival(NamedArrivals& named) {
  if (!named.taken) return;
  named.taken->state = ArrivalState::replaced;
  named.replaced.push_back(*std::move(named.taken));
  named.taken.reset();
  if (named.replaced.size() > kReplacedKept) named.replaced.erase(named.replaced.begin());
}

void take_arrival(NamedArrivals& named, const std::string& time) {
  replace_arrival(named);
  named.taken = *std::move(named.pending);
  named.pending.reset();
  named.taken->state = ArrivalState::taken;
  named.taken->taken = time;
  named.taken->why.clear();
}

std::vector<Arrival> list_arrivals(const Arrivals& arrivals) {
  std::vector<Arrival> list;
  for (const auto& [name, named] : arrivals) {
    list.insert(list.end(), named.replaced.begin(), named.replaced.end());
    if (named.taken) list.push_back(*named.taken);
    if (named.pending) list.push_back(*named.pending);
  }
  return list;
}

}  // namespace rox
