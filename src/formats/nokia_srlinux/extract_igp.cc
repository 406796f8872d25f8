// OSPF and IS-IS instances.
#include "formats/nokia_srlinux/extract.h"
#include "formats/word_cursor.h"

namespace ringfence::formats::nokia_srlinux {
namespace {

// `authentication { keychain K }`: what must be equal on both ends is known by name only.
template <class Target, Name Target::* kMember>
void ReadKeychain(Reader& reader, NodeId block, Target& to) {
  constexpr Rule<Target> kRules[] = {Text<kMember>("keychain")};
  Dispatch(reader, block, to, std::span<const Rule<Target>>(kRules));
}

constexpr Rule<OspfInterfaceText> kOspfInterfaceRules[] = {
    AdminState<&OspfInterfaceText::admin>(),
    Text<&OspfInterfaceText::type>("interface-type"),
    Flag<&OspfInterfaceText::passive>("passive"),
    Number<&OspfInterfaceText::metric, 1, 65535>("metric"),
    Number<&OspfInterfaceText::hello, 1, 65535>("hello-interval"),
    Number<&OspfInterfaceText::dead, 2, 65535>("dead-interval"),
    Number<&OspfInterfaceText::priority, 0, 255>("priority"),
    Block<OspfInterfaceText>("authentication",
                             &ReadKeychain<OspfInterfaceText, &OspfInterfaceText::keychain>),
    Ignores<OspfInterfaceText>("failure-detection"),
    Ignores<OspfInterfaceText>("retransmit-interval"),
    Ignores<OspfInterfaceText>("transit-delay"),
    Ignores<OspfInterfaceText>("advertise-router-capability"),
    Ignores<OspfInterfaceText>("trace-options"),
    Lacks<OspfInterfaceText>("ldp-synchronization", kRouting, "metrics that wait for LDP"),
    Lacks<OspfInterfaceText>("mtu", kRouting, "MTU of OSPF"),
    Lacks<OspfInterfaceText>("advertise-subnet", kRouting, "subnet that is not advertised"),
    Lacks<OspfInterfaceText>("lsa-filter-out", kRouting, "flooding that is filtered"),
};
void AddOspfInterface(Reader& reader, NodeId key, OspfAreaText& area) {
  OspfInterfaceText to;
  to.name = reader.word(key);
  to.node = key;
  to.span = reader.SpanOf(key);
  Dispatch(reader, key, to, std::span(kOspfInterfaceRules));
  area.interfaces.push_back(std::move(to));
}

constexpr Rule<OspfAreaText> kStubRules[] = {
    Number<&OspfAreaText::default_metric, 1, 16777215>("default-metric"),
    Flag<&OspfAreaText::summaries>("summaries"),
};
void SetStub(Reader& reader, NodeId block, OspfAreaText& area) {
  area.stub = block;
  Dispatch(reader, block, area, std::span(kStubRules));
}
constexpr Rule<OspfAreaText> kNssaRules[] = {
    Flag<&OspfAreaText::summaries>("summaries"),
    Lacks<OspfAreaText>("redistribute-external", kRouting, "external routes of an NSSA"),
    Lacks<OspfAreaText>("originate-default-route", kRouting, "default route of an NSSA"),
    Lacks<OspfAreaText>("area-range", kRouting, "range of an NSSA"),
};
void SetNssa(Reader& reader, NodeId block, OspfAreaText& area) {
  area.nssa = block;
  Dispatch(reader, block, area, std::span(kNssaRules));
}
constexpr Rule<OspfAreaText> kAreaRules[] = {
    List<OspfAreaText>("interface", &AddOspfInterface, kRouting),
    Block<OspfAreaText>("stub", &SetStub),
    Block<OspfAreaText>("nssa", &SetNssa),
    Lacks<OspfAreaText>("area-range", kRouting, "summary of an area"),
    Lacks<OspfAreaText>("blackhole-aggregate", kPaths, "discard route of a summary"),
    Lacks<OspfAreaText>("export-policy", kRouting, "policy between areas"),
    Ignores<OspfAreaText>("advertise-router-capability"),
    Ignores<OspfAreaText>("bgp-ls-exclude"),
};

// "0.0.0.1" or "1".
void AddArea(Reader& reader, NodeId key, OspfText& ospf) {
  OspfAreaText to;
  if (const auto address = net::ParseAddress(reader.word(key));
      address && address->family == net::Family::kIpv4) {
    to.id = address->v4();
  } else {
    const auto number = reader.Number(key, 0, 4294967295U);
    if (!number) return;
    to.id = *number;
  }
  to.span = reader.SpanOf(key);
  Dispatch(reader, key, to, std::span(kAreaRules));
  ospf.areas.push_back(std::move(to));
}

constexpr Rule<OspfText> kOverloadRules[] = {Flag<&OspfText::overload>("active")};
void ReadOverload(Reader& reader, NodeId block, OspfText& to) {
  Dispatch(reader, block, to, std::span(kOverloadRules));
}

void SetAddressFamily(Reader& reader, NodeId value, OspfText&) {
  if (reader.word(value) != "ipv4-unicast" && reader.word(value) != "ipv6-unicast")
    reader.Unknown(value);
  else if (reader.word(value) == "ipv4-unicast")
    reader.Unmodelled(value, kRouting, "IPv4 by OSPFv3");
}

constexpr Rule<OspfText> kOspfRules[] = {
    AdminState<&OspfText::admin>(),
    Text<&OspfText::version>("version"),
    Leaf<OspfText>("address-family", &SetAddressFamily),
    Address<&OspfText::router_id>("router-id"),
    Number<&OspfText::reference_kbps, 1, 4000000000U>("reference-bandwidth"),
    Number<&OspfText::max_paths, 1, 64>("max-ecmp-paths"),
    Number<&OspfText::preference, 1, 255>("preference"),
    Number<&OspfText::external_preference, 1, 255>("external-preference"),
    Names<&OspfText::exports>("export-policy"),
    Block<OspfText>("overload", &ReadOverload, kRouting),
    List<OspfText>("area", &AddArea, kRouting),
    Lacks<OspfText>("asbr", kRouting, "settings of external routes"),
    Lacks<OspfText>("instance-id", kRouting, "instance number on links"),
    Lacks<OspfText>("export-limit", kRouting, "limit of routes"),
    Lacks<OspfText>("segment-routing", kForwarding, "segment routing"),
    Lacks<OspfText>("import-policy", kRouting, "import policy of OSPF"),
    Ignores<OspfText>("timers"),
    Ignores<OspfText>("graceful-restart"),
    Ignores<OspfText>("advertise-router-capability"),
    Ignores<OspfText>("te-database-install"),
    Ignores<OspfText>("traffic-engineering"),
    Ignores<OspfText>("trace-options"),
    Lacks<OspfText>("ldp-synchronization", kRouting, "metrics that wait for LDP"),
};
void AddOspf(Reader& reader, NodeId key, InstanceText& instance) {
  OspfText to;
  to.name = reader.word(key);
  to.node = key;
  to.span = reader.SpanOf(key);
  Dispatch(reader, key, to, std::span(kOspfRules));
  instance.ospf.push_back(std::move(to));
}

// IS-IS.

constexpr Rule<IsisLevelText> kPreferenceRules[] = {
    Number<&IsisLevelText::internal, 0, 255>("internal"),
    Number<&IsisLevelText::external, 0, 255>("external"),
};
void ReadPreference(Reader& reader, NodeId block, IsisLevelText& to) {
  Dispatch(reader, block, to, std::span(kPreferenceRules));
}
constexpr Rule<IsisLevelText> kLevelRules[] = {
    Flag<&IsisLevelText::disabled>("disable"),
    Number<&IsisLevelText::metric, 1, 16777215>("metric"),
    Number<&IsisLevelText::metric6, 1, 16777215>("ipv6-unicast-metric"),
    Text<&IsisLevelText::style>("metric-style"),
    Block<IsisLevelText>("route-preference", &ReadPreference),
    Block<IsisLevelText>("authentication", &ReadKeychain<IsisLevelText, &IsisLevelText::key>),
    Ignores<IsisLevelText>("priority"),
    Ignores<IsisLevelText>("timers"),
    Ignores<IsisLevelText>("trace-options"),
    Ignores<IsisLevelText>("bgp-ls-exclude"),
    Ignores<IsisLevelText>("lsp-mtu-size"),
};
template <class Target>
void AddLevel(Reader& reader, NodeId key, Target& to) {
  const auto number = reader.Number(key, 1, 2);
  if (number) Dispatch(reader, key, to.level[*number - 1], std::span(kLevelRules));
}

template <class Target, Flagged Target::* kMember>
void ReadIsisFamily(Reader& reader, NodeId block, Target& to) {
  constexpr Rule<Target> kRules[] = {AdminState<kMember>(), Ignores<Target>("include-bfd"),
                                     Ignores<Target>("enable-bfd")};
  Dispatch(reader, block, to, std::span<const Rule<Target>>(kRules));
}

constexpr Rule<IsisInterfaceText> kIsisInterfaceRules[] = {
    AdminState<&IsisInterfaceText::admin>(),
    Text<&IsisInterfaceText::type>("circuit-type"),
    Flag<&IsisInterfaceText::passive>("passive"),
    Block<IsisInterfaceText>("ipv4-unicast", &ReadIsisFamily<IsisInterfaceText, &IsisInterfaceText::ipv4>),
    Block<IsisInterfaceText>("ipv6-unicast", &ReadIsisFamily<IsisInterfaceText, &IsisInterfaceText::ipv6>),
    Block<IsisInterfaceText>("authentication", &ReadKeychain<IsisInterfaceText, &IsisInterfaceText::key>),
    List<IsisInterfaceText>("level", &AddLevel<IsisInterfaceText>, kRouting),
    Ignores<IsisInterfaceText>("hello-padding"),
    Ignores<IsisInterfaceText>("timers"),
    Ignores<IsisInterfaceText>("trace-options"),
    Lacks<IsisInterfaceText>("ldp-synchronization", kRouting, "metrics that wait for LDP"),
    Ignores<IsisInterfaceText>("delay"),
    Lacks<IsisInterfaceText>("segment-routing", kForwarding, "segment routing"),
};
void AddIsisInterface(Reader& reader, NodeId key, IsisText& isis) {
  IsisInterfaceText to;
  to.name = reader.word(key);
  to.node = key;
  to.span = reader.SpanOf(key);
  Dispatch(reader, key, to, std::span(kIsisInterfaceRules));
  isis.interfaces.push_back(std::move(to));
}

constexpr Rule<IsisText> kTopologyRules[] = {
    AdminState<&IsisText::ipv6>(),
    Flag<&IsisText::multi_topology>("multi-topology"),
};
void ReadIpv6(Reader& reader, NodeId block, IsisText& to) {
  Dispatch(reader, block, to, std::span(kTopologyRules));
}
constexpr Rule<IsisText> kImmediateRules[] = {Flag<&IsisText::overload>("set-bit")};
void ReadImmediate(Reader& reader, NodeId block, IsisText& to) {
  Dispatch(reader, block, to, std::span(kImmediateRules));
}
constexpr Rule<IsisText> kIsisOverloadRules[] = {
    Block<IsisText>("immediate", &ReadImmediate),
    Lacks<IsisText>("advertise-external", kRouting, "overload that keeps external routes"),
    Lacks<IsisText>("advertise-interlevel", kRouting, "overload that keeps routes between levels"),
    Lacks<IsisText>("on-boot", kRouting, "overload after a start"),
    Lacks<IsisText>("max-metric", kRouting, "overload by metric"),
};
void ReadIsisOverload(Reader& reader, NodeId block, IsisText& to) {
  Dispatch(reader, block, to, std::span(kIsisOverloadRules));
}
constexpr Rule<IsisText> kAttachedRules[] = {
    Flag<&IsisText::ignore_attached>("ignore"),
    Flag<&IsisText::suppress_attached>("suppress"),
};
void ReadAttached(Reader& reader, NodeId block, IsisText& to) {
  Dispatch(reader, block, to, std::span(kAttachedRules));
}

constexpr Rule<IsisText> kIsisRules[] = {
    AdminState<&IsisText::admin>(),
    Text<&IsisText::levels>("level-capability"),
    Names<&IsisText::nets>("net"),
    Number<&IsisText::max_paths, 1, 64>("max-ecmp-paths"),
    Names<&IsisText::exports>("export-policy"),
    Block<IsisText>("ipv4-unicast", &ReadIsisFamily<IsisText, &IsisText::ipv4>),
    Block<IsisText>("ipv6-unicast", &ReadIpv6),
    Block<IsisText>("overload", &ReadIsisOverload, kRouting),
    Block<IsisText>("attached-bit", &ReadAttached),
    List<IsisText>("level", &AddLevel<IsisText>, kRouting),
    List<IsisText>("interface", &AddIsisInterface, kRouting),
    Lacks<IsisText>("authentication", kRouting, "authentication of the instance"),
    Lacks<IsisText>("auto-cost", kRouting, "metric from the bandwidth"),
    Lacks<IsisText>("inter-level-propagation-policies", kRouting, "policy between levels"),
    Lacks<IsisText>("segment-routing", kForwarding, "segment routing"),
    Lacks<IsisText>("instance-id", kRouting, "several instances on a link"),
    Lacks<IsisText>("iid-tlv", kRouting, "several instances on a link"),
    Ignores<IsisText>("timers"),
    Ignores<IsisText>("graceful-restart"),
    Ignores<IsisText>("poi-tlv"),
    Ignores<IsisText>("trace-options"),
    Ignores<IsisText>("te-database-install"),
    Ignores<IsisText>("traffic-engineering"),
    Lacks<IsisText>("ldp-synchronization", kRouting, "metrics that wait for LDP"),
};
void AddIsis(Reader& reader, NodeId key, InstanceText& instance) {
  IsisText to;
  to.name = reader.word(key);
  to.node = key;
  to.span = reader.SpanOf(key);
  Dispatch(reader, key, to, std::span(kIsisRules));
  instance.isis.push_back(std::move(to));
}

constexpr Rule<InstanceText> kOspfInstances[] = {List<InstanceText>("instance", &AddOspf, kRouting)};
constexpr Rule<InstanceText> kIsisInstances[] = {
    List<InstanceText>("instance", &AddIsis, kRouting),
    Ignores<InstanceText>("dynamic-label-block"),
};

}  // namespace

void ReadOspf(Reader& reader, NodeId block, InstanceText& instance) {
  Dispatch(reader, block, instance, std::span(kOspfInstances));
}
void ReadIsis(Reader& reader, NodeId block, InstanceText& instance) {
  Dispatch(reader, block, instance, std::span(kIsisInstances));
}

}  // namespace ringfence::formats::nokia_srlinux
