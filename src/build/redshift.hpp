// Redshift as a destination.
//
// What is proven in the workspace is written as files, one table after another, and sent to the target's bucket
// (store/staging_bucket.hpp), where a run that was killed finds what it sent already. Redshift then takes each table in
// with one COPY, several at a time, next to the old tables; marts and checks follow, and in the end all new tables take
// the old ones' place in one transaction (engine/redshift/publication.hpp).
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "build/destination.hpp"
#include "build/proving.hpp"
#include "build/workspace.hpp"
#include "engine/redshift/accessor.hpp"
#include "engine/redshift/copy.hpp"
#include "engine/redshift/publication.hpp"
#include "store/staging_bucket.hpp"

namespace rox {

class RedshiftDestination : public Destination {
 public:
  explicit RedshiftDestination(Workspace& workspace);

  void open() override;
  std::string lane(const Step& step) const override;
  bool works_in_workspace(StepKind kind) const override;
  void transfer(const Step& step, StepResult& result) override;
  std::pair<std::uint64_t, std::uint64_t> sent(StepKind kind) const override;
  MartRows make_mart(const Mart& mart) override;
  Engine& reader() override;
  void publish(StepResult& result) override;
  void interrupt() override;

 private:
  void upload(const Step& step, StepResult& result);
  std::vector<StagedFile> write_parts(const Table& table);
  unsigned csv_parts(const std::string& table) const;
  void copy(const Step& step, StepResult& result);
  void explain_failure(Redshift& engine, const std::string& table, const std::string& since, const Error& error);
  NextTable next_of(const std::string& table) const;
  void publish_manifest();

  Workspace& workspace_;
  std::stop_source stop_;  // of the bucket, and of the connections that copies have for themselves
  const std::shared_ptr<RedshiftAccessor> accessor_;
  const S3Bucket bucket_;
  const StagingBucket staging_;
  const std::filesystem::path folder_;         // where files are until they are sent
  Manifest manifest_;                          // of the bucket, as it will be
  std::map<std::string, CopySource> sources_;  // of all tables that are due
  std::map<std::string, Table> tables_;        // the same, as long as their texts are now
  unsigned slices_ = 1;                        // that read at once, where that is of use
  std::unique_ptr<Redshift> session_;
  std::optional<RedshiftPublication> publication_;  // goes before the session that it works in
  std::unique_ptr<Redshift> reader_;
  UploadProgress upload_progress_;
  std::atomic<std::uint64_t> copied_ = 0;
  std::atomic<std::uint64_t> to_copy_ = 0;
};

/// What builds of this project left there that were never published.
void drop_unpublished_redshift(const Project& project, const Target& target);

}  // namespace rox
