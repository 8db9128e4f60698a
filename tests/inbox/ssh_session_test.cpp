#include "inbox/ssh_session.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <stdexcept>

#include "base/file.hpp"

namespace rox {
namespace {

struct Pair {
  Pair() {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) != 0) throw std::runtime_error("no sockets");
    here.reset(ends[0]);
    there.reset(ends[1]);
  }
  /// Waits until the connection is ended.
  bool is_ended() const {
    char byte = 0;
    return ::recv(there.get(), &byte, 1, 0) == 0;
  }

  UniqueFd here;
  UniqueFd there;
};

TEST(ConnectionWatch, EndsAConnectionOnWhichNothingMoves) {
  const Pair pair;
  ConnectionWatch watch(pair.here.get(), std::chrono::seconds(0), {});
  EXPECT_FALSE(watch.gave_up());
  watch.touch();
  EXPECT_TRUE(pair.is_ended());
  EXPECT_TRUE(watch.gave_up());
}

TEST(ConnectionWatch, EndsAConnectionWhenItIsAskedTo) {
  const Pair pair;
  std::stop_source stop;
  ConnectionWatch watch(pair.here.get(), std::chrono::hours(1), stop.get_token());
  watch.touch();
  stop.request_stop();
  EXPECT_TRUE(pair.is_ended());
}

TEST(ConnectionWatch, LetsAConnectionBeThatNobodyWaitsFor) {
  const Pair pair;
  { const ConnectionWatch watch(pair.here.get(), std::chrono::seconds(0), {}); }
  const char byte = 'x';
  EXPECT_EQ(::send(pair.here.get(), &byte, 1, MSG_NOSIGNAL), 1);
}

}  // namespace
}  // namespace rox
