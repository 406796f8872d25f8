// Segment routing with labels over IS-IS: `mpls ip` and its ranges of labels, `segment-routing mpls` of an
// instance, SIDs of interfaces. That of OSPF is not modelled.

#include <algorithm>

#include "formats/arista_eos/convert.h"
#include "formats/arista_eos/reader.h"
#include "formats/impacts.h"
#include "formats/segment_routing_text.h"

namespace ringfence::formats::arista_eos {
namespace {

namespace sr = routing::sr;
using model::Impact;

constexpr Verdict kMpls = NotModelled(Impact::kForwarding, "MPLS");
constexpr Verdict kSr = NotModelled(Impact::kForwarding, "segment routing");
/// Labels of a router that names no range.
constexpr sr::LabelBlock kStandardBlock{900000, 965535};

Verdict Without(Statement& statement, Verdict verdict) {
  return statement.negated ? (statement.words.Rest(), kNoEffect) : verdict;
}

/// `mpls label range isis-sr FIRST COUNT`; other ranges give numbers to labels that are told.
Verdict ReadLabel(Reader& reader, Statement& statement) {
  const base::Span span = statement.span();
  if (!statement.words.Accept("range")) return Without(statement, kMpls);
  if (!statement.words.Accept("isis-sr")) return statement.words.Rest(), kNoEffect;
  SrText& text = reader.vendor.sr;
  if (statement.negated) return statement.words.Rest(), text.block = {}, kUnderstood;
  const auto first = TakeNumber(reader, statement, kLabelMin, kLabelMax);
  const auto count = first ? TakeNumber(reader, statement, 1, kLabelMax) : std::nullopt;
  const auto block = count ? BlockOf(*first, *first + *count - 1) : std::nullopt;
  if (!block) return kNotKnown;
  text.block = {*block, span};
  return kUnderstood;
}

/// `index N [explicit-null]`; nullopt: other words stand there.
std::optional<SidText> TakeSid(Reader& reader, Statement& statement) {
  SidText sid{.span = statement.span()};
  if (!statement.words.Accept("index")) return std::nullopt;
  const auto value = TakeNumber(reader, statement, 0, kLabelMax);
  if (!value) return std::nullopt;
  sid.value = *value;
  sid.explicit_null = statement.words.Accept("explicit-null");
  return statement.words.done() ? std::optional(sid) : std::nullopt;
}

/// `prefix-segment P index N [explicit-null]`.
Verdict ReadPrefixSegment(Reader& reader, Statement& statement) {
  const auto host = TakePrefix(reader, statement);
  if (!host) return kNotKnown;
  const net::Prefix prefix = host->subnet();
  std::vector<PrefixSegmentText>& all = reader.isis().segments;
  std::erase_if(all, [&prefix](const PrefixSegmentText& known) { return known.prefix == prefix; });
  if (statement.negated) return statement.words.Rest(), kUnderstood;
  if (prefix.family() != net::Family::kIpv4)
    return statement.words.Rest(), NotModelled(Impact::kForwarding, "SID of an IPv6 prefix");
  const auto sid = TakeSid(reader, statement);
  if (!sid) return kSr;  // another algorithm
  all.push_back({prefix, *sid});
  return kUnderstood;
}

Verdict ReadSrLine(Reader& reader, Statement& statement) {
  const Word word = statement.words.Next();
  if (word == "shutdown") return reader.isis().sr_runs = statement.negated, kUnderstood;
  if (word == "prefix-segment") return ReadPrefixSegment(reader, statement);
  // Labels of adjacencies, which no packet of the model has; what only policies look at.
  if (word == "adjacency-segment" || word == "router-id") return statement.words.Rest(), kNoEffect;
  return Without(statement, word == "proxy-node-segment" ? NotModelled(kPaths, "SIDs for others") : kSr);
}

/// Where a prefix is the subnet of an interface of the instance.
const model::Interface* OwnerOf(const model::Device& device, const isis::IsisProcess& process,
                                const net::Prefix& prefix) {
  for (const isis::IsisInterface& port : process.interfaces) {
    const model::Interface& interface = device.interfaces[model::FindInterface(device, port.name).index()];
    const auto primary = std::ranges::find_if(interface.addresses, [](const model::InterfaceAddress& one) {
      return one.address.address.family == net::Family::kIpv4 && !one.secondary;
    });
    if (primary != interface.addresses.end() && primary->address.subnet() == prefix) return &interface;
  }
  return nullptr;
}

void AddSids(Conversion& conversion, SegmentRouting& routing, const IsisText& text,
             const isis::IsisProcess& process) {
  const model::Device& device = conversion.config.device;
  for (std::size_t i = 0; i < device.interfaces.size(); ++i) {
    const InterfaceText& port = conversion.reader.vendor.interfaces[i];
    const bool runs = std::ranges::any_of(
        process.interfaces, [&](const isis::IsisInterface& one) { return one.name == port.name; });
    if (port.sid.span.valid() && runs) routing.AddSid(device.interfaces[i], port.sid);
  }
  for (const PrefixSegmentText& segment : text.segments) {
    const model::Interface* owner = OwnerOf(device, process, segment.prefix);
    const bool twice = std::ranges::any_of(
        conversion.config.sr.sids, [&](const sr::PrefixSid& sid) { return sid.prefix == segment.prefix; });
    if (owner != nullptr && !twice) {
      routing.AddSid(*owner, segment.sid);
    } else {
      conversion.reader.Demote(segment.sid.span, kPaths,
                               twice ? "two SIDs of one prefix" : "SIDs for others");
    }
  }
}

}  // namespace

Verdict ReadMpls(Reader& reader, Statement& statement) {
  if (statement.words.Accept("ip") && statement.words.done())
    return reader.vendor.sr.forwards = {!statement.negated, statement.span()}, kUnderstood;
  if (statement.words.Accept("label")) return ReadLabel(reader, statement);
  return Without(statement, kMpls);
}

Verdict ReadInterfaceMpls(Reader&, Statement& statement) {
  // Labelled packets pass unless a port refuses them.
  if (statement.words.Accept("ip") && statement.words.done()) return statement.negated ? kMpls : kNoEffect;
  return Without(statement, kMpls);
}

Verdict ReadNodeSegment(Reader& reader, Statement& statement) {
  const bool ipv4 = statement.words.Accept("ipv4");
  if (!ipv4) return Without(statement, NotModelled(Impact::kForwarding, "SID of an IPv6 prefix"));
  if (statement.negated) return statement.words.Rest(), reader.interface().sid = {}, kUnderstood;
  const auto sid = TakeSid(reader, statement);
  if (!sid) return statement.words.Rest(), kSr;  // another algorithm
  reader.interface().sid = *sid;
  return kUnderstood;
}

Verdict ReadIsisSr(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("mpls") || !statement.words.done()) return Without(statement, kSr);
  IsisText& text = reader.isis();
  text.sr = statement.negated ? base::Span() : statement.span();
  if (statement.negated) return text.sr_runs = false, text.segments.clear(), kUnderstood;
  reader.Open(ReadSrLine, Impact::kForwarding);
  return kUnderstood;
}

