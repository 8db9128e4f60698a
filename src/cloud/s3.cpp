#include "cloud/s3.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <pugixml.hpp>
#include <sstream>
#include <utility>

#include "base/encode.hpp"
#include "base/error.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "cloud/digest.hpp"

namespace rox {
namespace {

constexpr std::size_t kMostRemoved = 1000;  // keys in one DeleteObjects
constexpr std::size_t kShown = 80;          // of a value that is wrong
constexpr std::string_view kMetadata = "x-amz-meta-";

/// Whatever answers with a page of its own, a proxy say, must not be taken for a store that has nothing.
Error strange_answer(const std::string& what, const std::string& resource) {
  return outside_error("the store's answer isn't one of S3's: " + what)
      .at(resource)
      .hint("is the endpoint an S3-compatible store, and no proxy between?");
}

/// An answer whose root is called `prefix`…Result.
pugi::xml_document parse_xml(const std::string& text, std::string_view prefix, const std::string& resource) {
  pugi::xml_document document;
  if (!document.load_buffer(text.data(), text.size())) throw strange_answer("it is no XML", resource);
  const std::string_view root = document.document_element().name();
  if (!root.starts_with(prefix) || !root.ends_with("Result")) {
    throw strange_answer(fmt::format("it is a <{}>", root.substr(0, 40)), resource);
  }
  return document;
}

std::string text_in(const pugi::xml_node& node, const char* name, const std::string& resource) {
  std::string text = node.child_value(name);
  if (text.empty()) throw strange_answer(fmt::format("a {} has no {}", node.name(), name), resource);
  return text;
}

template <class Number>
Number number_in(const pugi::xml_node& node, const char* name, Number least, const std::string& resource) {
  const std::string text = text_in(node, name, resource);
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < least) {
    throw strange_answer(
        fmt::format("the {} of a {} is '{}'", name, node.name(), printable(std::string_view(text).substr(0, kShown))),
        resource);
  }
  return number;
}

/// A key that was asked for: what else is listed belongs to somebody else. XML has no way to say every character that a
/// key may have, so they come percent-encoded where the store can.
std::string key_in(const pugi::xml_node& node, const std::string& prefix, const std::string& resource) {
  std::string key = text_in(node, "Key", resource);
  if (node.parent().child_value("EncodingType") == std::string_view("url")) key = percent_decode(key, true);
  if (!key.starts_with(prefix))
    throw strange_answer(fmt::format("it lists {} too", printable(std::string_view(key).substr(0, kShown))), resource);
  return key;
}

std::string unquoted(std::string_view etag) {
  if (etag.starts_with("&quot;") && etag.ends_with("&quot;")) etag = etag.substr(6, etag.size() - 12);
  if (etag.size() >= 2 && etag.front() == '"' && etag.back() == '"') etag = etag.substr(1, etag.size() - 2);
  return std::string(etag);
}

std::string text_of(const pugi::xml_document& document) {
  std::ostringstream out;
  document.save(out, "", pugi::format_raw);
  return out.str();
}

void add_metadata(Fields& headers, const Fields& metadata) {
  for (const auto& [name, value] : metadata) headers.emplace_back(std::string(kMetadata) + name, value);
}

/// The body's digest, for the signature and as the checksum (returned, too) that the store keeps with the object.
std::string add_checksum(Fields& headers, std::string_view body) {
  const std::string digest = sha256(body);
  headers.emplace_back("x-amz-content-sha256", to_hex(digest));
  return headers.emplace_back("x-amz-checksum-sha256", to_base64(digest)).second;
}

/// Where a listing goes on: what the next page is asked with, and where this one says it.
struct Marker {
  const char* asked;
  const char* next;
};

/// Calls `take` for the result of each page.
void each_page(AwsSession& session, const AwsRequest& first, const std::vector<Marker>& markers,
               const std::function<void(const pugi::xml_node&)>& take) {
  AwsRequest asked = first;
  for (;;) {
    const HttpResponse response = session.send(asked);
    if (!response.ok()) return;
    const pugi::xml_document document = parse_xml(response.body, "List", asked.info.resource);
    const pugi::xml_node result = document.document_element();
    take(result);
    if (!result.child("IsTruncated").text().as_bool()) return;
    const Fields before = std::exchange(asked.query, first.query);
    for (const Marker& marker : markers) {
      const std::string value = result.child_value(marker.next);
      if (!value.empty()) asked.query.emplace_back(marker.asked, value);
    }
    if (asked.query == first.query || asked.query == before) {
      throw strange_answer("it is cut off, and doesn't say where it goes on", asked.info.resource);
    }
  }
}

}  // namespace

std::string S3Bucket::url(std::string_view key) const { return fmt::format("s3://{}/{}", name_, key); }

AwsRequest S3Bucket::request(std::string_view method, std::string_view action, const std::string& key) const {
  AwsRequest request{.service = "s3"};
  request.info = {fmt::format("s3:{}", action), url(key), {}, {}};
  request.method = method;
  request.stop.token = stop_;
  // Names with dots don't fit the certificate of *.s3.…, and other stores rarely know buckets as hosts.
  const bool in_host = !session_.has_own_endpoint("s3") && name_.find('.') == std::string::npos;
  if (in_host) {
    request.host_prefix = name_ + ".";
    request.path = "/" + percent_encode_path(key);
  } else {
    request.path = "/" + name_ + "/" + percent_encode_path(key);
  }
  return request;
}

