#include <gmock/gmock.h>

#include <arpa/inet.h>
#include <sys/socket.h>

#include <atomic>
#include <thread>

#include "base/file.hpp"
#include "base/stop.hpp"
#include "engine/postgres/postgres.hpp"
#include "engine/postgres/server_support.hpp"
#include "engine/result/cells.hpp"

namespace rox {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

/// What a machine that is busy with other tests may take beside the two seconds that are promised.
constexpr auto kSoon = 4s;

class PostgresInterrupt : public testing::Test {
 protected:
  static void SetUpTestSuite() { server_ = test::PostgresServer::start(); }
  static void TearDownTestSuite() { server_.reset(); }
  void SetUp() override {
    if (!server_) GTEST_SKIP() << "no PostgreSQL server (Debian: postgresql-15)";
  }

  static PostgresConnection connect(std::stop_token stop = {}) {
    return PostgresConnection(server_->config(), {.search_path = {}, .stop = std::move(stop)});
  }

  /// Waits until the server runs a statement with that text in it.
  static void await(const std::string& text) {
    PostgresConnection watcher = connect();
    const std::string sql =
        "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid <> "
        "pg_backend_pid() AND query LIKE '%" +
        text + "%'";
    const auto end = Clock::now() + 30s;
    while (query_integer(watcher, sql) == 0) {
      ASSERT_LT(Clock::now(), end) << text;
      std::this_thread::sleep_for(10ms);
    }
  }

  /// Does `work`, which has to end with an interruption soon after `interrupt` was called, which is called once the
  /// server runs `text`.
  static void expect_interrupted(const std::string& text, const std::function<void()>& interrupt,
                                 const std::function<void()>& work) {
    std::atomic<Clock::time_point> asked{};
    const std::jthread other([&] {
      await(text);
      asked = Clock::now();
      interrupt();
    });
    try {
      work();
      FAIL() << "it was not interrupted";
    } catch (const Error& error) {
      EXPECT_STREQ(error.what(), interrupted_error().what());
      EXPECT_EQ(error.kind(), ErrorKind::outside);
      EXPECT_FALSE(error.can_retry());
    }
    EXPECT_LT(Clock::now() - asked.load(), kSoon);
  }

  static std::unique_ptr<test::PostgresServer> server_;
};

std::unique_ptr<test::PostgresServer> PostgresInterrupt::server_;

TEST_F(PostgresInterrupt, EndsAStatementAndTheNextOneRuns) {
  PostgresConnection connection = connect();
  expect_interrupted(
      "pg_sleep", [&] { connection.interrupt(); }, [&] { connection.execute("SELECT pg_sleep(60)"); });
  EXPECT_EQ(query_integer(connection, "SELECT 7"), 7);
}

TEST_F(PostgresInterrupt, EndsAQueryBeforeItsFirstRowAndInTheMiddleOfItsRows) {
  PostgresConnection connection = connect();
  expect_interrupted(
      "pg_sleep", [&] { connection.interrupt(); }, [&] { connection.query("SELECT pg_sleep(60)"); });
  expect_interrupted(
      "generate_series", [&] { connection.interrupt(); },
      [&] {
        const auto rows = connection.query("SELECT * FROM generate_series(1, 1000000000)");
        while (rows->next()) {
        }
      });
  EXPECT_EQ(query_integer(connection, "SELECT 7"), 7);
}

TEST_F(PostgresInterrupt, EndsACopyWithoutARow) {
  PostgresConnection connection = connect();
  connection.execute("CREATE TABLE copied (i INTEGER)");
  expect_interrupted(
      "COPY copied", [&] { connection.interrupt(); },
      [&] {
        connection.copy_in("COPY copied FROM STDIN", [](const PostgresConnection::CopySink& sink) {
          for (;;) sink("1\n2\n3\n4\n");
        });
      });
  EXPECT_EQ(query_integer(connection, "SELECT count(*) FROM copied"), 0);
}

TEST_F(PostgresInterrupt, EndsACopyThatTheServerDoesNotTake) {
  PostgresConnection connection = connect();
  connection.execute(
      "CREATE TABLE slow (i INTEGER); CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM "
      "pg_sleep(60); RETURN NEW; END $$; CREATE TRIGGER slow BEFORE INSERT ON slow FOR EACH ROW EXECUTE FUNCTION "
      "wait()");
  const std::string many(1'000'000, '\n');
  expect_interrupted(
      "COPY slow", [&] { connection.interrupt(); },
      [&] {
        connection.copy_in("COPY slow FROM STDIN (NULL '')", [&](const PostgresConnection::CopySink& sink) {
          for (int i = 0; i < 100; ++i) sink(many);
        });
      });
  EXPECT_EQ(query_integer(connection, "SELECT count(*) FROM slow"), 0);
}

TEST_F(PostgresInterrupt, DoesNothingToACallThatComesLater) {
  PostgresConnection connection = connect();
  connection.interrupt();
  EXPECT_EQ(query_integer(connection, "SELECT 7"), 7);
}

TEST_F(PostgresInterrupt, ByATokenLastsForAllLaterCalls) {
  std::stop_source stop;
  PostgresConnection connection = connect(stop.get_token());
  EXPECT_EQ(query_integer(connection, "SELECT 7"), 7);
  expect_interrupted(
      "pg_sleep", [&] { stop.request_stop(); }, [&] { connection.execute("SELECT pg_sleep(60)"); });
  EXPECT_THROW(connection.execute("SELECT 1"), Error);
  EXPECT_THROW(connect(stop.get_token()), Error);
}

/// Takes connections and says nothing.
TEST(PostgresConnect, IsEndedByItsToken) {
  const UniqueFd listening{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ASSERT_EQ(::bind(listening.get(), reinterpret_cast<const sockaddr*>(&address), size), 0);
  ASSERT_EQ(::listen(listening.get(), 1), 0);
  ASSERT_EQ(::getsockname(listening.get(), reinterpret_cast<sockaddr*>(&address), &size), 0);
  PostgresConfig config;
  config.host = "127.0.0.1";
  config.port = std::to_string(ntohs(address.sin_port));
  std::stop_source stop;
  const auto begun = Clock::now();
  const std::jthread other([&](const std::stop_token& over) {
    const UniqueFd there{::accept4(listening.get(), nullptr, nullptr, SOCK_CLOEXEC)};
    stop.request_stop();
    wait_for(kSoon, over);
  });
  try {
    const PostgresConnection connection(config, {.search_path = {}, .stop = stop.get_token()});
    FAIL() << "there is no server";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), interrupted_error().what());
  }
  EXPECT_LT(Clock::now() - begun, kSoon);
}

}  // namespace
}  // namespace rox
