#include "server/message.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

namespace rox {
namespace {

std::string header(const WebResponse& response, const std::string& name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return {};
}

std::string unpack(std::string_view packed) {
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  std::string text(std::size_t{1} << 20, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  text.resize(stream.total_out);
  inflateEnd(&stream);
  return text;
}

WebResponse response_of(const std::string& text) {
  return {200, std::make_shared<Content>("application/json", text), {}};
}

TEST(FinishResponse, PacksForWhoTakesIt) {
  const std::string text(5000, 'x');
  WebRequest request;
  WebResponse plain = response_of(text);
  EXPECT_EQ(finish_response(request, plain), text);
  EXPECT_EQ(header(plain, "Content-Encoding"), "");
  for (const char* accepts : {"gzip", "br, gzip;q=0.5", "GZIP"}) {
    request.headers["accept-encoding"] = accepts;
    WebResponse packed = response_of(text);
    EXPECT_EQ(unpack(finish_response(request, packed)), text) << accepts;
    EXPECT_EQ(header(packed, "Content-Encoding"), "gzip");
    EXPECT_EQ(header(packed, "Vary"), "Accept-Encoding");
  }
  request.headers["accept-encoding"] = "gzip;q=0, br";
  WebResponse refused = response_of(text);
  EXPECT_EQ(finish_response(request, refused), text);
}

TEST(FinishResponse, LeavesShortTextsAsTheyAre) {
  WebRequest request;
  request.headers["accept-encoding"] = "gzip";
  WebResponse response = response_of("{}");
  EXPECT_EQ(finish_response(request, response), "{}");
}

TEST(FinishResponse, SendsNothingTwice) {
  WebRequest request;
  WebResponse first = response_of("{\"a\":1}");
  finish_response(request, first);
  const std::string etag = header(first, "ETag");
  for (const std::string& match : {etag, "W/" + etag, "\"other\", " + etag, std::string("*")}) {
    request.headers["if-none-match"] = match;
    WebResponse again = response_of("{\"a\":1}");
    EXPECT_EQ(finish_response(request, again), "") << match;
    EXPECT_EQ(again.status, 304U);
  }
  WebResponse changed = response_of("{\"a\":2}");
  request.headers["if-none-match"] = etag;
  EXPECT_EQ(finish_response(request, changed), "{\"a\":2}");
  EXPECT_EQ(changed.status, 200U);
}

TEST(FinishResponse, NeverSaysThatAnErrorIsKnown) {
  WebRequest request;
  request.headers["if-none-match"] = "*";
  WebResponse error = error_response(404, "not_found", "nothing", "look elsewhere");
  EXPECT_EQ(finish_response(request, error),
            R"({"error":{"code":"not_found","message":"nothing","hint":"look elsewhere"}})"
            "\n");
  EXPECT_EQ(error.status, 404U);
}

TEST(Attachment, NamesFilesSoThatNothingBreaksOut) {
  EXPECT_EQ(attachment("q1.csv").second, "attachment; filename=\"q1.csv\"");
  EXPECT_EQ(attachment("a\"b\\c.csv").second, "attachment; filename=\"a_b_c.csv\"; filename*=UTF-8''a%22b%5Cc.csv");
  EXPECT_EQ(attachment("são 1.csv").second, "attachment; filename=\"s__o 1.csv\"; filename*=UTF-8''s%C3%A3o%201.csv");
  EXPECT_EQ(attachment("a\r\nX: 1").second, "attachment; filename=\"a__X: 1\"; filename*=UTF-8''a%0D%0AX%3A%201");
  EXPECT_TRUE(is_header_value(attachment("\r\n\x7f\"\xff").second));
  EXPECT_FALSE(is_header_value("a\r\nb"));
}

TEST(StreamResponse, MakesTheFirstPieceAtOnce) {
  EXPECT_THROW(stream_response("text/plain", [](std::string&) -> bool { throw std::runtime_error("no"); }),
               std::runtime_error);
  WebResponse response = stream_response("text/plain", [n = 0](std::string& piece) mutable {
    piece = std::to_string(n);
    return n++ < 2;
  });
  std::string all;
  for (std::string piece; response.stream(piece);) all += piece;
  EXPECT_EQ(all, "01");
  EXPECT_EQ(header(response, "Content-Type"), "text/plain");
}

}  // namespace
}  // namespace rox
