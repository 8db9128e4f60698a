#include "sample/sample.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <tbb/concurrent_queue.h>
#include <tbb/info.h>
#include <tbb/parallel_pipeline.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/json.hpp"
#include "sample/defect_placement.hpp"
#include "sample/tables.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kRecord = "sample.json";
constexpr std::string_view kDefects = "defects.json";
constexpr std::string_view kTemporaryEnd = ".rox-sample";
constexpr std::size_t kChunkRoom = std::size_t{1} << 21;  // more than a chunk of any table takes

// A folder that is being written to: new files have temporary names until commit() gives all of them
// their own. Without it they are removed.
class Folder {
 public:
  explicit Folder(const fs::path& dir) : dir_(dir) {
    make_directories(dir);
    lock_ = open_file(dir, O_RDONLY | O_DIRECTORY);
    if (::flock(lock_.get(), LOCK_EX | LOCK_NB) != 0) {
      throw outside_error(fmt::format("another rox sample is writing to {}", dir.string()))
          .hint("wait until it is done, or name another folder")
          .retryable();
    }
  }
  ~Folder() {
    for (const std::string& name : written_) {
      std::error_code ignored;
      fs::remove(temporary(name), ignored);
    }
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  /// Opens a new file; `name` is what it will be called.
  UniqueFd create(const std::string& name) {
    written_.push_back(name);
    return open_file(temporary(name), O_WRONLY | O_CREAT | O_TRUNC);
  }
  fs::path temporary(const std::string& name) const { return dir_ / fmt::format(".{}{}", name, kTemporaryEnd); }

  void commit() {
    for (const std::string& name : written_) rename_file(temporary(name), dir_ / name);
    written_.clear();
  }

 private:
  fs::path dir_;
  UniqueFd lock_;
  std::vector<std::string> written_;
};

// Whether this generator wrote a file, and nobody changed its size since: sample.json says so.
class OwnFiles {
 public:
  explicit OwnFiles(const fs::path& dir) : dir_(dir) {
    if (!file_identity(dir / kRecord)) return;
    // A record that is damaged owns nothing: what is there is taken for a stranger's.
    const JsonValue record = try_parse_json(read_file(dir / kRecord));
    for (const JsonValue& entry : record.find("files").elements_or_none()) {
      sizes_.emplace_back(entry.find("file").text_or(""), entry.find("bytes").count_or(0));
    }
  }

  bool owns(const std::string& name) const {
    auto found = file_identity(dir_ / name);
    return found && std::find(sizes_.begin(), sizes_.end(), std::pair{name, found->bytes}) != sizes_.end();
  }

 private:
  fs::path dir_;
  std::vector<std::pair<std::string, std::uint64_t>> sizes_;
};

void refuse_strangers(const fs::path& dir, const std::vector<SampleTable>& tables, bool defects) {
  OwnFiles own(dir);
  std::vector<std::string> names;
  for (const SampleTable& table : tables) names.emplace_back(table.file);
  if (defects) names.emplace_back(kDefects);
  for (const std::string& name : names) {
    if (!file_identity(dir / name) || own.owns(name)) continue;
    throw usage_error("the folder has a file of this name that is not rox's sample")
        .at((dir / name).string())
        .hint("name another folder, or replace it with --force");
  }
}

struct Chunk {
  TextBuffer text;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

// Chunks that are not in use. As many exist as were ever needed at a time: as the pipeline has tokens.
class ChunkPool {
 public:
  /// From one thread at a time.
  Chunk* take() {
    Chunk* chunk = nullptr;
    if (free_.try_pop(chunk)) return chunk;
    chunks_.push_back(std::make_unique<Chunk>());
    chunks_.back()->text.room(kChunkRoom);
    return chunks_.back().get();
  }
  void give_back(Chunk* chunk) { free_.push(chunk); }

 private:
  std::vector<std::unique_ptr<Chunk>> chunks_;
  tbb::concurrent_queue<Chunk*> free_;
};

// Writes one export: chunks are made by several threads and written in order by one.
class ExportWriter {
 public:
  ExportWriter(const SampleTable& table, const std::vector<DefectRecord>& defects, ChunkPool& pool, int fd,
               fs::path path)
      : table_(table), defects_(defects), pool_(pool), fd_(fd), path_(std::move(path)) {}

  /// Returns the bytes written. `written(rows, bytes)` is called after each chunk with what it had.
  std::uint64_t run(const std::function<void(std::uint64_t rows, std::uint64_t bytes)>& written) {
    std::string head = fmt::format("{}{}\r\n", kByteOrderMark, table_.header);
    write_all(fd_, head, path_);
    bytes_ = head.size();
    auto tokens = static_cast<std::size_t>(tbb::this_task_arena::max_concurrency()) * 2;
    std::uint64_t next = 0;
    tbb::parallel_pipeline(
        tokens, tbb::make_filter<void, Chunk*>(tbb::filter_mode::serial_in_order, [&](tbb::flow_control& flow) {
                  return begin_chunk(flow, next);
                }) & tbb::make_filter<Chunk*, Chunk*>(tbb::filter_mode::parallel, [this](Chunk* chunk) {
                  fill(*chunk);
                  return chunk;
                }) & tbb::make_filter<Chunk*, void>(tbb::filter_mode::serial_in_order, [&](Chunk* chunk) {
                  write_all(fd_, chunk->text.text(), path_);
                  bytes_ += chunk->text.size();
                  written(table_.rows_before(chunk->end) - table_.rows_before(chunk->begin), chunk->text.size());
                  pool_.give_back(chunk);
                }));
    return bytes_;
  }

