// What became of a file that lies elsewhere: one row of the account of arrivals (.rox/inbox/arrivals.json, and
// rox.arrivals in the warehouse).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rox {

enum class ArrivalState {
  waiting,   // it isn't complete yet
  refused,   // it won't be taken as it is
  taken,     // it is among the exports
  replaced,  // it was, until the same name came anew
};

std::string_view to_string(ArrivalState state);

struct Arrival {
  std::string file;    // its name below the source's folder
  std::string source;  // the address, without what is secret
  std::uint64_t bytes = 0;
  std::string version;     // with `bytes` what tells it from what is called so later: its time, or its tag
  std::string sha256;      // of what was fetched; empty: it wasn't
  std::string xxh3;        // the same, as rox.files says it
  std::string first_seen;  // of this version, in UTC
  std::string taken;       // in UTC; empty: not yet
  std::string run;         // that published its rows; empty: none yet
  std::string why;         // it isn't taken, or its rows aren't loaded
  ArrivalState state = ArrivalState::waiting;
  std::string left;   // "moved" or "deleted", by rox, once it was published
  bool gone = false;  // it isn't there any more

  bool operator==(const Arrival&) const = default;
};

}  // namespace rox
