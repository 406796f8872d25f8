// Reads numbers in network order off bytes of strangers.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "net/ip.h"

namespace ringfence::formats {

/// A place in a stretch of bytes. Reading past the end gives zeros and is remembered: check `failed` before
/// what was read is used.
class WireCursor {
 public:
  /// `offset` is where `bytes` begin in the file. The bytes must outlive the cursor.
  WireCursor(std::string_view bytes, std::size_t offset) : bytes_(bytes), offset_(offset) {}

  bool failed() const { return failed_; }
  bool empty() const { return at_ == bytes_.size(); }
  std::size_t remaining() const { return bytes_.size() - at_; }
  /// Offset in the file of the next byte.
  std::size_t offset() const { return offset_ + at_; }

  std::uint8_t Take8() { return static_cast<std::uint8_t>(Take(1)); }
  std::uint16_t Take16() { return static_cast<std::uint16_t>(Take(2)); }
  std::uint32_t Take32() { return static_cast<std::uint32_t>(Take(4)); }
  /// Number of that many bytes, at most 8.
  std::uint64_t Take(std::size_t count) {
    std::uint64_t value = 0;
    for (const char byte : TakeBytes(count)) value = value << 8U | static_cast<unsigned char>(byte);
    return value;
  }
  /// Address of the family.
  net::IpAddress TakeAddress(net::Family family) {
    if (family == net::Family::kIpv4) return net::IpAddress::V4(Take32());
    const std::uint64_t high = Take(8);
    return net::IpAddress::V6(high, Take(8));
  }
  /// The next bytes; none, and failed, when there are not so many.
  std::string_view TakeBytes(std::size_t count) {
    if (count > remaining()) {
      failed_ = true;
      at_ = bytes_.size();
      return {};
    }
    at_ += count;
    return bytes_.substr(at_ - count, count);
  }
  /// A cursor over the next bytes, which this one leaves behind.
  WireCursor TakePart(std::size_t count) {
    const std::size_t begin = offset();
    return {TakeBytes(count), begin};
  }
  /// Looks at the next byte; 0 at the end.
  std::uint8_t Peek8() const { return empty() ? 0 : static_cast<std::uint8_t>(bytes_[at_]); }

 private:
  std::string_view bytes_;
  std::size_t offset_ = 0;
  std::size_t at_ = 0;
  bool failed_ = false;
};

}  // namespace ringfence::formats
