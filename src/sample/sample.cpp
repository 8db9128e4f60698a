#include "sample/sample.hpp"

#include <fmt/format.h>
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

constexpr std::string_view kDefects = "defects.json";
constexpr std::size_t kChunkRoom = std::size_t{1} << 21;  // more than a chunk of any table takes

std::vector<std::string> names_of(const std::vector<SampleTable>& tables, bool defects) {
  std::vector<std::string> names;
  for (const SampleTable& table : tables) names.emplace_back(table.file);
  if (defects) names.emplace_back(kDefects);
  return names;
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

std::vector<SampleFile> write_exports(const SampleOptions& options, SampleFolder& folder,
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
  if (!options.force) OwnFiles(options.dir).refuse_strangers(names_of(tables, options.defects));
  std::vector<SampleFile> files;
  for (const SampleTable& t : tables) files.push_back({std::string(t.file), std::string(t.table), t.rows, 0});
  return files;
}

std::vector<SampleFile> write_sample(const SampleOptions& options) {
  Company company(options.scale, options.seed);
  std::vector<SampleTable> tables = sample_tables(company);
  SampleFolder folder(options.dir);
  const OwnFiles before(options.dir);
  if (!options.force) before.refuse_strangers(names_of(tables, options.defects));

  PlacedDefects defects = options.defects ? place_defects(company, tables)
                                          : PlacedDefects{std::vector<std::vector<DefectRecord>>(tables.size()), {}};
  std::vector<SampleFile> files;
  int cores = tbb::info::default_concurrency();
  tbb::task_arena arena(options.threads == 0 ? cores : std::min(cores, static_cast<int>(options.threads)));
  arena.execute([&] { files = write_exports(options, folder, tables, defects); });
  if (options.defects) {
    files.push_back({std::string(kDefects), "", 0, folder.write(kDefects, defects.description)});
  }
  nlohmann::ordered_json about = {
      {"made_by", "rox sample"}, {"scale", options.scale.text()}, {"seed", options.seed}, {"dirty", options.defects}};
  folder.write(kSampleRecord, sample_record(std::move(about), files));
  folder.commit();
  before.remove_others(files);
  return files;
}

}  // namespace rox
