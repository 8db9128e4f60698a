#include "source/workbook/xml_stream.hpp"

#include <expat.h>
#include <fmt/format.h>

#include <new>
#include <utility>

#include "source/packed.hpp"

namespace rox {
namespace {

constexpr int kRead = 1 << 18;

}  // namespace

std::string_view attribute(const char* const* attributes, std::string_view name) {
  for (; *attributes != nullptr; attributes += 2) {
    if (name == *attributes) return attributes[1];
  }
  return {};
}

std::string_view local_name(std::string_view name) { return name.substr(name.find(':') + 1); }

/// Nothing is thrown through the library, which is C: it is kept and thrown behind it.
struct XmlStream::Parser {
  Parser(XmlHandler& h, const char* encoding) : handler(h), parser(::XML_ParserCreate(encoding)) {
    if (parser == nullptr) throw std::bad_alloc();
    ::XML_SetUserData(parser, this);
    ::XML_SetElementHandler(
        parser,
        [](void* self, const char* name, const char** attributes) {
          static_cast<Parser*>(self)->call([&](XmlHandler& to) { to.begin(name, attributes); });
        },
        [](void* self, const char* name) { static_cast<Parser*>(self)->call([&](XmlHandler& to) { to.end(name); }); });
    ::XML_SetCharacterDataHandler(parser, [](void* self, const char* text, int size) {
      static_cast<Parser*>(self)->call([&](XmlHandler& to) { to.text({text, static_cast<std::size_t>(size)}); });
    });
    // No workbook has one; entities that grow are declared there.
    ::XML_SetStartDoctypeDeclHandler(parser, [](void* self, const char*, const char*, const char*, int) {
      auto* const p = static_cast<Parser*>(self);
      p->has_doctype = true;
      ::XML_StopParser(p->parser, XML_FALSE);
    });
  }
  ~Parser() { ::XML_ParserFree(parser); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  template <class Call>
  void call(Call&& tell) {
    if (failure) return;
    try {
      tell(handler);
    } catch (...) {
      failure = std::current_exception();
      ::XML_StopParser(parser, XML_FALSE);
    }
  }

  XmlHandler& handler;
  XML_Parser parser;
  std::exception_ptr failure;
  bool has_doctype = false;
};

XmlStream::XmlStream(const ExportFile& file, std::unique_ptr<ByteStream> bytes, XmlHandler& handler,
                     const char* encoding)
    : file_(file), bytes_(std::move(bytes)), parser_(std::make_unique<Parser>(handler, encoding)) {}
XmlStream::~XmlStream() = default;

bool XmlStream::feed() {
  if (ended_) return false;
  void* const buffer = ::XML_GetBuffer(parser_->parser, kRead);
  if (buffer == nullptr) throw std::bad_alloc();
  const std::size_t got = bytes_->read(static_cast<char*>(buffer), kRead);
  ended_ = got == 0;
  const XML_Status status = ::XML_ParseBuffer(parser_->parser, static_cast<int>(got), ended_ ? XML_TRUE : XML_FALSE);
  if (parser_->failure) std::rethrow_exception(parser_->failure);
  if (parser_->has_doctype) throw damaged_export(file_, "its XML declares a document type");
  if (status == XML_STATUS_ERROR) {
    throw damaged_export(
        file_, fmt::format("its XML has an error ({})", ::XML_ErrorString(::XML_GetErrorCode(parser_->parser))));
  }
  return !ended_;
}

void read_xml(const ExportFile& file, std::unique_ptr<ByteStream> bytes, XmlHandler& handler, const char* encoding) {
  XmlStream stream(file, std::move(bytes), handler, encoding);
  while (stream.feed()) {
  }
}

}  // namespace rox
