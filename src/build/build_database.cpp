#include "build/build_database.hpp"

#include <system_error>

#include "base/file.hpp"
#include "ledger/accounts.hpp"

namespace rox {

std::filesystem::path wal_of(const std::filesystem::path& file) { return file.string() + ".wal"; }

BuildDatabase::BuildDatabase(const Origin& origin, const Plan& plan)
    : file_(origin.file), begun_by_(origin.progress.build) {
  if (!take_up(origin, plan)) {
    connection_.reset();
    database_.reset();
    remove_database(file_);
    origin.make();
    open(origin.options);
    connection_->execute("BEGIN");
    create_accounts(*connection_);
    begin_progress(*connection_, origin.progress);
    connection_->execute("COMMIT");
  }
  connection_->execute("BEGIN");
  steps_ = taken_up_.size();
}

BuildDatabase::~BuildDatabase() {
  const bool keep = stays();
  connection_.reset();
  database_.reset();
  if (keep) return;
  try {
    remove_database(file_);
  } catch (const Error&) {  // the next build removes it
  }
}

void BuildDatabase::open(const DuckDbOptions& options) {
  database_.emplace(file_, options);
  connection_.emplace(database_->connect());
  // A step that is small goes to the write-ahead log alone; a large one is written to the file at once.
  connection_->execute("SET checkpoint_threshold = '16MB'");
}

/// A database that can't be read is of no use, whatever the reason: all of it can be made again.
bool BuildDatabase::take_up(const Origin& origin, const Plan& plan) {
  if (!origin.take_up || !file_identity(file_)) return false;
  try {
    open(origin.options);
    const std::optional<BuildProgress> left = read_progress(*connection_);
    if (!left || left->basis != origin.progress.basis) return false;
    const auto taken =
        steps_to_take_up(plan, *left, [&](const Step& step) { return origin.intact(*connection_, step); });
    if (!taken) return false;
    begun_by_ = left->build;
    keep_ = left->steps.empty();  // somebody has just begun it
    for (const std::string& name : *taken) taken_up_[name] = left->steps.at(name);
    return true;
  } catch (const Error&) {
    return false;
  }
}

bool BuildDatabase::stays() const {
  if (steps_ == 0 && !keep_) return false;
  std::error_code error;
  const auto room = std::filesystem::space(file_, error);
  if (error) return false;
  const auto size = std::filesystem::file_size(file_, error);
  return !error && room.available > size;
}

void BuildDatabase::finish_step(const std::string& run, const Step& step, const StepResult& result) {
  write_finished_step(*connection_, run, step, result);
  commit();
  ++steps_;
}

void BuildDatabase::commit() {
  connection_->execute("COMMIT");
  connection_->execute("BEGIN");
}

void BuildDatabase::roll_back() {
  connection_->execute("ROLLBACK");
  connection_->execute("BEGIN");
}

void BuildDatabase::close() {
  connection_->execute("COMMIT");
  connection_->execute("CHECKPOINT");
  connection_.reset();
  database_.reset();
}

void remove_database(const std::filesystem::path& file) {
  remove_file(file);
  remove_file(wal_of(file));
}

std::optional<BuildProgress> read_build_progress(const std::filesystem::path& file) {
  if (!file_identity(file)) return std::nullopt;
  try {
    DuckDbConnection connection = DuckDbDatabase(file, {.read_only = true, .threads = 1}).connect();
    return read_progress(connection);
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace rox
