// What hasn't been sent yet: .rox/outbox/<channel>.json. Notices wait there through quiet hours and while a server is
// away; what waits together becomes one message.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "notify/message.hpp"

namespace rox {

struct Outbox {
  std::vector<ToldNotice> notices{};
  unsigned tries = 0;                                // in vain
  std::chrono::system_clock::time_point next_try{};  // not before
  std::chrono::system_clock::time_point oldest{};    // when the first of them was put in
  std::string problem{};                             // of the last try

  bool empty() const { return notices.empty(); }
};

/// Puts it in. Of one thing that begins and ends before anybody was told, only the end stays; what goes on says nothing
/// that isn't in there.
void add_notice(Outbox& outbox, ToldNotice notice, std::chrono::system_clock::time_point now);

/// Another try in vain: the next one is later each time, up to an hour.
void note_failure(Outbox& outbox, std::string problem, std::chrono::system_clock::time_point now);

/// A damaged file is as none.
Outbox read_outbox(const std::filesystem::path& file);
/// An empty one has no file.
void write_outbox(const std::filesystem::path& file, const Outbox& outbox);

}  // namespace rox
