// A server on 127.0.0.1 for one test, which answers as the test says.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace rox::test {

struct Question {
  std::string method;
  std::string target;  // path and query, as they came
  std::multimap<std::string, std::string> headers;
  std::string body;

  std::string header(const std::string& name) const;
};

struct Answer {
  int status = 200;
  std::string body{};
  std::map<std::string, std::string> headers{};
};

class HttpServer {
 public:
  /// `answer` is called on the server's threads.
  explicit HttpServer(std::function<Answer(const Question&)> answer);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  /// "http://127.0.0.1:45321"
  std::string url() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace rox::test
