#include "inbox/look.hpp"

#include <fmt/format.h>

#include <utility>

#include "inbox/arrival_name.hpp"
#include "inbox/arrivals.hpp"
#include "inbox/open_far_side.hpp"
#include "inbox/open_source_database.hpp"
#include "inbox/take_rule.hpp"

namespace rox {
namespace {

FarLook look_at_tables(const Project& project, const std::stop_token& stop) {
  const auto database = open_source_database(*project.source.remote, stop);
  const Arrivals arrivals = read_arrivals(project);
  FarLook look;
  for (const CatalogueTable& table : database->tables(CatalogueDetail::columns)) {
    const auto known = arrivals.find(table.file());
    const auto problem = arrival_name_problem(table.file());
    look.files.push_back({shown_name(table.file()), 0, fmt::format("{} columns", table.columns.size()),
                          problem ? "its name " + *problem : "", known == arrivals.end() || !known->second.taken});
  }
  return look;
}

bool is_taken(const Arrivals& arrivals, const FarFile& file) {
  const auto known = arrivals.find(shown_name(file.name));
  return known != arrivals.end() && known->second.taken && known->second.taken->bytes == file.bytes &&
         known->second.taken->version == file.version;
}

}  // namespace

FarLook look_there(const Project& project, const std::stop_token& stop) {
  const RemoteSource& source = *project.source.remote;
  if (source.is_database()) return look_at_tables(project, stop);
  const auto side = open_far_side(source, {project.source.listing.recursive, {}, stop});
  const Arrivals arrivals = read_arrivals(project);
  FarLook look;
  for (const FarFile& file : side->list()) {
    if (!is_meant(file.name, project.source)) {
      ++look.others;
      continue;
    }
    look.files.push_back({shown_name(file.name), file.bytes, file.version, refusal_of(file, source).value_or(""),
                          !is_taken(arrivals, file)});
  }
  return look;
}

HostKey host_key_of(const RemoteSource& source, const std::stop_token& stop) {
  return SshSession(source, stop).host_key();
}

void trust_host(const RemoteSource& source, const std::string& fingerprint, const std::stop_token& stop) {
  const SshSession session(source, stop);
  const HostKey key = session.host_key();
  if (key.fingerprint != fingerprint) {
    throw outside_error(fmt::format("the server's key is {} {}, not {}", key.type, key.fingerprint, fingerprint))
        .at(session.where())
        .hint("nothing was written; ask the server's administrator which one it is");
  }
  if (key.state == HostKeyState::unknown) session.trust_host();
}

}  // namespace rox
