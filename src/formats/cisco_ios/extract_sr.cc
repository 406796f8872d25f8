// Segment routing with labels over OSPF: `segment-routing mpls` at top level, which says which connected
// prefixes have SIDs, and of processes. Mapping servers and policies are not modelled.

#include <algorithm>

#include "formats/cisco_ios/reader.h"
#include "formats/impacts.h"
#include "formats/segment_routing_text.h"

namespace ringfence::formats::cisco_ios {
namespace {

namespace sr = routing::sr;
using model::Impact;

constexpr Verdict kSr = NotModelled(Impact::kForwarding, "segment routing");
/// Labels of a router that names no block.
constexpr sr::LabelBlock kStandardBlock{16000, 23999};

/// What is taken back was not there.
Verdict Without(Statement& statement, Verdict verdict) {
  return statement.negated ? (statement.words.Rest(), kNoEffect) : verdict;
}

/// `P {index N | absolute N} [range N]`.
Verdict ReadSidLine(Reader& reader, Statement& statement) {
  const auto prefix = TakePrefix(reader, statement);
  if (!prefix || prefix->address.family != net::Family::kIpv4) return kNotKnown;
  SidRangeText sid{.prefix = prefix->subnet(), .span = statement.span()};
  std::vector<SidRangeText>& all = reader.vendor.sr.sids;
  std::erase_if(all, [&sid](const SidRangeText& known) { return known.prefix == sid.prefix; });
  if (statement.negated) return statement.words.Rest(), kUnderstood;
  sid.absolute = statement.words.Accept("absolute");
  if (!sid.absolute && !statement.words.Accept("index")) return kSr;
  const auto value = TakeNumber(reader, statement, 0, kLabelMax);
  if (!value) return kNotKnown;
  sid.value = *value;
  if (statement.words.Accept("range")) {
    const auto count = TakeNumber(reader, statement, 1, kLabelMax);
    if (!count) return kNotKnown;
    sid.count = *count;
  }
  all.push_back(sid);
  return kUnderstood;
}

Verdict ReadAttribute(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "sr-label-preferred") return reader.vendor.sr.preferred = !statement.negated, kUnderstood;
  if (word == "explicit-null") return reader.vendor.sr.explicit_null = !statement.negated, kUnderstood;
  return Without(statement, kSr);
}

/// `address-family ipv4` around lines of one kind; other families and algorithms are other SIDs.
template <Handler kLine>
Verdict ReadFamily(Reader& reader, Statement& statement) {
  if (statement.words.Accept("exit-address-family")) return kNoEffect;
  if (!statement.words.Accept("address-family")) return Without(statement, kSr);
  const bool ipv4 = statement.words.Accept("ipv4");
  if (!ipv4 || !statement.words.done() || statement.negated) return Without(statement, kSr);
  reader.Open(kLine, Impact::kForwarding);
  return kUnderstood;
}

Verdict ReadBlock(Reader& reader, Statement& statement) {
  SrText& text = reader.vendor.sr;
  if (statement.negated) return statement.words.Rest(), text.block = {}, kUnderstood;
  const base::Span span = statement.span();
  const auto block = TakeBlock(reader, statement);
  if (!block) return kNotKnown;
  text.block = {*block, span};
  return kUnderstood;
}

Verdict ReadSrLine(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "global-block") return ReadBlock(reader, statement);
  if (word == "local-block") return statement.words.Rest(), kNoEffect;  // labels of adjacencies
  if (word == "connected-prefix-sid-map" && statement.words.done()) {
    if (statement.negated) return reader.vendor.sr.sids.clear(), kUnderstood;
    return reader.Open(ReadFamily<ReadSidLine>, Impact::kForwarding), kUnderstood;
  }
  if (word == "set-attributes" && statement.words.done()) {
    if (statement.negated)
      return reader.vendor.sr.preferred = reader.vendor.sr.explicit_null = false, kUnderstood;
    return reader.Open(ReadFamily<ReadAttribute>, Impact::kForwarding), kUnderstood;
  }
  return Without(statement, word == "mapping-server" ? NotModelled(kPaths, "SIDs for others") : kSr);
}

/// Where the ports of a process have it on: of the lines of their areas, else of the process.
struct Reach {
  base::Span on;  ///< invalid: nowhere
  bool everywhere = true;
};

Reach ReachOf(const OspfText& text, const ospf::OspfProcess& process) {
  Reach reach;
  for (const ospf::OspfInterface& port : process.interfaces) {
    const auto area = text.sr_areas.find(port.area);
    const Setting<bool>& sr = area != text.sr_areas.end() && area->second.set() ? area->second : text.sr;
    const bool on = sr.value_or(false);
    if (on && !reach.on.valid()) reach.on = sr.span;
    reach.everywhere = reach.everywhere && on;
  }
  return reach;
}

