// Records in order, each over its own bytes.
//
// Problem: a file is a table, or a log of messages, or a table followed by messages, of many peers, and wrong
// bytes must not stop or mislead the rest. Idea: per peer a map from prefix and path identifier to a path; a
// table entry sets, an UPDATE sets and removes, a session that ends removes all. Equal attributes of a peer
// are kept once, found by their bytes. A record knows its length, so what is broken inside it is named and
// the next one read. Cost: O(bytes * log routes).

#include "formats/mrt_reader.h"

#include <fmt/format.h>

#include <map>
#include <string>
#include <unordered_map>
#include <utility>

#include "formats/announcements_reader.h"
#include "formats/bgp_message.h"

namespace ringfence::formats {
namespace {

constexpr std::uint16_t kTableDump = 12, kTableDumpV2 = 13, kBgp4Mp = 16, kBgp4MpEt = 17;
constexpr std::uint16_t kEstablished = 6;

/// Types that hold no routes of BGP (RFC 6396 section 4 and appendix B.1).
bool IsOther(std::uint16_t type) {
  return (type >= 1 && type <= 4) || (type >= 6 && type <= 8) || type == 11 || type == 32 || type == 33 ||
         type == 48 || type == 49;
}

/// A peer while the file is read.
struct PeerState {
  std::uint32_t as = 0;
  std::uint32_t router_id = 0;
  std::vector<routing::AnnouncedPath> paths;
  std::unordered_map<std::string, std::uint32_t> known;  ///< bytes of attributes to a path; looked up only
  std::map<WireRoute, std::uint32_t> routes;
};

/// A peer as a table names it.
struct IndexEntry {
  net::IpAddress address;
  std::uint32_t as = 0;
  std::uint32_t router_id = 0;
};

class Reader {
 public:
  Reader(std::string_view bytes, base::FileId file, const std::optional<net::IpAddress>& only,
         base::Diagnostics& diagnostics)
      : bytes_(bytes), file_(file), only_(only), diagnostics_(diagnostics) {}

  std::vector<MrtPeer> Read() {
    WireCursor all(bytes_, 0);
    while (!all.empty() && !enough()) {
      record_ = all.offset();
      all.Take32();  // time
      const std::uint16_t type = all.Take16();
      const std::uint16_t subtype = all.Take16();
      const std::uint32_t length = all.Take32();
      if (all.failed() || length > kMrtRecordBytesMax || length > all.remaining()) {
        Broken(record_, all.failed()
                            ? "the header of a record is cut off"
                            : fmt::format("a record of {} bytes, where {} are left and {} are the most",
                                          length, all.remaining(), kMrtRecordBytesMax));
        break;
      }
      ReadRecord(type, subtype, all.TakePart(length));
    }
    if (enough()) Name(all.offset(), "too many faults: the rest is not read");
    return Take();
  }

 private:
  /// One record may hold more faults than are named: it is read no further then.
  bool enough() const { return fault_count_ >= kMrtFaultsMax; }
  void Broken(std::size_t offset, const std::string& what) {
    if (enough()) return;
    ++fault_count_;
    Name(offset, what);
  }
  void Name(std::size_t offset, const std::string& what) {
    diagnostics_.Add({base::DiagnosticKind::kMrtBroken,
                      {file_, 0, 0, 0},
                      fmt::format("byte {}, in the record at byte {}: {}", offset, record_, what)});
  }

  void ReadRecord(std::uint16_t type, std::uint16_t subtype, WireCursor body) {
    if (type == kTableDumpV2) return ReadTable(subtype, body);
    if (type == kTableDump) return ReadOldTable(subtype, body);
    if (type == kBgp4MpEt) body.Take32();  // microseconds
    if (type == kBgp4Mp || type == kBgp4MpEt) return ReadMessages(subtype, body);
    if (!IsOther(type)) Broken(record_, fmt::format("records of type {} are not read", type));
  }

  PeerState& PeerOf(const net::IpAddress& address, std::uint32_t as) {
    PeerState& peer = peers_[address];
    peer.as = as;
    return peer;
  }
  bool Wanted(const net::IpAddress& address) const { return !only_ || *only_ == address; }

  void ReadTable(std::uint16_t subtype, WireCursor& body) {
    switch (subtype) {
      case 1:
        return ReadIndex(body);
      case 2:
      case 8:
        return ReadEntries(body, net::Family::kIpv4, subtype == 8);
      case 4:
      case 10:
        return ReadEntries(body, net::Family::kIpv6, subtype == 10);
      default:  // up to 12: multicast, other families, places of peers
        if (subtype == 0 || subtype > 12)
          Broken(record_, fmt::format("tables of kind {} are not read", subtype));
    }
  }

