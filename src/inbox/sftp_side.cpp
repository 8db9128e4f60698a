#include "inbox/sftp_side.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <libssh/libssh.h>
#include <libssh/sftp.h>

#include <algorithm>
#include <deque>
#include <functional>
#include <mutex>
#include <utility>

#include "base/log.hpp"
#include "base/stop.hpp"
#include "base/terminal.hpp"
#include "inbox/ssh_session.hpp"

namespace rox {
namespace {

/// What every server answers in one go.
constexpr std::uint32_t kBlock = 32768;
/// Requests under way: at 100 ms to the server and back these still give 20 MB a second.
constexpr std::size_t kAhead = 64;

struct CloseFile {
  void operator()(sftp_file_struct* file) const { sftp_close(file); }
};
struct CloseDir {
  void operator()(sftp_dir_struct* dir) const { sftp_closedir(dir); }
};
struct FreeAttributes {
  void operator()(sftp_attributes_struct* attributes) const { sftp_attributes_free(attributes); }
};
using Attributes = std::unique_ptr<sftp_attributes_struct, FreeAttributes>;

class SftpSide final : public FarSide {
 public:
  SftpSide(const RemoteSource& source, const FarOptions& options) : source_(source), options_(options) {
    folder_ = source.folder.starts_with("~/") ? source.folder.substr(2) : "/" + source.folder;
  }

  std::vector<FarFile> list() override {
    FarListing listing(source_.max_files);
    with_session([&](SshSession& session) {
      const LogTimer timer("sftp", "list " + session.where());
      list_folder(session, "", 0, listing);
    });
    return listing.take();
  }

  void read(const FarFile& file, std::uint64_t from, const Receive& receive) override {
    with_session([&](SshSession& session) {
      session.watch().touch();
      const std::unique_ptr<sftp_file_struct, CloseFile> handle(
          sftp_open(session.sftp(), path_of(file.name).c_str(), O_RDONLY, 0));
      if (!handle) throw session.sftp_error("can't open " + printable(file.name));
      read_ahead(session, handle.get(), file, from, receive);
      session.watch().rest();
    });
  }

  void move(const std::string& name, const std::string& folder, const std::string& new_name) override {
    with_session([&](SshSession& session) {
      session.watch().touch();
      const std::string there = path_of(folder);
      if (!Attributes(sftp_stat(session.sftp(), there.c_str())) &&
          sftp_mkdir(session.sftp(), there.c_str(), 0755) != SSH_OK) {
        throw session.sftp_error("can't make the folder " + folder);
      }
      // What is called so stays: not every server refuses by itself.
      const std::string target = there + "/" + new_name;
      if (Attributes(sftp_stat(session.sftp(), target.c_str()))) {
        throw outside_error(fmt::format("{} is there already", printable(new_name))).at(session.where());
      }
      if (sftp_rename(session.sftp(), path_of(name).c_str(), target.c_str()) != SSH_OK) {
        throw session.sftp_error("can't move " + printable(name));
      }
      session.watch().rest();
    });
  }

  void remove(const std::string& name) override {
    with_session([&](SshSession& session) {
      session.watch().touch();
      if (sftp_unlink(session.sftp(), path_of(name).c_str()) != SSH_OK) {
        throw session.sftp_error("can't delete " + printable(name));
      }
      session.watch().rest();
    });
  }

 private:
  std::string path_of(const std::string& name) const { return folder_ + name; }

  /// With a connection that nobody else uses; one on which something failed isn't used again.
  void with_session(const std::function<void(SshSession&)>& work) {
    std::unique_ptr<SshSession> session = take();
    work(*session);
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(session));
  }

