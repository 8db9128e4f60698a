#include "base/credential.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

TEST(Credential, IsFoundInWhateverFormItComes) {
  for (const char* value :
       {"postgresql://u:PASSWORD@h/d", "postgres://u@h", "jdbc:postgresql://u:p/w@h/d",
        "see http://u:p@proxy:8080 there", "u:PASSWORD@h", "host=h user=u password=PASSWORD", "password = 'x'",
        "dbname=d PASSWORD=x", "postgresql://h/d?user=u&password=x", "spark.hadoop.fs.s3a.secret.key=abc",
        "spark.hadoop.fs.s3a.access.key=abc", "spark.ssl.keyPassword=x", "aws_session_token: abc",
        "AKIAIOSFODNN7EXAMPLE", "key ASIAIOSFODNN7EXAMPLE of mine", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "-----BEGIN RSA PRIVATE KEY-----"}) {
    EXPECT_NE(credential_in(value), std::nullopt) << value;
  }
}

TEST(Credential, IsNotSeenInPlainValues) {
  for (const char* value : {"",
                            "bikes",
                            "db.example.com",
                            "127.0.0.1",
                            "::1",
                            "[::1]:5432",
                            "/var/run/postgresql",
                            "http://localhost:5000/api",
                            "https://s3.eu-west-1.amazonaws.com",
                            "s3://bucket/a/b",
                            "arn:aws:iam::123456789012:role/rox",
                            "warehouse.duckdb",
                            "../exports",
                            "C:/data/exports",
                            "*.bak.csv",
                            "spark.driver.memory=2g",
                            "local[*]",
                            "spark://host:7077",
                            "N/A",
                            "@",
                            "a@b.example",
                            "verify-full",
                            "a:b",
                            "=",
                            ":",
                            "token",
                            "an-export-of-exactly-forty-characters-ok",
                            "spark.sql.session.timeZone=UTC",
                            "spark.hadoop.fs.s3a.aws.credentials.provider=com.amazonaws.Provider"}) {
    EXPECT_EQ(credential_in(value), std::nullopt) << value;
  }
}

TEST(Credential, KnowsWhatSecretsAreCalled) {
  for (const char* name : {"password", "PGPASSWORD", "aws_secret_access_key", "auth-token", "api_key", "pwd"}) {
    EXPECT_TRUE(names_secret(name)) << name;
  }
  for (const char* name : {"path", "database", "user", "key", "keep_runs", "primary_key"}) {
    EXPECT_FALSE(names_secret(name)) << name;
  }
}

}  // namespace
}  // namespace rox
