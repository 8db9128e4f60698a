#include "server/gate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rox {
namespace {

using ::testing::HasSubstr;

const std::string kToken = "0123456789abcdef0123456789abcdef";

WebRequest request(const std::string& host, const std::string& path = "/api/v1/status") {
  WebRequest made;
  made.method = "GET";
  made.path = path;
  made.headers["host"] = host;
  return made;
}

unsigned status(const Gate& gate, const WebRequest& request) {
  const auto refused = gate.refuse(request);
  return refused ? refused->status : 200;
}

TEST(Gate, KnowsTheMachineByItsOwnNames) {
  const Gate gate({"127.0.0.1", 8080, "", {"bi.example.com"}});
  for (const char* host : {"127.0.0.1:8080", "localhost:8080", "LOCALHOST", "[::1]:8080", "127.0.0.1", "bi.example.com",
                           "BI.example.com:443"}) {
    EXPECT_EQ(status(gate, request(host)), 200U) << host;
  }
}

TEST(Gate, RefusesNamesThatSomebodyMadePointHere) {
  const Gate gate({"127.0.0.1", 8080, "", {}});
  for (const char* host : {"evil.example:8080", "", "localhost.evil.example", "127.0.0.1.evil.example:8080",
                           "192.168.1.5", "0.0.0.0:8080", "[::1", "a]b", "localhost@evil.example"}) {
    EXPECT_EQ(status(gate, request(host)), 403U) << host;
  }
}

TEST(Gate, TakesAnyAddressWhereAllInterfacesAreListenedOn) {
  const Gate gate({"0.0.0.0", 8080, "", {}});
  EXPECT_EQ(status(gate, request("192.168.1.5:8080")), 200U);
  EXPECT_EQ(status(gate, request("evil.example:8080")), 403U);
  EXPECT_EQ(status(gate, request("localhost:8080")), 403U);
}

TEST(Gate, RefusesPagesOfOtherSites) {
  const Gate gate({"127.0.0.1", 8080, "", {}});
  WebRequest asked = request("127.0.0.1:8080");
  asked.headers["origin"] = "http://127.0.0.1:8080";
  EXPECT_EQ(status(gate, asked), 200U);
  for (const char* origin :
       {"http://evil.example", "null", "http://127.0.0.1:9090", "http://127.0.0.1:8080.evil.example"}) {
    asked.headers["origin"] = origin;
    EXPECT_EQ(status(gate, asked), 403U) << origin;
  }
}

TEST(Gate, IsForReading) {
  const Gate gate({"127.0.0.1", 8080, "", {}});
  for (const char* method : {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get"}) {
    WebRequest asked = request("localhost");
    asked.method = method;
    EXPECT_EQ(status(gate, asked), 405U) << method;
  }
  WebRequest asked = request("localhost");
  asked.method = "HEAD";
  EXPECT_EQ(status(gate, asked), 200U);
}

TEST(Gate, AsksForTheToken) {
  const Gate gate({"127.0.0.1", 8080, kToken, {}});
  WebRequest asked = request("localhost");
  EXPECT_EQ(status(gate, asked), 401U);
  for (const std::string& wrong : {std::string(), kToken.substr(1), kToken + "0", std::string(32, '0')}) {
    asked.headers["authorization"] = "Bearer " + wrong;
    EXPECT_EQ(status(gate, asked), 401U) << wrong;
  }
  asked.headers["authorization"] = "Basic " + kToken;
  EXPECT_EQ(status(gate, asked), 401U);
  asked.headers["authorization"] = "Bearer " + kToken;
  EXPECT_EQ(status(gate, asked), 200U);
  asked.headers.erase("authorization");
  asked.headers["cookie"] = "a=b; rox_token_8080=" + kToken + "; c=d";
  EXPECT_EQ(status(gate, asked), 200U);
  asked.headers["cookie"] = "rox_token_9090=" + kToken;
  EXPECT_EQ(status(gate, asked), 401U);
}

TEST(Gate, TurnsATokenInTheAddressIntoACookie) {
  const Gate gate({"127.0.0.1", 8080, kToken, {}});
  WebRequest asked = request("localhost", "/");
  asked.query = "token=" + kToken;
  const auto response = gate.refuse(asked);
  ASSERT_TRUE(response.has_value());
  EXPECT_EQ(response->status, 303U);
  std::string cookie;
  for (const auto& [name, value] : response->headers) {
    if (name == "Set-Cookie") cookie = value;
    if (name == "Location") {
      EXPECT_EQ(value, "/");
    }
  }
  EXPECT_THAT(cookie, HasSubstr("HttpOnly"));
  EXPECT_THAT(cookie, HasSubstr("SameSite=Strict"));
  asked.query = "token=wrong";
  EXPECT_EQ(status(gate, asked), 401U);
  asked.query = "token=" + kToken;
  asked.path = "/api/v1/status";  // not there: addresses of the API are logged and shared
  EXPECT_EQ(status(gate, asked), 401U);
}

TEST(Gate, SaysNothingAboutAnAddressBeforeTheTokenIsShown) {
  const Gate gate({"127.0.0.1", 8080, kToken, {}});
  for (const std::string& query : {std::string("token=a&token=b"), std::string("token=%ff"), std::string("%ff=1"),
                                   "token=" + kToken + "&token=" + kToken}) {
    WebRequest asked = request("localhost", "/");
    asked.query = query;
    const auto refused = gate.refuse(asked);
    ASSERT_TRUE(refused.has_value()) << query;
    EXPECT_EQ(refused->status, 400U) << query;
    EXPECT_THAT(refused->content->text(), HasSubstr("the address is malformed")) << query;
  }
}

TEST(Gate, ShowsPeopleAPageThatAsksForTheToken) {
  const Gate gate({"127.0.0.1", 8080, kToken, {}});
  WebRequest asked = request("localhost", "/");
  asked.headers["accept"] = "text/html,*/*";
  EXPECT_THAT(gate.refuse(asked)->content->text(), HasSubstr("name=\"token\""));
}

TEST(Gate, MakesTokensThatDiffer) {
  EXPECT_EQ(new_token().size(), 64U);
  EXPECT_NE(new_token(), new_token());
}

TEST(Gate, KnowsLoopback) {
  EXPECT_TRUE(is_loopback("127.0.0.1"));
  EXPECT_TRUE(is_loopback("127.1.2.3"));
  EXPECT_TRUE(is_loopback("::1"));
  EXPECT_FALSE(is_loopback("0.0.0.0"));
  EXPECT_FALSE(is_loopback("192.168.1.5"));
  EXPECT_FALSE(is_loopback("localhost"));
}

}  // namespace
}  // namespace rox