  std::unique_ptr<SshSession> take() {
    throw_if_stopped(options_.stop);
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        std::unique_ptr<SshSession> session = std::move(idle_.back());
        idle_.pop_back();
        return session;
      }
    }
    auto session = std::make_unique<SshSession>(source_, options_.stop);
    session->log_in();
    return session;
  }

  void list_folder(SshSession& session, const std::string& below, int depth, FarListing& listing) {
    const std::string path = below.empty() && folder_.empty() ? "." : path_of(below);
    session.watch().touch();
    std::vector<std::string> folders;
    {
      const std::unique_ptr<sftp_dir_struct, CloseDir> dir(sftp_opendir(session.sftp(), path.c_str()));
      if (!dir) throw session.sftp_error("can't list " + printable(path));
      while (const Attributes entry{sftp_readdir(session.sftp(), dir.get())}) {
        session.watch().touch();
        // A name with a NUL in it ends there for libssh: it is another file's, and so can't be read.
        const std::string own = entry->name != nullptr ? entry->name : "";
        if (own == "." || own == "..") continue;
        if (entry->type == SSH_FILEXFER_TYPE_DIRECTORY) {
          // What leads elsewhere by its name isn't followed.
          if (options_.recursive && !own.starts_with('.') && own.find('/') == std::string::npos) folders.push_back(own);
          continue;
        }
        const bool plain = entry->type == SSH_FILEXFER_TYPE_REGULAR || entry->type == SSH_FILEXFER_TYPE_UNKNOWN;
        const bool sized = (entry->flags & SSH_FILEXFER_ATTR_SIZE) != 0;
        listing.add({below + own, sized ? entry->size : 0, std::to_string(entry->mtime), plain, sized});
      }
      if (sftp_dir_eof(dir.get()) == 0) throw session.sftp_error("can't list all of " + printable(path));
    }
    session.watch().rest();
    for (const std::string& own : folders) {
      if (depth < kDeepest) list_folder(session, below + own + "/", depth + 1, listing);
    }
  }

  /// Asks for the next blocks while the first one comes. No more than the size that was listed: a file that grows
  /// meanwhile is noticed by whoever lists again.
  static void read_ahead(SshSession& session, sftp_file_struct* handle, const FarFile& file, std::uint64_t from,
                         const Receive& receive) {
    struct Asked {
      std::uint32_t id;
      std::uint32_t bytes;
    };
    std::deque<Asked> asked;
    std::string block(kBlock, '\0');
    std::uint64_t next = from;  // to be asked for
    std::uint64_t done = from;
    if (sftp_seek64(handle, from) != 0) throw session.sftp_error("can't read " + printable(file.name));
    while (done < file.bytes) {
      while (asked.size() < kAhead && next < file.bytes) {
        const auto bytes = static_cast<std::uint32_t>(std::min<std::uint64_t>(kBlock, file.bytes - next));
        const int id = sftp_async_read_begin(handle, bytes);
        if (id < 0) throw session.sftp_error("can't read " + printable(file.name));
        asked.push_back({static_cast<std::uint32_t>(id), bytes});
        next += bytes;
      }
      const Asked first = asked.front();
      asked.pop_front();
      const int got = sftp_async_read(handle, block.data(), first.bytes, first.id);
      session.watch().touch();
      if (got < 0) throw session.sftp_error("can't read " + printable(file.name));
      if (got == 0) throw outside_error(printable(file.name) + " became shorter while it was read").retryable();
      receive(std::string_view(block).substr(0, static_cast<std::size_t>(got)));
      done += static_cast<std::uint64_t>(got);
      if (static_cast<std::uint32_t>(got) == first.bytes) continue;
      // A server may give less than was asked for: what was asked for behind that is asked for again.
      for (; !asked.empty(); asked.pop_front()) {
        if (sftp_async_read(handle, block.data(), asked.front().bytes, asked.front().id) < 0) {
          throw session.sftp_error("can't read " + printable(file.name));
        }
      }
      next = done;
      sftp_seek64(handle, done);
    }
  }

  const RemoteSource& source_;
  const FarOptions options_;
  std::string folder_;
  std::mutex mutex_;  // of idle_
  std::vector<std::unique_ptr<SshSession>> idle_;
};

}  // namespace

std::unique_ptr<FarSide> sftp_side(const RemoteSource& source, const FarOptions& options) {
  return std::make_unique<SftpSide>(source, options);
}

}  // namespace rox
