#include "source/archive_support.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <memory>
#include <stdexcept>

namespace rox::test {
namespace {

struct Free {
  void operator()(::archive* a) const { ::archive_write_free(a); }
  void operator()(::archive_entry* entry) const { ::archive_entry_free(entry); }
};

}  // namespace

void write_packed(const std::filesystem::path& file, const Members& members, const std::string& password) {
  const std::unique_ptr<::archive, Free> owner(::archive_write_new());
  ::archive* const a = owner.get();
  const auto check = [&](int result) {
    if (result < ARCHIVE_WARN) throw std::runtime_error(::archive_error_string(a));
  };
  const std::string name = file.filename().string();
  const auto ends = [&](std::string_view ending) { return name.ends_with(ending); };
  if (ends(".gz") || ends(".tgz")) check(::archive_write_add_filter_gzip(a));
  if (ends(".zst")) check(::archive_write_add_filter_zstd(a));
  if (ends(".bz2")) check(::archive_write_add_filter_bzip2(a));
  if (ends(".xz")) check(::archive_write_add_filter_xz(a));
  if (ends(".lz4")) check(::archive_write_add_filter_lz4(a));
  if (ends(".zip") || ends(".xlsx") || ends(".ods")) {
    check(::archive_write_set_format_zip(a));
    if (!password.empty()) {
      check(::archive_write_set_options(a, "zip:encryption=traditional"));
      check(::archive_write_set_passphrase(a, password.c_str()));
    }
  } else if (ends(".tgz") || name.find(".tar") != std::string::npos) {
    check(::archive_write_set_format_pax_restricted(a));
  } else {
    check(::archive_write_set_format_raw(a));
  }
  check(::archive_write_open_filename(a, file.c_str()));
  for (const auto& [member, content] : members) {
    const std::unique_ptr<::archive_entry, Free> entry(::archive_entry_new());
    ::archive_entry_copy_pathname(entry.get(), member.c_str());
    ::archive_entry_set_size(entry.get(), static_cast<la_int64_t>(content.size()));
    ::archive_entry_set_filetype(entry.get(), AE_IFREG);
    ::archive_entry_set_perm(entry.get(), 0644);
    check(::archive_write_header(a, entry.get()));
    if (::archive_write_data(a, content.data(), content.size()) != static_cast<la_ssize_t>(content.size())) {
      throw std::runtime_error(::archive_error_string(a));
    }
  }
  check(::archive_write_close(a));
}

}  // namespace rox::test
