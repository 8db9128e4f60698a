// A PostgreSQL of a test's own, on a free port of 127.0.0.1; gone when this is.
#pragma once

#include <filesystem>
#include <memory>

#include "base/temporary_folder.hpp"
#include "project/project.hpp"

namespace rox::test {

class PostgresServer {
 public:
  /// Null if this machine has no PostgreSQL to start.
  static std::unique_ptr<PostgresServer> start();
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  PostgresConfig config() const;

 private:
  explicit PostgresServer(std::filesystem::path programs);

  const std::filesystem::path programs_;
  TemporaryFolder folder_{"test-postgres"};
  std::filesystem::path data_;
  int port_ = 0;
};

}  // namespace rox::test
