#include "base/utf8.h"

#include "base/check.h"

namespace ringfence::base {

std::size_t Utf8Length(std::string_view text, std::size_t at) {
  RF_CHECK(at < text.size());
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const unsigned lead = byte(at);
  if (lead < 0x80) return 1;
  const auto tail = [&](std::size_t i) { return (byte(i) & 0xc0U) == 0x80U; };
  if (lead >= 0xc2 && lead <= 0xdf && tail(at + 1)) return 2;
  if (lead >= 0xe0 && lead <= 0xef && tail(at + 1) && tail(at + 2)) {
    const bool overlong = lead == 0xe0 && byte(at + 1) < 0xa0;
    const bool surrogate = lead == 0xed && byte(at + 1) >= 0xa0;
    return overlong || surrogate ? 0 : 3;
  }
  if (lead >= 0xf0 && lead <= 0xf4 && tail(at + 1) && tail(at + 2) && tail(at + 3)) {
    const bool overlong = lead == 0xf0 && byte(at + 1) < 0x90;
    const bool beyond = lead == 0xf4 && byte(at + 1) >= 0x90;
    return overlong || beyond ? 0 : 4;
  }
  return 0;
}

char32_t Utf8Code(std::string_view bytes) {
  if (bytes.size() == 1) return static_cast<unsigned char>(bytes[0]);
  char32_t code = static_cast<unsigned char>(bytes[0]) & (0xffU >> (bytes.size() + 1));
  for (const char byte : bytes.substr(1)) code = code << 6U | (static_cast<unsigned char>(byte) & 0x3fU);
  return code;
}

void AppendUtf8(std::string& text, char32_t code) {
  RF_CHECK(code <= 0x10ffff && (code < 0xd800 || code > 0xdfff));
  const auto put = [&text](char32_t byte) { text += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xc0 | code >> 6U);
  } else if (code < 0x10000) {
    put(0xe0 | code >> 12U);
    put(0x80 | (code >> 6U & 0x3f));
  } else {
    put(0xf0 | code >> 18U);
    put(0x80 | (code >> 12U & 0x3f));
    put(0x80 | (code >> 6U & 0x3f));
  }
  put(0x80 | (code & 0x3f));
}

bool StandsInLine(char32_t code) {
  const bool control = (code < 0x20 && code != '\t') || (code >= 0x7f && code <= 0x9f);
  const bool separator = code == 0x2028 || code == 0x2029;
  return !control && !separator && code != 0xfeff && code != 0xfffe && code != 0xffff;
}

}  // namespace ringfence::base
