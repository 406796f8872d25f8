// Attributes one by one.
//
// Problem: attributes come in any order from anybody, and paths of two-byte speakers hide their long numbers
// in AS4_PATH. Idea: each attribute is a function over its own bytes that cannot leave them; the first fault
// ends the message, for what follows can no longer be trusted. AS4_PATH is merged at the end (RFC 6793
// section 4.2.3): it replaces as much of AS_PATH from the right as it is long.

#include "formats/bgp_message.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "formats/announcements_reader.h"

namespace ringfence::formats {
namespace {

using routing::AsPath;
using routing::AsSegment;
using routing::AsSegmentKind;

constexpr std::size_t kHeaderBytes = 19;
constexpr std::uint8_t kUpdate = 2;
constexpr std::uint16_t kUnicast = 1;

/// IPv4 or IPv6 by the number of IANA's address families.
std::optional<net::Family> FamilyOf(std::uint16_t number) {
  if (number == 1) return net::Family::kIpv4;
  return number == 2 ? std::optional(net::Family::kIpv6) : std::nullopt;
}

/// Numbers of a path as RFC 6793 counts them: a set is one, parts of confederations are none.
std::size_t CountOf(const AsSegment& segment) {
  if (segment.kind == AsSegmentKind::kSequence) return segment.numbers.size();
  return segment.kind == AsSegmentKind::kSet ? 1 : 0;
}
std::size_t CountOf(const AsPath& path) {
  std::size_t count = 0;
  for (const AsSegment& segment : path) count += CountOf(segment);
  return count;
}

/// The path with its right end replaced by AS4_PATH.
AsPath Merged(const AsPath& path, const AsPath& four) {
  const std::size_t count = CountOf(path);
  const std::size_t known = CountOf(four);
  if (count < known) return path;
  std::size_t kept = count - known;
  AsPath merged;
  for (const AsSegment& segment : path) {
    const std::size_t here = CountOf(segment);
    if (here == 0 || here <= kept) {
      if (here == 0 && kept == 0) break;
      merged.push_back(segment);
      kept -= here;
      continue;
    }
    if (kept > 0) {
      merged.push_back(
          {segment.kind,
           {segment.numbers.begin(), segment.numbers.begin() + static_cast<std::ptrdiff_t>(kept)}});
    }
    break;
  }
  merged.insert(merged.end(), four.begin(), four.end());
  return routing::Canonical(merged);
}

/// Reads the attributes of one message.
class Reader {
 public:
  Reader(const WireStyle& style, WireFault& fault) : style_(style), fault_(fault) {}

  std::optional<WireAttributes> Read(WireCursor bytes) {
    while (!bytes.empty()) {
      const std::size_t begin = bytes.offset();
      const std::uint8_t flags = bytes.Take8();
      const std::uint8_t type = bytes.Take8();
      const std::size_t length = (flags & 0x10U) != 0 ? bytes.Take16() : bytes.Take8();
      WireCursor value = bytes.TakePart(length);
      if (bytes.failed())
        return Fail(begin, fmt::format("attribute {} is longer than its message", type)), std::nullopt;
      if (seen_[type]) return Fail(begin, fmt::format("attribute {} stands there twice", type)), std::nullopt;
      seen_[type] = true;
      const std::size_t offset = value.offset();
      if (!ReadOne(type, flags, value)) {
        if (fault_.what.empty())
          Fail(offset, fmt::format("attribute {} has {} bytes, which is no length of it", type, length));
        return std::nullopt;
      }
    }
    const bool by_new_speaker = aggregator_ && *aggregator_ != kAsTrans;
    if (!style_.four_byte_as && four_ && !by_new_speaker)
      result_.path.as_path = Merged(result_.path.as_path, *four_);
    return std::move(result_);
  }

 private:
  bool Fail(std::size_t offset, std::string what) {
    fault_ = {offset, std::move(what)};
    return false;
  }

  /// False when the attribute is broken; without a fault: by its length.
  bool ReadOne(std::uint8_t type, std::uint8_t flags, WireCursor& value) {
    routing::AnnouncedPath& path = result_.path;
    switch (type) {
      case 1:
        return ReadOrigin(value);
      case 2:
        return ReadPath(value, style_.four_byte_as, path.as_path);
      case 3:
        path.next_hop = value.TakeAddress(net::Family::kIpv4);
        return Ended(value);
      case 4:
        path.med = value.Take32();
        return Ended(value);
      case 5:
        path.local_preference = value.Take32();
        return Ended(value);
      case 6:  // ATOMIC_AGGREGATE
        return value.empty();
      case 7:
        aggregator_ = static_cast<std::uint32_t>(value.Take(value.remaining() == 8 ? 4 : 2));
        value.Take32();
        return Ended(value);
      case 8:
        return ReadCommunities(value);
      case 9:
        path.originator = value.Take32();
        return Ended(value);
      case 10:
        while (!value.empty()) path.clusters.push_back(value.Take32());
        return Ended(value);
      case 14:
        return ReadReached(value);
      case 15:
        return ReadWithdrawn(value);
      case 16:
        return ReadExtended(value);
      case 17:
        return ReadPath(value, true, four_.emplace());
      case 32:
        return ReadLarge(value);
      default:
        // RFC 4271 section 6.3: what everybody must know and nobody does.
        if ((flags & 0x80U) != 0) return true;
        return Fail(value.offset(), fmt::format("attribute {} is marked as well-known and is not", type));
    }
  }