void ConvertSr(Conversion& conversion) {
  Reader& reader = conversion.reader;
  const SrText& labels = reader.vendor.sr;
  SegmentRouting routing(conversion.config, [&reader](const base::Span& span, std::string_view why) {
    reader.Demote(span, Impact::kForwarding, why);
  });
  bool runs = false;
  for (const IsisText& text : reader.vendor.isis) {
    const auto& processes = conversion.config.isis.processes;
    const auto process = std::ranges::find(processes, text.span, &isis::IsisProcess::span);
    if (!text.sr.valid() || !text.sr_runs || process == processes.end()) continue;
    runs = true;
    sr::SrConfig* to =
        routing.Begin(text.sr, *process,
                      labels.forwards.value_or(false) ? "" : "segment routing that is off for the device");
    if (to == nullptr) continue;
    to->blocks = {labels.block.value_or(kStandardBlock)};
    to->carries_igp = to->carries_bgp = false;
    AddSids(conversion, routing, text, *process);
    std::ranges::sort(to->sids, {}, &sr::PrefixSid::prefix);  // they are told in two places of the text
  }
  if (!runs && labels.forwards.value_or(false))
    reader.Demote(labels.forwards.span, Impact::kForwarding, "MPLS");
}

}  // namespace ringfence::formats::arista_eos
