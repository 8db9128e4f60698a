// Statements that are written as for an engine, but only collected: for a transaction that is run as a whole.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "engine/engine.hpp"

namespace rox {

class StatementList : public Engine {
 public:
  /// Written as `engine` takes it.
  explicit StatementList(const Engine& engine)
      : name_(engine.name()), dialect_(engine.dialect()), accounts_(engine.accounts()) {}

  std::string_view name() const override { return name_; }
  SqlDialect dialect() const override { return dialect_; }
  std::string accounts() const override { return accounts_; }
  void execute(std::string_view sql) override { statements_.emplace_back(sql); }
  std::unique_ptr<Result> query(std::string_view) override {
    throw std::logic_error("statements that are only collected have no rows");
  }

  void interrupt() override {}  // nothing runs

  const std::vector<std::string>& statements() const { return statements_; }

 private:
  const std::string name_;
  const SqlDialect dialect_;
  const std::string accounts_;
  std::vector<std::string> statements_;
};

}  // namespace rox
