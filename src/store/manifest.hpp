// The manifest of staged files: what was staged from which exports, so that a reader (another engine, another machine)
// needs nothing else to load it and to prove that it has all of it. docs/staging.md is its contract.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "model/model.hpp"

namespace rox {

struct StagedFile {
  std::string path;  // relative to the manifest's folder
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;
  std::string xxh3;  // hash_file() of it

  bool operator==(const StagedFile&) const = default;
};

struct StagedExport {
  std::string file;
  std::uint64_t bytes = 0;
  std::string xxh3;

  bool operator==(const StagedExport&) const = default;
};

struct StagedColumn {
  std::string name;
  Type type;  // the model's
  bool nullable = true;

  bool operator==(const StagedColumn&) const = default;
};

/// rows_read = rows_staged + rows_rejected; rows_staged is the sum of the files' rows.
struct StagedTable {
  std::string table;
  std::string fingerprint;  // of the exports, mends and model that it is made from
  std::string run;          // that staged it
  std::uint64_t rows_read = 0;
  std::uint64_t rows_staged = 0;
  std::uint64_t rows_rejected = 0;
  std::vector<StagedColumn> columns;
  std::vector<std::string> primary_key;
  std::vector<StagedExport> exports;
  std::vector<StagedFile> files;

  bool operator==(const StagedTable&) const = default;
};

struct Manifest {
  std::string project;
  std::string rox;      // the version that wrote it
  std::string run;      // the last one that changed it
  std::string created;  // when, in UTC
  std::vector<StagedTable> tables;

  const StagedTable* find_table(std::string_view name) const;
  bool operator==(const Manifest&) const = default;
};

std::filesystem::path manifest_file(const std::filesystem::path& folder);

std::string manifest_text(const Manifest& manifest);

/// Throws usage_error, placed in `where`, for a text that is no manifest, or a newer rox's.
Manifest parse_manifest(const std::string& text, const std::string& where);

/// The manifest in `folder`; empty if there is none. Throws as parse_manifest().
std::optional<Manifest> read_manifest(const std::filesystem::path& folder);

}  // namespace rox
