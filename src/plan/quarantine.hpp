// What rejected rows explain of what checks find. A quarantined order line leaves its order with a wrong sum: that is
// known, and no reason to keep the whole company's warehouse back. A wrong sum in another order is one.
//
// So a failing row is told by its key. It is explained if its key is one that a rejected row has, refers to (the order
// of a line), or that refers to a rejected row (the orders of a customer), by the relations of the model, over any
// number of tables. Where no key tells, because a rejected row's can't be read or the check's rows have none, it is a
// guess by numbers: no more rows than there are such rejects. All other failing rows stand. docs/checks.md says what
// that means for people.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/duckdb/duckdb.hpp"
#include "ledger/accounts.hpp"
#include "model/model.hpp"
#include "plan/plan.hpp"
#include "quality/evaluate.hpp"

namespace rox {

class Quarantine {
 public:
  struct Places {
    /// Where the checks are evaluated.
    std::function<Engine&()> warehouse;
    /// The accounts with the rejects of a table.
    std::function<Engine&(const std::string& table)> accounts;
    /// A DuckDB connection that has read_export().
    std::function<DuckDbConnection()> exports;
  };

  /// All of it must outlive this. `state`: of the warehouse in which the checks are evaluated.
  Quarantine(const Model& model, const Plan& plan, const WarehouseState& state, Places places)
      : model_(model), plan_(plan), state_(state), places_(std::move(places)) {}

  /// Whether rejected rows may be why the check fails: it reads a table that has some, and not row by row.
  bool may_explain(const Check& check) const;

  /// Looks at the failing rows of a check that failed. If all of them are explained it is a warning; `explained` says
  /// by what, or how many are.
  void explain(CheckResult& result);

 private:
  using Key = std::vector<std::string>;

  struct RejectedRow {
    const Table* table = nullptr;
    std::string file;
    std::uint64_t line = 0;
    std::string column;
  };
  /// Keys of tables, each with the number of the rejected row that touches it.
  using Keys = std::map<const Table*, std::map<Key, std::size_t>>;
  struct Touched {
    Keys rows;     // of rejected rows and of rows that refer to them
    Keys parents;  // that rejected rows refer to
  };
  /// What is known for the tables that a check reads.
  struct Reach {
    std::vector<std::size_t> rejects;
    Touched known;
    Touched guessed;
    std::map<const Table*, std::vector<std::size_t>> unread;   // rejects of the table whose key can't be read
    std::map<const Table*, std::vector<std::size_t>> unknown;  // rejects that may touch any row of the table
  };
  /// The key's values by rejected row; none where it has none. Rows whose values can't be read aren't in it.
  using ReadKeys = std::map<std::size_t, std::optional<Key>>;
  class Judgement;

  const std::vector<std::size_t>& rejects_of(const Table& table);
  const ReadKeys& keys_of(const Table& table, const std::vector<std::string>& columns);
  Reach reach(const std::vector<const Table*>& tables);
  void add_rejects(const Table& table, const std::vector<const Table*>& tables, Reach& reach);
  bool guess_missing_parents(const Table& table, const std::vector<const Table*>& tables, Reach& reach);
  void add_unknown(const std::vector<const Table*>& tables, Reach& reach) const;
  void add_children(const std::vector<const Table*>& tables, Keys& keys);
  void add_parents(const std::vector<const Table*>& tables, Keys& keys);
  std::string place(std::size_t reject) const;

  const Model& model_;
  const Plan& plan_;
  const WarehouseState& state_;
  const Places places_;
  std::vector<RejectedRow> rejected_;
  std::map<const Table*, std::vector<std::size_t>> by_table_;
  std::map<std::pair<const Table*, std::vector<std::string>>, ReadKeys> keys_;
};

}  // namespace rox