bool S3Bucket::exists() const {
  AwsRequest asked = request("HEAD", "ListBucket", "");
  asked.accepted = {404};
  return session_.send(asked).ok();
}

std::optional<S3Head> S3Bucket::head(const std::string& key) const {
  AwsRequest asked = request("HEAD", "GetObject", key);
  asked.accepted = {404};
  const HttpResponse response = session_.send(asked);
  if (!response.ok()) return std::nullopt;
  S3Head head{std::stoull("0" + std::string(response.header("content-length"))), unquoted(response.header("etag")), {}};
  for (const auto& [name, value] : response.headers) {
    if (name.starts_with(kMetadata)) head.metadata.emplace_back(name.substr(kMetadata.size()), value);
  }
  return head;
}

void S3Bucket::get(const std::string& key, const std::function<void(std::string_view)>& receive,
                   std::optional<std::pair<std::uint64_t, std::uint64_t>> range) const {
  AwsRequest asked = request("GET", "GetObject", key);
  asked.receive = receive;
  if (range) {
    asked.headers.emplace_back("Range", fmt::format("bytes={}-{}", range->first, range->first + range->second - 1));
  }
  session_.send(asked);
}

std::string S3Bucket::get_text(const std::string& key) const {
  return session_.send(request("GET", "GetObject", key)).body;
}

void S3Bucket::put(const std::string& key, std::string_view body, const Fields& metadata,
                   std::string_view content_type) const {
  AwsRequest asked = request("PUT", "PutObject", key);
  asked.headers.emplace_back("Content-Type", content_type);
  add_metadata(asked.headers, metadata);
  add_checksum(asked.headers, body);
  asked.body = body;
  session_.send(asked);
}

void S3Bucket::copy(const std::string& from, const std::string& to) const {
  AwsRequest asked = request("PUT", "PutObject", to);
  asked.headers.emplace_back("x-amz-copy-source", "/" + name_ + "/" + percent_encode_path(from));
  const HttpResponse response = session_.send(asked);
  // S3 may begin with "200 OK" and say only in the body that it failed.
  if (response.body.find("<Error>") == std::string::npos) return;
  throw aws_error(parse_failure({500, response.headers, response.body}),
                  {asked.info.action, asked.info.resource, session_.credentials().text(), session_.region()});
}

std::vector<S3Object> S3Bucket::list(const std::string& prefix) const {
  std::vector<S3Object> objects;
  AwsRequest asked = request("GET", "ListBucket", "");
  asked.info.resource = url(prefix);
  asked.query = {{"encoding-type", "url"}, {"list-type", "2"}, {"prefix", prefix}};
  each_page(session_, asked, {{"continuation-token", "NextContinuationToken"}}, [&](const pugi::xml_node& result) {
    for (const pugi::xml_node entry : result.children("Contents")) {
      objects.push_back({key_in(entry, prefix, asked.info.resource),
                         number_in<std::uint64_t>(entry, "Size", 0, asked.info.resource),
                         unquoted(entry.child_value("ETag"))});
    }
  });
  return objects;
}

void S3Bucket::remove_entries(const std::vector<S3ObjectVersion>& entries) const {
  for (std::size_t at = 0; at < entries.size(); at += kMostRemoved) {
    pugi::xml_document document;
    pugi::xml_node root = document.append_child("Delete");
    root.append_child("Quiet").text() = "true";
    for (std::size_t i = at; i < std::min(at + kMostRemoved, entries.size()); ++i) {
      pugi::xml_node object = root.append_child("Object");
      object.append_child("Key").text() = entries[i].key.c_str();
      if (!entries[i].version.empty()) object.append_child("VersionId").text() = entries[i].version.c_str();
    }
    const std::string body = text_of(document);
    AwsRequest asked = request("POST", "DeleteObject", "");
    asked.query = {{"delete", ""}};
    asked.headers = {{"Content-Type", "application/xml"}, {"Content-MD5", to_base64(md5(body))}};
    asked.body = body;
    const pugi::xml_document answer = parse_xml(session_.send(asked).body, "Delete", asked.info.resource);
    const pugi::xml_node error = answer.document_element().child("Error");
    if (!error) continue;
    throw aws_error(
        {403, error.child_value("Code"), error.child_value("Message"), "", ""},
        {asked.info.action, url(error.child_value("Key")), session_.credentials().text(), session_.region()});
  }
}

void S3Bucket::remove(const std::vector<std::string>& keys) const {
  std::vector<S3ObjectVersion> entries;
  for (const std::string& key : keys) entries.push_back({key, ""});
  remove_entries(entries);
}

