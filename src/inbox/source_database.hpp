// A database as a source: its tables, each as the text of an export. All but this interface is in the .cpp of one kind
// of server.
//
// What holds: it is only read; a failure that may pass is a retryable outside error; what is asked for ends soon after
// `stop` is requested, as far as the server's client can; no secret is in an error.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "inbox/catalogue.hpp"

namespace rox {

/// The keys and relations of tables take some servers many questions more.
enum class CatalogueDetail { columns, keys };

class SourceDatabase {
 public:
  using Receive = std::function<void(std::string_view)>;

  SourceDatabase() = default;
  virtual ~SourceDatabase() = default;
  SourceDatabase(const SourceDatabase&) = delete;
  SourceDatabase& operator=(const SourceDatabase&) = delete;

  /// "erp on 127.0.0.1:5432"
  virtual const std::string& where() const = 0;
  /// From now on everything is read as it is at this moment. What isn't, and why, for people; empty: all of it is.
  virtual std::vector<std::string> begin_snapshot() = 0;
  /// Those that [source] tables describes; without it all, but for views and the server's own.
  virtual std::vector<CatalogueTable> tables(CatalogueDetail detail) = 0;
  /// A CSV of its rows with a header, piece by piece: missing values as nothing, empty texts as "", times in UTC, true
  /// and false as words. False: what came is to be forgotten and this called again, which then reads in another way.
  virtual bool copy(const CatalogueTable& table, char delimiter, const Receive& receive) = 0;
};

}  // namespace rox