  static bool Ended(const WireCursor& value) { return !value.failed() && value.empty(); }

  bool ReadOrigin(WireCursor& value) {
    const std::uint8_t origin = value.Take8();
    if (!Ended(value)) return false;
    if (origin > 2) return Fail(value.offset() - 1, fmt::format("origin {}; 2 is the highest", origin));
    result_.path.origin = static_cast<model::BgpOrigin>(origin);
    return true;
  }

  bool ReadPath(WireCursor& value, bool four_bytes, AsPath& path) {
    constexpr AsSegmentKind kKinds[] = {AsSegmentKind::kSet, AsSegmentKind::kSequence,
                                        AsSegmentKind::kConfederationSequence,
                                        AsSegmentKind::kConfederationSet};
    std::size_t total = 0;
    while (!value.empty()) {
      const std::size_t begin = value.offset();
      const std::uint8_t kind = value.Take8();
      const std::uint8_t count = value.Take8();
      if (value.failed()) return false;
      if (kind < 1 || kind > 4) return Fail(begin, fmt::format("{} is no kind of path segment", kind));
      if (count == 0) return Fail(begin, "an empty path segment");
      AsSegment segment{kKinds[kind - 1], {}};
      for (std::size_t i = 0; i < count; ++i)
        segment.numbers.push_back(four_bytes ? value.Take32() : value.Take16());
      if (value.failed())
        return Fail(begin, fmt::format("a path segment of {} numbers is longer than its attribute", count));
      total += count;
      path.push_back(std::move(segment));
    }
    if (total > kAsPathNumbersMax)
      return Fail(value.offset(),
                  fmt::format("an AS path of {} numbers; {} are the most", total, kAsPathNumbersMax));
    path = routing::Canonical(path);
    return true;
  }

  bool ReadCommunities(WireCursor& value) {
    while (!value.empty()) {
      const std::uint16_t high = value.Take16();
      result_.path.standard.push_back(fmt::format("{}:{}", high, value.Take16()));
    }
    return Ended(value);
  }

  bool ReadLarge(WireCursor& value) {
    while (!value.empty()) {
      const std::uint32_t global = value.Take32();
      const std::uint32_t first = value.Take32();
      result_.path.large.push_back(fmt::format("{}:{}:{}", global, first, value.Take32()));
    }
    return Ended(value);
  }

  /// RFC 4360 sections 3-5, RFC 5668, RFC 9012 section 4.3.
  bool ReadExtended(WireCursor& value) {
    while (!value.empty()) {
      const std::uint16_t type = value.Take16();
      const auto body = value.Take(6);
      if (value.failed()) return false;
      const auto low4 = static_cast<std::uint32_t>(body);
      const auto high4 = static_cast<std::uint32_t>(body >> 16U);
      const std::uint16_t high2 = static_cast<std::uint16_t>(body >> 32U),
                          low2 = static_cast<std::uint16_t>(body);
      const std::string_view name = (type & 0xffU) == 2 ? "target" : "origin";
      const bool is_named = (type & 0xffU) == 2 || (type & 0xffU) == 3;
      auto& set = result_.path.extended;
      if (type == 0x030bU) {
        set.push_back(fmt::format("color:{}:{}", high2, low4));
      } else if (is_named && type >> 8U == 0) {
        set.push_back(fmt::format("{}:{}:{}", name, high2, low4));
      } else if (is_named && type >> 8U == 1) {
        set.push_back(fmt::format("{}:{}:{}", name, net::ToString(net::IpAddress::V4(high4)), low2));
      } else if (is_named && type >> 8U == 2) {
        set.push_back(fmt::format("{}:{}:{}", name, high4, low2));
      } else {
        set.push_back(fmt::format("0x{:04x}:{:012x}", type, body));
      }
    }
    return Ended(value);
  }

