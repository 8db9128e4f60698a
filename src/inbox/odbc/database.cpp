#include "inbox/odbc/database.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "base/csv.hpp"
#include "inbox/odbc/catalogue.hpp"
#include "inbox/odbc/driver.hpp"
#include "inbox/odbc/handle.hpp"
#include "inbox/odbc/rows.hpp"
#include "inbox/odbc/select.hpp"
#include "inbox/odbc/server.hpp"

namespace rox {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 18;
/// Of a table that is asked for part by part: as many rows as have about so many bytes.
constexpr std::uint64_t kPartBytes = std::uint64_t{16} << 20;
constexpr std::uint64_t kFirstPart = 1000;
constexpr std::uint64_t kLargestPart = 100'000;

std::string place(const RemoteSource& source) {
  if (source.scheme == "odbc" && source.driver.empty()) return "data source " + source.host;
  const std::string host = source.port.empty() ? source.host : source.host + ":" + source.port;
  return source.folder.empty() ? host : fmt::format("{} on {}", source.folder, host);
}

OdbcConnection::Address address_of(const RemoteSource& source) {
  const std::string driver = choose_odbc_driver(source, installed_odbc_drivers());
  const Login login = find_login(source);
  return {odbc_connection_string(source, driver, login), place(source), {login.password}};
}

class OdbcDatabase final : public SourceDatabase {
 public:
  OdbcDatabase(const RemoteSource& source, const std::stop_token& stop)
      : source_(source),
        connection_(address_of(source), stop),
        server_(odbc_server(connection_)),
        names_(connection_) {}

  const std::string& where() const override { return connection_.where(); }

  std::vector<std::string> begin_snapshot() override { return begin_odbc_snapshot(connection_, server_, source_); }

  std::vector<CatalogueTable> tables(CatalogueDetail detail) override {
    return read_odbc_catalogue(connection_, server_, source_, detail);
  }

  bool copy(const CatalogueTable& table, char delimiter, const Receive& receive) override {
    const OdbcSelect select(table, server_, names_);
    std::string text;
    CsvWriter csv(text, {.delimiter = delimiter, .quote_empty = true});
    for (const CatalogueColumn& column : table.columns) csv.add(column.name);
    csv.end_row();
    const auto take = [&](const OdbcRow& row) {
      for (const OdbcCell& cell : row) cell.missing ? csv.add_missing() : csv.add(cell.text);
      csv.end_row();
      if (text.size() < kPiece) return;
      receive(text);
      text.clear();
    };
    const bool fits = select.in_parts() ? read_parts(select, table, take) : read(select.whole(), table, take);
    if (fits) {
      receive(text);
    } else {
      in_pieces_.insert(table.file());
    }
    return fits;
  }

 private:
  using Take = std::function<void(const OdbcRow&)>;

  bool read(const std::string& sql, const CatalogueTable& table, const Take& take) {
    const OdbcFetch how = in_pieces_.contains(table.file()) ? OdbcFetch::pieces : OdbcFetch::blocks;
    return read_rows(connection_, sql, table.columns, how, source_.max_file, take);
  }

  bool read_parts(const OdbcSelect& select, const CatalogueTable& table, const Take& take) {
    std::optional<OdbcRow> last;
    std::uint64_t rows = 0;
    std::uint64_t bytes = 0;
    for (std::uint64_t asked = kFirstPart;;) {
      const std::uint64_t before = rows;
      const bool fits = read(select.part(last, asked), table, [&](const OdbcRow& row) {
        ++rows;
        for (const OdbcCell& cell : row) bytes += cell.text.size() + 1;
        take(row);
        if (rows - before == asked) last = row;
      });
      if (!fits) return false;
      if (rows - before < asked) return true;
      asked = std::clamp(kPartBytes / (bytes / rows + 1), kFirstPart / 10, kLargestPart);
    }
  }

  const RemoteSource source_;
  OdbcConnection connection_;
  const OdbcServer server_;
  const OdbcNames names_;
  std::set<std::string> in_pieces_;  // files of tables with values that are longer than the driver says
};

}  // namespace

std::unique_ptr<SourceDatabase> open_odbc_database(const RemoteSource& source, const std::stop_token& stop) {
  return std::make_unique<OdbcDatabase>(source, stop);
}

}  // namespace rox