/// Which of the prefixes of a line one is; nullopt: none of them.
std::optional<std::uint32_t> PlaceIn(const SidRangeText& sid, const net::Prefix& prefix) {
  if (prefix.length != sid.prefix.length || prefix.address < sid.prefix.address) return std::nullopt;
  const std::uint64_t distance = prefix.address.v4() - sid.prefix.address.v4();
  const std::uint64_t place = distance >> (32U - prefix.length);
  return place < sid.count ? std::optional(static_cast<std::uint32_t>(place)) : std::nullopt;
}

/// The line covers the address, under whatever prefix.
bool Covers(const SidRangeText& sid, const net::IpAddress& address) {
  return PlaceIn(sid, net::Prefix::Of(address, sid.prefix.length)).has_value();
}

/// SIDs of the subnet of an interface. Two lines about one subnet, and one about an address whose subnet it
/// does not name, are not certain.
void AddSids(Reader& reader, SegmentRouting& routing, const model::Interface& interface) {
  std::vector<SidText> found;
  for (const SidRangeText& sid : reader.vendor.sr.sids) {
    for (const model::InterfaceAddress& own : interface.addresses) {
      if (own.address.address.family != net::Family::kIpv4 || !Covers(sid, own.address.address)) continue;
      const auto place = PlaceIn(sid, own.address.subnet());
      if (place && !own.secondary) {
        found.push_back({.value = sid.value + *place,
                         .absolute = sid.absolute,
                         .explicit_null = reader.vendor.sr.explicit_null,
                         .span = sid.span});
      } else {
        reader.Demote(sid.span, Impact::kForwarding, "SID without a prefix or a label");
      }
    }
  }
  if (found.size() == 1) return routing.AddSid(interface, found.front());
  for (const SidText& sid : found) reader.Demote(sid.span, Impact::kForwarding, "two SIDs of one prefix");
}

}  // namespace

Verdict ReadTopSr(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("mpls") || !statement.words.done()) return Without(statement, kSr);
  if (statement.negated) reader.vendor.sr = {};
  reader.vendor.sr.on = !statement.negated;
  if (!statement.negated) reader.Open(ReadSrLine, Impact::kForwarding);
  return kUnderstood;
}

Verdict ReadOspfSr(Reader& reader, Statement& statement) {
  OspfText& text = reader.ospf();
  const base::Span span = statement.span();
  Setting<bool>* setting = &text.sr;
  if (statement.words.Accept("area")) {
    const auto area = TakeArea(reader, statement);
    if (!area) return kNotKnown;
    setting = &text.sr_areas[*area];
  }
  const bool on = statement.words.Accept("mpls");
  const bool off = !on && setting != &text.sr && statement.words.Accept("disable");
  if ((!on && !off) || !statement.words.done()) {
    const bool others = statement.words.Accept("prefix-sid-map");
    return Without(statement, others ? NotModelled(kPaths, "SIDs for others") : kSr);
  }
  *setting = {on, statement.negated ? base::Span() : span};
  return kUnderstood;
}

void ConvertSr(Reader& reader, routing::DeviceConfig& config) {
  const SrText& text = reader.vendor.sr;
  SegmentRouting routing(config, [&reader](const base::Span& span, std::string_view why) {
    reader.Demote(span, Impact::kForwarding, why);
  });
  for (const OspfText& from : reader.vendor.ospf) {
    const auto process = std::ranges::find(config.ospf.processes, from.span, &ospf::OspfProcess::span);
    if (process == config.ospf.processes.end()) continue;
    const Reach reach = ReachOf(from, *process);
    if (!reach.on.valid()) continue;
    const std::string_view obstacle = !text.on || !reader.vendor.ldp.forwards
                                          ? "segment routing that is off for the device"
                                      : !from.opaque      ? "segment routing without opaque LSAs"
                                      : !reach.everywhere ? "segment routing of some interfaces"
                                                          : std::string_view();
    sr::SrConfig* to = routing.Begin(reach.on, *process, obstacle);
    if (to == nullptr) continue;
    to->blocks = {text.block.value_or(kStandardBlock)};
    to->over_ldp = text.preferred ? sr::OverLdp::kYes : sr::OverLdp::kNo;
    for (const ospf::OspfInterface& port : process->interfaces) {
      const model::InterfaceIndex index = model::FindInterface(config.device, port.name);
      if (index.valid()) AddSids(reader, routing, config.device.interfaces[index.index()]);
    }
  }
}

}  // namespace ringfence::formats::cisco_ios