  void ReadIndex(WireCursor& body) {
    body.Take32();  // collector
    body.TakeBytes(body.Take16());
    const std::uint16_t count = body.Take16();
    index_.clear();
    for (std::size_t i = 0; i < count && !body.failed(); ++i) {
      const std::uint8_t kind = body.Take8();
      IndexEntry entry;
      entry.router_id = body.Take32();
      entry.address = body.TakeAddress((kind & 1U) != 0 ? net::Family::kIpv6 : net::Family::kIpv4);
      entry.as = (kind & 2U) != 0 ? body.Take32() : body.Take16();
      index_.push_back(entry);
    }
    if (!body.failed() && body.empty()) return;
    Broken(body.offset(), "a list of peers does not have the length it says");
    index_.clear();
  }

  void ReadEntries(WireCursor& body, net::Family family, bool add_path) {
    body.Take32();  // sequence number
    const std::size_t at = body.offset();
    const std::uint8_t length = body.Take8();
    const std::string_view bytes = body.TakeBytes((length + 7U) / 8U);
    const std::uint16_t count = body.Take16();
    if (body.failed()) return Broken(at, "a table entry is cut off");
    if (length > net::AddressBits(family)) return Broken(at, fmt::format("a prefix of {} bits", length));
    std::string whole(bytes);
    whole.resize(family == net::Family::kIpv4 ? 4 : 16);
    const net::Prefix prefix = net::Prefix::Of(WireCursor(whole, 0).TakeAddress(family), length);
    for (std::size_t i = 0; i < count && !enough(); ++i) {
      const std::size_t begin = body.offset();
      const std::uint16_t peer = body.Take16();
      body.Take32();  // time
      const std::uint32_t path_id = add_path ? body.Take32() : 0;
      const std::size_t size = body.Take16();
      const WireCursor attributes = body.TakePart(size);
      if (body.failed()) return Broken(begin, "a route of a table entry is cut off");
      if (peer >= index_.size()) {
        Broken(begin, fmt::format("a route of peer {}, where the list of peers has {}", peer, index_.size()));
        continue;
      }
      SetFromTable(index_[peer], {prefix, path_id}, attributes, {.four_byte_as = true, .table_entry = true});
    }
    if (!body.empty()) Broken(body.offset(), "bytes behind the last route of a table entry");
  }

  /// TABLE_DUMP (RFC 6396 section 4.2): one route a record.
  void ReadOldTable(std::uint16_t subtype, WireCursor& body) {
    if (subtype != 1 && subtype != 2)
      return Broken(record_, fmt::format("there is no family {} of table entries", subtype));
    const net::Family family = subtype == 1 ? net::Family::kIpv4 : net::Family::kIpv6;
    body.Take32();  // view and sequence number
    const std::size_t at = body.offset();
    const net::IpAddress address = body.TakeAddress(family);
    const std::uint8_t length = body.Take8();
    body.Take8();   // status
    body.Take32();  // time
    IndexEntry peer;
    peer.address = body.TakeAddress(family);
    peer.as = body.Take16();
    const std::size_t size = body.Take16();
    const WireCursor attributes = body.TakePart(size);
    if (body.failed()) return Broken(at, "a table entry is cut off");
    if (length > net::AddressBits(family)) return Broken(at, fmt::format("a prefix of {} bits", length));
    SetFromTable(peer, {net::Prefix::Of(address, length), 0}, attributes,
                 {.four_byte_as = false, .table_entry = true});
  }

  void SetFromTable(const IndexEntry& entry, const WireRoute& route, WireCursor attributes,
                    const WireStyle& style) {
    if (!Wanted(entry.address)) return;
    PeerState& peer = PeerOf(entry.address, entry.as);
    if (entry.router_id != 0) peer.router_id = entry.router_id;
    const std::size_t begin = attributes.offset();
    WireCursor copy = attributes;
    std::string key(copy.TakeBytes(copy.remaining()));
    key += route.prefix.family() == net::Family::kIpv4 ? '4' : '6';
    const auto [known, is_new] =
        peer.known.try_emplace(std::move(key), static_cast<std::uint32_t>(peer.paths.size()));
    if (is_new) {
      WireFault fault;
      auto read = ReadAttributes(attributes, style, fault);
      if (!read) {
        peer.known.erase(known);
        return Broken(fault.what.empty() ? begin : fault.offset, fault.what);
      }
      if (read->mp_next_hop) read->path.next_hop = read->mp_next_hop;
      peer.paths.push_back(std::move(read->path));
    }
    Set(peer, route, known->second);
  }

  void Set(PeerState& peer, const WireRoute& route, std::uint32_t path) {
    if (peer.routes.insert_or_assign(route, path).second && ++route_count_ == kAnnouncementsMax + 1)
      Broken(record_, fmt::format("more than {} routes", kAnnouncementsMax));
  }