  bool ReadNextHop(WireCursor& value, std::uint8_t length) {
    if (length != 4 && length != 16 && length != 32)
      return Fail(value.offset() - 1, fmt::format("a next hop of {} bytes", length));
    WireCursor hop = value.TakePart(length);
    if (value.failed()) return false;
    // Of 32 bytes the second half is the address on the link; the first is the one that is told further.
    result_.mp_next_hop = hop.TakeAddress(length == 4 ? net::Family::kIpv4 : net::Family::kIpv6);
    return true;
  }

  bool ReadReached(WireCursor& value) {
    // Some writers of tables keep the whole attribute; no next hop has 0 bytes, and no family begins with
    // another.
    if (style_.table_entry && value.Peek8() != 0) {
      const std::uint8_t length = value.Take8();
      return ReadNextHop(value, length) && Ended(value);
    }
    const auto family = FamilyOf(value.Take16());
    const std::uint8_t subsequent = value.Take8();
    const std::uint8_t length = value.Take8();
    if (value.failed()) return false;
    if (!family || subsequent != kUnicast) return true;
    if (!ReadNextHop(value, length)) return false;
    value.Take8();  // reserved
    if (value.failed()) return false;
    return ReadPrefixes(value, *family, style_.add_path, result_.mp_reached);
  }

  bool ReadWithdrawn(WireCursor& value) {
    const auto family = FamilyOf(value.Take16());
    const std::uint8_t subsequent = value.Take8();
    if (value.failed()) return false;
    if (!family || subsequent != kUnicast) return true;
    return ReadPrefixes(value, *family, style_.add_path, result_.mp_withdrawn);
  }

 public:
  /// Prefixes up to the end. Bits behind their length mean nothing (RFC 4271 section 4.3).
  bool ReadPrefixes(WireCursor& value, net::Family family, bool add_path, std::vector<WireRoute>& routes) {
    while (!value.empty()) {
      const std::size_t begin = value.offset();
      WireRoute route;
      if (add_path) route.path_id = value.Take32();
      const std::uint8_t length = value.Take8();
      if (value.failed()) return Fail(begin, "a prefix is cut off");
      if (length > net::AddressBits(family)) return Fail(begin, fmt::format("a prefix of {} bits", length));
      const std::string_view bytes = value.TakeBytes((length + 7U) / 8U);
      if (value.failed()) return Fail(begin, "a prefix is cut off");
      std::string whole(bytes);
      whole.resize(family == net::Family::kIpv4 ? 4 : 16);
      route.prefix = net::Prefix::Of(WireCursor(whole, 0).TakeAddress(family), length);
      routes.push_back(route);
    }
    return true;
  }

 private:
  const WireStyle& style_;
  WireFault& fault_;
  WireAttributes result_;
  std::array<bool, 256> seen_ = {};
  std::optional<AsPath> four_;
  std::optional<std::uint32_t> aggregator_;
};

}  // namespace

std::optional<WireAttributes> ReadAttributes(WireCursor bytes, const WireStyle& style, WireFault& fault) {
  fault = {};
  return Reader(style, fault).Read(bytes);
}

std::optional<WireUpdate> ReadMessage(WireCursor bytes, const WireStyle& style, WireFault& fault) {
  fault = {};
  const auto fail = [&fault](std::size_t offset, std::string what) {
    fault = {offset, std::move(what)};
    return std::nullopt;
  };
  const std::size_t begin = bytes.offset();
  const std::size_t size = bytes.remaining();
  const std::string_view marker = bytes.TakeBytes(16);
  const std::uint16_t length = bytes.Take16();
  const std::uint8_t type = bytes.Take8();
  if (bytes.failed())
    return fail(begin, fmt::format("a BGP message of {} bytes; the header has {}", size, kHeaderBytes));
  if (std::ranges::any_of(marker, [](char c) { return c != '\xff'; }))
    return fail(begin, "a BGP message without its marker");
  if (length != size)
    return fail(begin + 16, fmt::format("a BGP message says it has {} bytes and has {}", length, size));
  WireUpdate update;
  if (type != kUpdate) return update;
  WireCursor withdrawn = bytes.TakePart(bytes.Take16());
  WireCursor attributes = bytes.TakePart(bytes.Take16());
  if (bytes.failed()) return fail(begin, "parts of an UPDATE are longer than the message");
  Reader reader(style, fault);
  if (!reader.ReadPrefixes(withdrawn, net::Family::kIpv4, style.add_path, update.withdrawn))
    return std::nullopt;
  auto read = reader.Read(attributes);
  if (!read) return std::nullopt;
  update.attributes = std::move(*read);
  if (!reader.ReadPrefixes(bytes, net::Family::kIpv4, style.add_path, update.reached)) return std::nullopt;
  return update;
}

}  // namespace ringfence::formats
