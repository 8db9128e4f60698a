#include "engine/redshift/copy.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

namespace rox {
namespace {

TEST(Copy, IsWrittenForEachFormat) {
  CopySource source{"s3://lake/p/copy-1.json", "arn:aws:iam::1:role/r"};
  EXPECT_EQ(copy_sql("public.t", source),
            "COPY public.t FROM 's3://lake/p/copy-1.json' IAM_ROLE 'arn:aws:iam::1:role/r' MANIFEST FORMAT AS PARQUET");
  source.format = CopyFormat::csv;
  source.null_marker = "\\N";
  EXPECT_EQ(
      copy_sql("public.t", source),
      "COPY public.t FROM 's3://lake/p/copy-1.json' IAM_ROLE 'arn:aws:iam::1:role/r' MANIFEST FORMAT AS CSV GZIP NULL "
      "AS '\\\\N' DATEFORMAT 'YYYY-MM-DD' TIMEFORMAT 'auto' ENCODING UTF8");
}

TEST(Copy, ManifestsNameEveryFileWithItsLength) {
  const auto json = nlohmann::json::parse(copy_manifest({{"s3://lake/a", 7}, {"s3://lake/b", 8}}));
  EXPECT_EQ(json, nlohmann::json::parse(R"({"entries": [
      {"url": "s3://lake/a", "mandatory": true, "meta": {"content_length": 7}},
      {"url": "s3://lake/b", "mandatory": true, "meta": {"content_length": 8}}]})"));
}

TEST(LoadProblem, IsTold) {
  EXPECT_EQ((LoadProblem{"s3://lake/a", 7, "qty", "x", "Invalid digit"}.text()),
            "s3://lake/a, line 7, column qty: Invalid digit ('x')");
  EXPECT_EQ((LoadProblem{"s3://lake/a", 0, "", "", "no such file"}.text()), "s3://lake/a: no such file");
}

}  // namespace
}  // namespace rox
