// `segment-routing ...` of IS-IS and OSPF (segment routing with labels; what is SRv6 stays with its caller).

#include <algorithm>

#include "formats/frr/reader.h"
#include "formats/segment_routing_text.h"

namespace ringfence::formats::frr {
namespace {

namespace sr = routing::sr;
using model::Impact;

/// Labels of a router without `global-block` (isisd, ospfd: 8.4).
constexpr sr::LabelBlock kStandardBlock{16000, 23999};

Verdict ReadBlock(Reader& reader, Statement& statement, SrText& text) {
  if (statement.negated) return statement.words.Rest(), text.block.reset(), kUnderstood;
  const auto block = TakeBlock(reader, statement);
  if (!block) return kNotKnown;
  // Labels of adjacencies are behind: no packet of the model has one.
  if (TakeWord(statement, "local-block")) statement.words.Rest();
  text.block = block;
  return kUnderstood;
}

/// `prefix P [algorithm A] {absolute L | index N} [no-php-flag | explicit-null] [n-flag-clear]`.
Verdict ReadPrefixSid(Reader& reader, Statement& statement, SrText& text, bool algorithms) {
  const auto host = TakeHostPrefix(statement, std::nullopt);
  if (!host) return kNotKnown;
  sr::PrefixSid sid{.prefix = host->subnet(), .span = statement.span()};
  if (sid.prefix.family() != net::Family::kIpv4) {
    statement.words.Rest();
    return statement.negated ? kNoEffect : NotModelled(Impact::kForwarding, "SID of an IPv6 prefix");
  }
  constexpr Verdict kOther = NotModelled(Impact::kForwarding, "SID of another algorithm");
  if (TakeWord(statement, "algorithm")) {
    const auto number = TakeNumber(reader, statement, sr::kFlexibleMin, sr::kFlexibleMax);
    if (!number) return kNotKnown;
    if (!algorithms) return statement.words.Rest(), statement.negated ? kNoEffect : kOther;
    sid.algorithm = static_cast<sr::Algorithm>(*number);
  }
  const auto erase = [&] {
    std::erase_if(text.sids, [&sid](const sr::PrefixSid& other) {
      return other.prefix == sid.prefix && other.algorithm == sid.algorithm;
    });
  };
  if (statement.negated) return statement.words.Rest(), erase(), kUnderstood;
  const std::string_view kind = TakeOption(statement, {"absolute", "index"});
  const auto value = statement.words.AcceptNumber(0, kLabelMax);
  if (kind.empty() || !value) return kNotKnown;
  sid.value = *value;
  sid.one_label = kind == "absolute";
  if (sid.one_label && sid.algorithm != sr::kShortestPath) return statement.words.Rest(), kOther;
  const std::string_view last = TakeOption(statement, {"explicit-null", "no-php-flag"});
  sid.keeps_last = last == "no-php-flag";
  sid.explicit_null = last == "explicit-null";
  TakeWord(statement, "n-flag-clear");  // says whether the prefix is a router
  if (!statement.words.done()) return kNotKnown;
  erase();
  text.sids.push_back(sid);
  return kUnderstood;
}

/// True when an interface of the process has exactly the prefix; `hosts`: a loopback with a host address.
template <class Process>
bool IsOwn(const Process& process, const model::Device& device, const net::Prefix& prefix, bool hosts) {
  return std::ranges::any_of(process.interfaces, [&](const auto& one) {
    const model::Interface& interface = device.interfaces[model::FindInterface(device, one.name).index()];
    if (hosts &&
        (interface.kind != model::InterfaceKind::kLoopback || !(prefix == net::Prefix::Host(prefix.address))))
      return false;
    return std::ranges::any_of(interface.addresses,
                               [&prefix](const auto& own) { return own.address.subnet() == prefix; });
  });
}

/// Puts what one process says into the model.
template <class Process>
sr::SrConfig* Convert(Reader& reader, SegmentRouting& routing, const model::Device& device,
                      const SrText& text, const Process& process, std::string_view obstacle = {}) {
  if (!text.on.valid()) return nullptr;
  sr::SrConfig* to = routing.Begin(text.on, process, obstacle);
  if (to == nullptr) return nullptr;
  to->blocks = {text.block.value_or(kStandardBlock)};
  // tests/live/l3vpn_live.py (segments, segments_gap). Over OSPF packets get explicit null towards a router
  // without segment routing, whatever it makes of that: not computed.
  to->skips_other_routers = to->igp == sr::SrIgp::kIsis;
  to->sends_bare = true;
  for (const sr::PrefixSid& sid : text.sids) {
    if (IsOwn(process, device, sid.prefix, to->igp == sr::SrIgp::kOspf)) {
      to->sids.push_back(sid);
    } else {
      reader.Demote(sid.span, Impact::kForwarding, "SID of a prefix of no own interface");
    }
  }
  return to;
}

}  // namespace

Verdict ReadSr(Reader& reader, Statement& statement, SrText& text, bool algorithms) {
  const std::string_view word =
      TakeOption(statement, {"global-block", "local-block", "node-msd", "on", "prefix"});
  if (word == "on") {
    text.on = statement.negated ? base::Span() : statement.span();
    return kUnderstood;
  }
  if (word == "global-block") return ReadBlock(reader, statement, text);
  if (word == "prefix") return ReadPrefixSid(reader, statement, text, algorithms);
  if (word.empty()) return kNotKnown;
  statement.words.Rest();
  return kNoEffect;  // labels of adjacencies; how many labels it can push
}

void ConvertSr(Reader& reader, routing::DeviceConfig& config) {
  SegmentRouting routing(config, [&reader](const base::Span& span, std::string_view why) {
    reader.Demote(span, Impact::kForwarding, why);
  });
  // Processes stand in the model in the order of the text.
  for (std::size_t i = 0; i < reader.vendor.isis.size(); ++i) {
    const IsisText& text = reader.vendor.isis[i];
    sr::SrConfig* to = Convert(reader, routing, config.device, text.sr, config.isis.processes[i]);
    if (to != nullptr) ConvertFlexible(reader, text, config.isis.processes[i], *to);
  }
  for (std::size_t i = 0; i < reader.vendor.ospf.size(); ++i) {
    const OspfText& text = reader.vendor.ospf[i];
    Convert(reader, routing, config.device, text.sr, config.ospf.processes[i],
            text.opaque ? "" : "segment routing without opaque LSAs");
  }
}

}  // namespace ringfence::formats::frr