  /// Subtypes of RFC 6396 section 4.4 and RFC 8050. The local ones are what the writer of the file sent.
  void ReadMessages(std::uint16_t subtype, WireCursor& body) {
    const bool state = subtype == 0 || subtype == 5;
    const bool message = subtype == 1 || subtype == 4 || subtype == 8 || subtype == 9;
    const bool sent = subtype == 6 || subtype == 7 || subtype == 10 || subtype == 11;
    if (!state && !message && !sent)
      return Broken(record_, fmt::format("messages of kind {} are not read", subtype));
    if (sent) return;
    const bool four = subtype == 4 || subtype == 5 || subtype == 9;
    const std::size_t begin = body.offset();
    const std::uint32_t as = four ? body.Take32() : body.Take16();
    body.Take(four ? 4 : 2);  // the writer's own
    body.Take16();            // interface
    const std::uint16_t number = body.Take16();
    if (!body.failed() && number != 1 && number != 2)
      return Broken(begin, fmt::format("a peer of address family {}", number));
    const net::Family family = number == 2 ? net::Family::kIpv6 : net::Family::kIpv4;
    const net::IpAddress address = body.TakeAddress(family);
    body.TakeAddress(family);  // the writer's own
    if (body.failed()) return Broken(begin, "the ends of a session are cut off");
    if (!Wanted(address)) return;
    PeerState& peer = PeerOf(address, as);
    if (state) {
      body.Take16();
      const bool up = body.Take16() == kEstablished;
      if (body.failed()) return Broken(begin, "a change of state is cut off");
      if (!up) peer.routes.clear();
      return;
    }
    WireFault fault;
    auto update = ReadMessage(body, {.four_byte_as = four, .add_path = subtype >= 8}, fault);
    if (!update) return Broken(fault.offset, fault.what);
    Apply(peer, std::move(*update));
  }

  void Apply(PeerState& peer, WireUpdate update) {
    for (const auto* gone : {&update.withdrawn, &update.attributes.mp_withdrawn}) {
      for (const WireRoute& route : *gone) peer.routes.erase(route);
    }
    const auto add = [&](const std::vector<WireRoute>& reached, const routing::AnnouncedPath& path) {
      if (reached.empty()) return;
      const auto place = static_cast<std::uint32_t>(peer.paths.size());
      peer.paths.push_back(path);
      for (const WireRoute& route : reached) Set(peer, route, place);
    };
    add(update.reached, update.attributes.path);
    update.attributes.path.next_hop = update.attributes.mp_next_hop;
    add(update.attributes.mp_reached, update.attributes.path);
  }

  std::vector<MrtPeer> Take() {
    std::vector<MrtPeer> peers;
    for (auto& [address, state] : peers_) {
      MrtPeer& peer = peers.emplace_back();
      peer.address = address;
      peer.as = state.as;
      peer.router_id = state.router_id;
      // Of a long log most paths are gone again.
      std::vector<std::uint32_t> place(state.paths.size(), UINT32_MAX);
      for (const auto& [route, path] : state.routes) {
        if (place[path] == UINT32_MAX) {
          place[path] = static_cast<std::uint32_t>(peer.paths.size());
          peer.paths.push_back(std::move(state.paths[path]));
        }
        peer.routes.push_back({route.prefix, place[path], {}});
      }
    }
    return peers;
  }

  std::string_view bytes_;
  base::FileId file_;
  const std::optional<net::IpAddress>& only_;
  base::Diagnostics& diagnostics_;
  std::size_t record_ = 0;  ///< offset of the one at work
  std::size_t fault_count_ = 0;
  std::size_t route_count_ = 0;  ///< that were ever new
  std::vector<IndexEntry> index_;
  std::map<net::IpAddress, PeerState> peers_;
};

/// The name of a compression by its first bytes; "" for none.
std::string_view CompressionOf(std::string_view bytes) {
  if (bytes.starts_with("\x1f\x8b")) return "gzip";
  if (bytes.starts_with("BZh")) return "bzip2";
  if (bytes.starts_with("\xfd"
                        "7zXZ"))
    return "xz";
  return bytes.starts_with("\x28\xb5\x2f\xfd") ? "zstd" : "";
}

}  // namespace

std::vector<MrtPeer> ReadMrt(const base::SourceFile& source, base::FileId file,
                             const std::optional<net::IpAddress>& only, base::Diagnostics& diagnostics) {
  const std::string_view compression = CompressionOf(source.text());
  if (!compression.empty()) {
    diagnostics.Add({base::DiagnosticKind::kFileCompressed,
                     {file, 0, 0, 0},
                     fmt::format("the file is compressed by {}", compression)});
    return {};
  }
  return Reader(source.text(), file, only, diagnostics).Read();
}

}  // namespace ringfence::formats
