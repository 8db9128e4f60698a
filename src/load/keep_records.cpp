#include "load/keep_records.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.hpp"
#include "load/change_tables.hpp"
#include "load/marks_file.hpp"
#include "load/own_rows.hpp"
#include "source/record_stream.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

/// Deleted rows leave holes in a table's storage and cost it its statistics: then it is made anew.
constexpr double kMostRemoved = 0.1;

std::string map_text(const FieldMap& map) {
  std::string text;
  for (const std::optional<std::size_t>& field : map.field_of) text += field ? fmt::format("{} ", *field) : "- ";
  return text + fmt::format("of {}", map.fields());
}

/// Each record is a row as it stands there.
bool is_plain(const LoadCounts& load) {
  return std::all_of(load.files.begin(), load.files.end(), [](const FileCounts& file) {
    return file.rejects == 0 && file.mended == 0 && file.repeated_headers == 0 && file.repeated_units == 0;
  });
}

/// How many of the first pieces of an export are surely the same in another: whole records in bytes with which both
/// begin. Exports mostly grow at their end.
std::size_t same_pieces(const MarkedExport& before, const MarkedExport& now) {
  const auto end =
      std::mismatch(before.beginnings.begin(), before.beginnings.end(), now.beginnings.begin(), now.beginnings.end());
  const std::uint64_t same = static_cast<std::uint64_t>(end.first - before.beginnings.begin()) * kHashedStep;
  std::size_t pieces = 0;
  while (pieces + 1 < before.pieces.size() && before.pieces[pieces + 1].begin.offset <= same) ++pieces;
  return pieces;
}

class KeptLoader {
 public:
  KeptLoader(LoadContext& context, const TableExports& exports, const RecordKeeping& keeping, fs::path path)
      : context_(context),
        exports_(exports),
        table_(context.source.table(exports.table->name)),
        keeping_(keeping),
        path_(std::move(path)),
        maps_(context.source.maps(table_.name)) {
    marked_.recipe = keeping.recipes.at(table_.name);
    for (std::size_t i = 0; i < exports.files.size(); ++i) {
      const ExportFile& file = exports.files[i];
      marked_.exports.push_back(
          {file.name,
           keeping.hashes->hash(file.path),
           map_text(maps_[i]),
           file.bytes,
           {},
           is_streamed(file, dialect()) ? std::vector<std::uint64_t>() : keeping.hashes->beginnings(file.path)});
    }
  }

  KeptLoad load() {
    if (const std::optional<MarksFile> before = marks_before()) {
      MarksWriter marks(path_, exports_.files.size());
      if (mark_changed(*before, marks)) return load_changed(*before, marks);
      rows().give_up(table_);
    }
    forget_change(context_.connection, table_.name);
    MarksWriter marks(path_, exports_.files.size());
    context_.source.take_marks([&](const MarkedBlock& block) { marks.add(block); });
    KeptLoad kept{load_table(context_, *exports_.table)};
    kept.why_whole = why_whole_;
    keep(marks, kept.load);
    return kept;
  }

 private:
  BaseRows& rows() { return keeping_.rows != nullptr ? *keeping_.rows : own_; }

  /// Of what the database has now, if its rows are just those records.
  std::optional<MarksFile> marks_before() {
    if (!keeping_.load_changes) return std::nullopt;
    const auto found = keeping_.before->find(table_.name);
    if (found == keeping_.before->end() || found->second.counts.rejects > 0) return std::nullopt;
    const LoadedTable& loaded = found->second;
    const auto path = marks_path(keeping_.folder, table_.name, loaded.fingerprint);
    std::optional<MarksFile> before = MarksFile::open(path.value());
    if (!before || before->table().recipe != marked_.recipe) return std::nullopt;
    if (static_cast<double>(before->table().removed) > kMostRemoved * static_cast<double>(loaded.counts.rows_out)) {
      return std::nullopt;
    }
    for (const MarkedExport& file : marked_.exports) {
      const MarkedExport* old = before->find(file.name);
      if (old != nullptr && old->map != file.map) return std::nullopt;
    }
    why_whole_ = rows().why_not(context_, table_, loaded);
    if (!why_whole_.empty()) return std::nullopt;
    return before;
  }

  /// The marks of today's exports. False if they are of no use.
  bool mark_changed(const MarksFile& before, MarksWriter& marks) {
    std::vector<ExportFile> files;
    std::vector<FieldMap> maps;
    std::vector<std::size_t> places;
    std::map<std::size_t, FirstBlock> from;
    for (std::size_t i = 0; i < exports_.files.size(); ++i) {
      const MarkedExport* old = before.find(marked_.exports[i].name);
      if (old != nullptr && old->hash == marked_.exports[i].hash) {
        if (!marks.copy(i, before, *old)) return false;
        marked_.exports[i].beginnings = old->beginnings;
        continue;
      }
      if (const std::size_t same = old == nullptr ? 0 : same_pieces(*old, marked_.exports[i]); same > 0) {
        if (!marks.copy(i, before, *old, same)) return false;
        from[files.size()] = {old->pieces[same].index, old->pieces[same].begin};
      }
      files.push_back(exports_.files[i]);
      maps.push_back(maps_[i]);
      places.push_back(i);
    }
    const auto add = [&](const MarkedBlock& block) {
      MarkedBlock placed = block;
      placed.file = places[block.file];
      marks.add(placed);
    };
    mark_exports(table_, files, context_.source.dialect(), maps, keeping_.threads, add, &from);
    return !marks.oversized();
  }

  Dialect dialect() const { return table_.dialect.over(context_.source.dialect()); }

  /// The records that changed, or all of them.
  KeptLoad load_changed(const MarksFile& before, MarksWriter& marks) {
    const MarksFile now = marks.as_file(marked_);
    ChangeLoader changes(context_, rows(), table_, before, now, keeping_.limits);
    KeptLoad kept;
    kept.changed = changes.load();
    kept.why_whole = changes.why_not();
    kept.new_rows = changes.new_rows();
    if (kept.changed) {
      kept.load = kept.changed->load;
      marked_.removed = before.table().removed + kept.changed->removed_rows();
    } else {
      kept.load = load_table(context_, *exports_.table);
    }
    keep(marks, kept.load);
    return kept;
  }

  void keep(MarksWriter& marks, const LoadCounts& load) {
    if (marks.oversized() || !is_plain(load)) return;
    marked_.key_holds = load.key_holds;
    marks.commit(marked_);
  }

  LoadContext& context_;
  const TableExports& exports_;
  const Table& table_;
  const RecordKeeping& keeping_;
  const fs::path path_;
  const std::vector<FieldMap> maps_;
  MarkedTable marked_;
  OwnRows own_{keeping_.there};
  std::string why_whole_;
};

}  // namespace

std::string KeptLoad::how() const {
  if (!changed) return why_whole.empty() ? "" : "whole: " + why_whole;
  return fmt::format("{} inserted, {} updated, {} deleted", changed->inserted, changed->updated, changed->deleted);
}

KeptLoad load_kept(LoadContext& context, const TableExports& exports, const RecordKeeping& keeping) {
  const std::string& name = exports.table->name;
  if (auto path = marks_path(keeping.folder, name, keeping.fingerprints.at(name))) {
    return KeptLoader(context, exports, keeping, std::move(*path)).load();
  }
  forget_change(context.connection, name);
  return {load_table(context, *exports.table)};
}

}  // namespace rox