 private:
  Chunk* begin_chunk(tbb::flow_control& flow, std::uint64_t& next) {
    if (next == table_.units) {
      flow.stop();
      return nullptr;
    }
    Chunk* chunk = pool_.take();
    chunk->begin = next;
    chunk->end = next = std::min(next + table_.chunk, table_.units);
    return chunk;
  }

  // The rows of the chunk, with defects before the units where they belong; the last chunk takes
  // those at the end of the file.
  void fill(Chunk& chunk) const {
    TextBuffer& out = chunk.text;
    out.clear();
    auto before = [](const DefectRecord& p, std::uint64_t unit) { return p.before_unit < unit; };
    auto defect = std::lower_bound(defects_.begin(), defects_.end(), chunk.begin, before);
    bool last = chunk.end == table_.units;
    std::uint64_t unit = chunk.begin;
    for (; defect != defects_.end() && (defect->before_unit < chunk.end || last); ++defect) {
      table_.write(out, unit, defect->before_unit);
      unit = defect->before_unit;
      out.room(defect->bytes.size());
      out.put(defect->bytes);
    }
    table_.write(out, unit, chunk.end);
  }

  const SampleTable& table_;
  const std::vector<DefectRecord>& defects_;
  ChunkPool& pool_;
  int fd_;
  fs::path path_;
  std::uint64_t bytes_ = 0;
};

std::string record_text(const SampleOptions& options, const std::vector<SampleFile>& files) {
  nlohmann::ordered_json record = {{"made_by", "rox sample"},
                                   {"scale", options.scale.text()},
                                   {"seed", options.seed},
                                   {"dirty", options.defects},
                                   {"files", nlohmann::ordered_json::array()}};
  for (const SampleFile& f : files) {
    record["files"].push_back({{"file", f.file}, {"table", f.table}, {"rows", f.rows}, {"bytes", f.bytes}});
  }
  return json_text(record, 2) + "\n";
}

std::uint64_t write_text(Folder& folder, std::string_view name, std::string_view text) {
  std::string file(name);
  UniqueFd fd = folder.create(file);
  write_all(fd.get(), text, folder.temporary(file));
  return text.size();
}

std::vector<SampleFile> write_exports(const SampleOptions& options, Folder& folder,
                                      const std::vector<SampleTable>& tables, const PlacedDefects& defects) {
  SampleProgress progress;
  for (const SampleTable& table : tables) progress.rows_total += table.rows;
  std::vector<SampleFile> files;
  ChunkPool pool;
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const SampleTable& table = tables[i];
    std::string name(table.file);
    UniqueFd fd = folder.create(name);
    ExportWriter writer(table, defects.records[i], pool, fd.get(), folder.temporary(name));
    progress.file = table.file;
    std::uint64_t bytes = writer.run([&](std::uint64_t rows, std::uint64_t chunk_bytes) {
      progress.rows += rows;
      progress.bytes += chunk_bytes;
      if (options.progress) options.progress(progress);
    });
    files.push_back({name, std::string(table.table), table.rows, bytes});
  }
  return files;
}

}  // namespace

std::vector<SampleFile> plan_sample(const SampleOptions& options) {
  Company company(options.scale, options.seed);
  std::vector<SampleTable> tables = sample_tables(company);
  if (!options.force) refuse_strangers(options.dir, tables, options.defects);
  std::vector<SampleFile> files;
  for (const SampleTable& t : tables) files.push_back({std::string(t.file), std::string(t.table), t.rows, 0});
  return files;
}

std::vector<SampleFile> write_sample(const SampleOptions& options) {
  Company company(options.scale, options.seed);
  std::vector<SampleTable> tables = sample_tables(company);
  Folder folder(options.dir);
  if (!options.force) refuse_strangers(options.dir, tables, options.defects);
  bool stale_defects = !options.defects && OwnFiles(options.dir).owns(std::string(kDefects));

  PlacedDefects defects = options.defects ? place_defects(company, tables)
                                          : PlacedDefects{std::vector<std::vector<DefectRecord>>(tables.size()), {}};
  std::vector<SampleFile> files;
  int cores = tbb::info::default_concurrency();
  tbb::task_arena arena(options.threads == 0 ? cores : std::min(cores, static_cast<int>(options.threads)));
  arena.execute([&] { files = write_exports(options, folder, tables, defects); });
  if (options.defects) {
    files.push_back({std::string(kDefects), "", 0, write_text(folder, kDefects, defects.description)});
  }
  write_text(folder, kRecord, record_text(options, files));
  folder.commit();
  if (stale_defects) remove_file(options.dir / kDefects);
  return files;
}

}  // namespace rox
