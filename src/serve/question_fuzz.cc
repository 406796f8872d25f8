// Any target: no crash; what is understood holds no control bytes and stays within the limits.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "base/utf8.h"
#include "serve/access.h"
#include "serve/limits.h"
#include "serve/log.h"
#include "serve/question.h"

namespace ringfence::serve {
namespace {

void CheckName(std::string_view name) {
  RF_CHECK(!name.empty() && name.size() <= kValueBytesMax);
  for (std::size_t at = 0; at < name.size();) {
    const std::size_t length = base::Utf8Length(name, at);
    RF_CHECK(length > 0);
    at += length;
  }
  for (const char byte : name) RF_CHECK(static_cast<unsigned char>(byte) >= 0x20 && byte != 0x7f);
}

void ReadOnce(std::string_view text) {
  IsLoopbackHost(text);
  TokenFits(text, "0123456789abcdef");
  for (const char byte : Escaped(text)) RF_CHECK(byte >= 0x20 && byte < 0x7f);
  const auto question = ReadQuestion(text);
  if (!question) {
    RF_CHECK(question.error().status >= 400 && !question.error().why.empty());
    return;
  }
  RF_CHECK(text.size() <= kTargetBytesMax);
  RF_CHECK(question->ban.size() + question->kinds.size() + question->fail.size() <= kParametersMax);
  for (const auto& name : question->ban) CheckName(name);
  for (const auto& name : question->fail) CheckName(name);
  RF_CHECK(KeyOf(*question) == KeyOf(*ReadQuestion(text)));
}

}  // namespace
}  // namespace ringfence::serve

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ringfence::serve::ReadOnce(std::string_view(reinterpret_cast<const char*>(data), size));
  return 0;
}
