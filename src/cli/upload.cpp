// rox upload: staged files into the target's bucket, for readers elsewhere. (`rox run` on Redshift does it by itself.)
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "base/terminal.hpp"
#include "cli/output.hpp"
#include "cli/verbs.hpp"
#include "cloud/resources.hpp"
#include "store/staging_bucket.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::chrono::milliseconds kRedraw{100};

struct UploadArguments {
  std::string folder;
  unsigned part_megabytes = 16;
  unsigned threads = 4;
};

Manifest manifest_of(const std::filesystem::path& folder) {
  std::optional<Manifest> manifest = read_manifest(folder);
  if (manifest) return std::move(*manifest);
  throw usage_error("nothing is staged here").at(folder.string()).hint("stage the exports first: rox stage");
}

/// The bucket that rox.toml names, or the one that the stack made.
std::string bucket_name(AwsSession& session, const Target& target) {
  return target.aws.bucket.empty() ? find_resources(session, target).bucket : target.aws.bucket;
}

ExitCode upload(const UploadArguments& arguments, const GlobalOptions& globals) {
  const Project project = open_project(globals);
  const Target& target = chosen_target(project, globals);
  if (target.engine != "redshift") {
    throw usage_error(fmt::format("target '{}' has no bucket", target.name))
        .hint("choose a target whose engine is redshift with --target");
  }
  const std::filesystem::path folder =
      arguments.folder.empty() ? project.staged_dir() : std::filesystem::absolute(arguments.folder);
  const Manifest manifest = manifest_of(folder);
  AwsSession session(session_options(target));
  const S3Bucket bucket(session, bucket_name(session, target));
  const StagingBucket staging(bucket, target.aws.prefix);
  static_cast<void>(staging.read_manifest(manifest.project));  // nothing of another project's is replaced
  if (globals.dry_run) {
    std::uint64_t bytes = 0;
    for (const StagedTable& table : manifest.tables) {
      for (const StagedFile& file : table.files) bytes += file.bytes;
    }
    print(fmt::format("would send what isn't there yet of {} to {}\n", human_bytes(bytes), staging.url("")));
    return ExitCode::done;
  }

  const UploadOptions options{.part_bytes = std::uint64_t{arguments.part_megabytes} << 20,
                              .threads = arguments.threads};
  UploadProgress progress;
  const Stopwatch seconds;
  ProgressBar bar(globals.show_progress());
  {
    const std::jthread watch([&](const std::stop_token& stop) {
      while (!stop.stop_requested()) {
        const std::uint64_t done = progress.sent + progress.skipped;
        const double rate = static_cast<double>(progress.sent) / std::max(seconds(), 0.001);
        bar.update(fmt::format("upload {}/s", human_bytes(static_cast<std::uint64_t>(rate))),
                   progress.total == 0 ? -1 : static_cast<double>(done) / static_cast<double>(progress.total), 0);
        std::this_thread::sleep_for(kRedraw);
      }
    });
    for (const StagedTable& table : manifest.tables) staging.upload(folder, table, options, progress);
  }
  bar.clear();
  staging.publish(manifest);
  const double took = seconds();
  if (globals.json) {
    print(json_text(Json{{"manifest", staging.url("manifest.json")},
                         {"bytes_sent", progress.sent.load()},
                         {"bytes_there", progress.skipped.load()},
                         {"seconds", took}}) +
          "\n");
  } else if (!globals.quiet) {
    print(
        fmt::format("{} sent, {} were there already, in {} ({}/s): {}\n", human_bytes(progress.sent),
                    human_bytes(progress.skipped), human_seconds(took),
                    human_bytes(static_cast<std::uint64_t>(static_cast<double>(progress.sent) / std::max(took, 0.001))),
                    staging.url("manifest.json")));
  }
  return ExitCode::done;
}

}  // namespace

Action upload_verb(Options& verb, const GlobalOptions& globals) {
  auto arguments = std::make_shared<UploadArguments>();
  verb.add("FOLDER", arguments->folder, "What `rox stage` wrote (default: staged/ in the project)");
  verb.add("--part-size", arguments->part_megabytes, "Megabytes of a part, from 5 on (default: 16)")
      .between(5, 1024)
      .value_name("MB");
  verb.add("--connections", arguments->threads, "Parts on their way at once (default: 4)")
      .between(1, 64)
      .value_name("N");
  return [arguments, &globals] { return upload(*arguments, globals); };
}

}  // namespace rox
