// What is on the far side now, without fetching anything.
#pragma once

#include <cstddef>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "inbox/far_side.hpp"
#include "inbox/ssh_session.hpp"
#include "project/project.hpp"

namespace rox {

struct SeenFile {
  std::string name;  // as the account calls it
  std::uint64_t bytes = 0;
  std::string version;
  std::string why_not;  // it is refused; empty: it isn't
  bool is_new = false;  // since the last fetch
};

struct FarLook {
  std::vector<SeenFile> files;  // that [source] means
  std::size_t others = 0;       // that are there as well
};

/// Connects, logs in and lists; of a database its tables. Throws what fails of it.
FarLook look_there(const Project& project, const std::stop_token& stop);

/// The key of an SFTP server, before anybody logs in.
HostKey host_key_of(const RemoteSource& source, const std::stop_token& stop);
/// Writes it into the known hosts, if it is still that one; throws if it isn't.
void trust_host(const RemoteSource& source, const std::string& fingerprint, const std::stop_token& stop);

}  // namespace rox