std::vector<S3ObjectVersion> S3Bucket::versions(const std::string& prefix) const {
  std::vector<S3ObjectVersion> versions;
  AwsRequest asked = request("GET", "ListBucketVersions", "");
  asked.info.resource = url(prefix);
  asked.query = {{"versions", ""}, {"prefix", prefix}};
  each_page(session_, asked, {{"key-marker", "NextKeyMarker"}, {"version-id-marker", "NextVersionIdMarker"}},
            [&](const pugi::xml_node& result) {
              for (const pugi::xml_node entry : result.children()) {
                const std::string_view kind = entry.name();
                if (kind != "Version" && kind != "DeleteMarker") continue;
                versions.push_back({key_in(entry, prefix, asked.info.resource), entry.child_value("VersionId")});
              }
            });
  return versions;
}

void S3Bucket::remove_versions(const std::vector<S3ObjectVersion>& versions) const { remove_entries(versions); }

S3Upload S3Bucket::begin_upload(const std::string& key, const Fields& metadata) const {
  AwsRequest asked = request("POST", "PutObject", key);
  asked.query = {{"uploads", ""}};
  asked.headers = {{"x-amz-checksum-algorithm", "SHA256"}};
  add_metadata(asked.headers, metadata);
  const pugi::xml_document document = parse_xml(session_.send(asked).body, "Initiate", asked.info.resource);
  return {key, text_in(document.document_element(), "UploadId", asked.info.resource)};
}

std::vector<S3Upload> S3Bucket::unfinished_uploads(const std::string& prefix) const {
  std::vector<S3Upload> uploads;
  AwsRequest asked = request("GET", "ListBucketMultipartUploads", "");
  asked.info.resource = url(prefix);
  asked.query = {{"uploads", ""}, {"prefix", prefix}};
  each_page(session_, asked, {{"key-marker", "NextKeyMarker"}, {"upload-id-marker", "NextUploadIdMarker"}},
            [&](const pugi::xml_node& result) {
              for (const pugi::xml_node entry : result.children("Upload")) {
                // Some stores list more than was asked for.
                if (!std::string_view(entry.child_value("Key")).starts_with(prefix)) continue;
                uploads.push_back({entry.child_value("Key"), text_in(entry, "UploadId", asked.info.resource)});
              }
            });
  return uploads;
}

std::vector<S3Part> S3Bucket::parts(const S3Upload& upload) const {
  std::vector<S3Part> parts;
  AwsRequest asked = request("GET", "ListMultipartUploadParts", upload.key);
  asked.query = {{"uploadId", upload.id}};
  asked.accepted = {404};  // ended meanwhile: it has none
  each_page(session_, asked, {{"part-number-marker", "NextPartNumberMarker"}}, [&](const pugi::xml_node& result) {
    for (const pugi::xml_node entry : result.children("Part")) {
      parts.push_back({number_in(entry, "PartNumber", 1, asked.info.resource),
                       number_in<std::uint64_t>(entry, "Size", 0, asked.info.resource),
                       unquoted(entry.child_value("ETag")), entry.child_value("ChecksumSHA256")});
    }
  });
  return parts;
}

S3Part S3Bucket::put_part(const S3Upload& upload, int number, std::string_view body) const {
  AwsRequest asked = request("PUT", "PutObject", upload.key);
  asked.query = {{"partNumber", std::to_string(number)}, {"uploadId", upload.id}};
  const std::string checksum = add_checksum(asked.headers, body);
  asked.body = body;
  const HttpResponse response = session_.send(asked);
  return {number, body.size(), unquoted(response.header("etag")), checksum};
}

bool S3Bucket::finish_upload(const S3Upload& upload, const std::vector<S3Part>& parts) const {
  pugi::xml_document document;
  pugi::xml_node root = document.append_child("CompleteMultipartUpload");
  for (const S3Part& part : parts) {
    pugi::xml_node entry = root.append_child("Part");
    entry.append_child("PartNumber").text() = part.number;
    entry.append_child("ETag").text() = fmt::format("\"{}\"", part.etag).c_str();
    if (!part.sha256.empty()) entry.append_child("ChecksumSHA256").text() = part.sha256.c_str();
  }
  const std::string body = text_of(document);
  AwsRequest asked = request("POST", "PutObject", upload.key);
  asked.query = {{"uploadId", upload.id}};
  asked.headers = {{"Content-Type", "application/xml"}};
  asked.body = body;
  asked.accepted = {404};
  const HttpResponse response = session_.send(asked);
  if (!response.ok() && parse_failure(response).code == "NoSuchUpload") return false;
  // S3 may begin with "200 OK" and say only in the body that it failed.
  if (response.ok() && response.body.find("<Error>") == std::string::npos) {
    parse_xml(response.body, "Complete", asked.info.resource);
    return true;
  }
  throw aws_error(parse_failure({response.ok() ? 500 : response.status, response.headers, response.body}),
                  {asked.info.action, asked.info.resource, session_.credentials().text(), session_.region()});
}

void S3Bucket::abort_upload(const S3Upload& upload) const {
  AwsRequest asked = request("DELETE", "AbortMultipartUpload", upload.key);
  asked.query = {{"uploadId", upload.id}};
  asked.accepted = {404};
  session_.send(asked);
}

}  // namespace rox
